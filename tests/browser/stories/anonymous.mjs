// Anonymous polls: asked, answered, counted and checked, and what people are told on the way.

import { accessible, calm, phone, picture } from "../browser.mjs";
import { House } from "../house.mjs";
import { facilitatorEnters, gathers, officerJoins, opensPoll, writesPoll } from "../people.mjs";

const LONG = { timeout: 60_000 };

/** The facilitator closes the poll once enough answers are ready, and waits for the count. */
async function counts(facilitator) {
  await facilitator.getByText(/^(5|10)\+/).waitFor(LONG);
  await facilitator.getByRole("button", { name: "Close poll" }).click();
  await facilitator.getByText("Collecting the ballots").waitFor();
  await facilitator.getByRole("table", { name: "Results" }).waitFor(LONG);
}

story("an anonymous poll: the answer stays on the phone, goes out without a name, and every browser checks the board", async () => {
  const house = await House.start({ officers: 12 });
  const plan = await house.demo();
  const facilitator = await facilitatorEnters(house, plan);
  const officer = await officerJoins(plan, "Dana Kaplan", { viewport: phone, listen: true });
  await gathers(facilitator, 14);
  await officer.getByRole("button", { name: "Hand" }).waitFor();
  const sent = [];
  officer.on("request", (request) => sent.push(request));

  const rows = ["Yes", "No", "Not sure"];
  const dialog = await writesPoll(facilitator, "Would your squad back you for slowing down?", { rows, anonymous: true });
  await accessible(facilitator, "anonymous draft");
  await picture(facilitator, "anonymous-draft");
  await opensPoll(dialog);

  await officer.getByText("Choose an answer. You can change it").waitFor(LONG);
  await officer.getByText("not the facilitator and not the server's owner").waitFor();
  await officer.getByText("Results appear only if at least 5 answer.").waitFor();
  await accessible(officer, "anonymous question");
  // By keyboard alone.
  await officer.getByRole("radio", { name: "Yes" }).focus();
  await officer.keyboard.press("Space");
  await officer.getByText("Ready. It leaves this device when the poll closes").waitFor();
  await officer.keyboard.press("ArrowDown");
  await picture(officer, "anonymous-answer");
  await officer.getByRole("button", { name: /How it works/ }).click();
  const words = officer.locator(".poll-words");
  await officer.waitForFunction(() => document.querySelector(".poll-words").textContent.trim().split(" ").length === 5);
  const own = await words.textContent();
  await accessible(officer, "how it works");
  await picture(officer, "anonymous-how");
  await officer.getByRole("button", { name: "Close" }).click();
  await facilitator.getByRole("button", { name: /How it works/ }).click();
  await facilitator.waitForFunction(() => document.querySelector(".poll-words").textContent.trim().split(" ").length === 5);
  const theirs = await facilitator.locator(".poll-words").textContent();
  if (own !== theirs) throw new Error(`the poll words differ: ${own} and ${theirs}`);
  await facilitator.getByRole("button", { name: "Close", exact: true }).click();

  await officer.reload();
  await officer.getByText("Ready. It leaves this device when the poll closes").waitFor(LONG);
  if (!(await officer.getByRole("radio", { name: "No", exact: true }).isChecked())) throw new Error("the answer was lost by loading the page again");
  if (sent.some((request) => request.url().includes("/b/"))) throw new Error("something was sent before the closing");
  await picture(facilitator, "anonymous-open");
  await counts(facilitator);

  await officer.getByText("Your ballot is on the board, and this browser has checked every ballot there.").waitFor(LONG);
  if (await officer.getByRole("table", { name: "Results" }).isVisible()) throw new Error("the result is not shown to the room yet");
  const ballots = sent.filter((request) => request.method() === "POST" && request.url().includes("/b/"));
  if (ballots.length === 0) throw new Error("no ballot was sent");
  for (const ballot of ballots) {
    const { cookie, referer } = await ballot.allHeaders();
    if (cookie || referer) throw new Error(`a ballot says whose it is: ${cookie ?? referer}`);
  }
  const kept = await officer.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith("rollcall.ballot")));
  if (kept.length > 0) throw new Error("the ballot's key is still here");
  await accessible(facilitator, "anonymous result");
  await picture(facilitator, "anonymous-closed");
  await facilitator.getByRole("button", { name: "Show to the room" }).click();
  await officer.getByRole("table", { name: "Results" }).waitFor();
  await officer.getByText("this browser has counted all of them again: the result is right").waitFor();
  await accessible(officer, "anonymous result shown");
  await picture(officer, "anonymous-shown");
  await officer.goto(`${house.url}/anonymous`);
  await officer.getByRole("heading", { name: "Anonymous polls" }).waitFor();
  await accessible(officer, "the whole explanation");
  await picture(officer, "anonymous-page");
  calm(facilitator, officer);
});

story("several statements, by department: each is a ballot of its own, and who comes later looks on", async () => {
  const house = await House.start({ officers: 14 });
  const plan = await house.demo();
  const facilitator = await facilitatorEnters(house, plan);
  await gathers(facilitator, 15);
  const rows = ["I can explain a stop.", "I know who to call."];
  const dialog = await writesPoll(facilitator, "How much do you agree?", { way: "Agree or disagree", rows, anonymous: true });
  await dialog.getByLabel("Also show results by department").check();
  await opensPoll(dialog);
  await facilitator.getByText("Ready to send").waitFor();
  const late = await officerJoins(plan, "Late Comer", { viewport: phone });
  await gathers(facilitator, 16);
  await late.getByText("Who comes later looks on").waitFor(LONG);
  await facilitator.getByText(/They are also shown for: .*Riverton PD/).waitFor(LONG);
  await counts(facilitator);
  const table = facilitator.getByRole("table", { name: "Results" });
  await table.getByRole("rowheader", { name: /I can explain a stop/ }).waitFor();
  await accessible(facilitator, "anonymous statements");
  await picture(facilitator, "anonymous-statements");
  await facilitator.getByRole("button", { name: "Ask again" }).click();
  await late.getByText("Choose an answer. You can change it").waitFor(LONG);
  calm(facilitator, late);
});

story("in a small room anonymous polls are not there, and it says why and what to do instead", async () => {
  const house = await House.start();
  const plan = await house.open();
  const facilitator = await facilitatorEnters(house, plan);
  const officer = await officerJoins(plan, "Dana Kaplan");
  await gathers(facilitator, 2);
  await officer.getByRole("button", { name: /Raise hand|Hand/ }).first().waitFor();
  await facilitator.getByRole("button", { name: "Ask a poll" }).click();
  const dialog = facilitator.getByRole("dialog", { name: "Ask the room" });
  await dialog.getByText("An anonymous poll like this needs 5 officers in the room, and 1 is here").waitFor();
  if (await dialog.getByLabel("Anonymous", { exact: true }).isEnabled()) throw new Error("it can be chosen all the same");
  await picture(facilitator, "anonymous-few");
  calm(facilitator, officer);
});

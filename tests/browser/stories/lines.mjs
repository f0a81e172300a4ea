// Lines that break: what a person sees of it, and what is left of it afterwards.

import { calm, person } from "../browser.mjs";
import { House } from "../house.mjs";
import { Line } from "../line.mjs";
import { facilitatorEnters, fillIn, goesTo, officerJoins, says } from "../people.mjs";

story("the server is killed and everybody is back by themselves, with the draft and the hand", async () => {
  const house = await House.start();
  const plan = await house.open();
  const officer = await officerJoins(plan, "Dana Kaplan");
  const facilitator = await facilitatorEnters(house, plan);
  await facilitator.getByRole("button", { name: /^Let in|^Let .* in$/ }).first().click();
  const hand = officer.getByRole("button", { name: /hand/i }).first();
  await hand.click();
  await officer.getByRole("button", { name: /Lower/ }).first().waitFor();
  const field = officer.getByRole("textbox", { name: /message/i });
  await field.fill("half a thought");

  await house.kill();
  await officer.getByText("Reconnecting").first().waitFor();
  await house.run();
  await officer.getByText("Reconnecting").first().waitFor({ state: "hidden" });
  await officer.getByRole("button", { name: /Lower/ }).first().waitFor();
  if ((await field.inputValue()) !== "half a thought") throw new Error("the draft is gone");
  await says(facilitator, "Welcome back.");
  await officer.getByText("Welcome back.").waitFor();
  // What was being fetched when the server died is told in the console; it is fetched again when it is needed.
  for (const page of [officer, facilitator]) {
    page.complaints = page.complaints.filter((complaint) => !complaint.includes("Failed to fetch"));
  }
  calm(officer, facilitator);
});

story("a line is silent for a minute, and afterwards group, draft and hand are as they were", async () => {
  const house = await House.start({ officers: 4 });
  const plan = await house.demo();
  const line = await Line.open();
  const facilitator = await facilitatorEnters(house, plan);
  const officer = await officerJoins(plan, "Dana Kaplan", { line });
  await facilitator.getByRole("button", { name: "Let Dana Kaplan in" }).or(facilitator.getByRole("button", { name: /^Let in/ })).first().click();
  await facilitator.getByRole("button", { name: "Start the session" }).click();
  await goesTo(facilitator, "Solve one local problem");
  await facilitator.getByRole("button", { name: /^Mix/ }).click();
  await facilitator.getByRole("button", { name: "Start", exact: true }).click();
  const group = officer.getByRole("region", { name: "Your group" });
  await group.waitFor();
  const name = await group.getByRole("heading").innerText();
  await officer.getByRole("button", { name: "Raise hand" }).click();
  await officer.getByRole("button", { name: /Lower/ }).first().waitFor();
  const draft = officer.getByRole("textbox", { name: /message/i });
  await draft.fill("half a thought");

  line.cut();
  await officer.getByText("Reconnecting").first().waitFor({ timeout: 60_000 });
  const since = Date.now();
  await says(facilitator, "Said while one was away.");
  // What stands on the page stays there, and one may go on writing.
  if ((await group.getByRole("heading").innerText()) !== name) throw new Error("the group has gone from the page");
  await draft.fill("half a thought more");
  await officer.waitForTimeout(Math.max(0, 60_000 - (Date.now() - since)));
  line.mend();

  await officer.getByText("Reconnecting").first().waitFor({ state: "hidden", timeout: 60_000 });
  await officer.getByText("Said while one was away.").waitFor();
  if ((await group.getByRole("heading").innerText()) !== name) throw new Error("another group");
  if ((await draft.inputValue()) !== "half a thought more") throw new Error("the draft is gone");
  await officer.getByRole("button", { name: /Lower/ }).first().waitFor();
  await facilitator.getByText("Dana Kaplan").first().waitFor();
  calm(officer, facilitator);
});

story("on a line of 50 kbit/s an officer gets the form, a seat and the room", async () => {
  const house = await House.start();
  const plan = await house.open();
  const facilitator = await facilitatorEnters(house, plan);
  const officer = await person({ line: await Line.open({ bitsPerSecond: 50_000 }) });
  officer.context().setDefaultTimeout(120_000);
  await officer.goto(plan.links.officer, { waitUntil: "commit" });
  await fillIn(officer, "Dana Kaplan");
  await officer.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  await facilitator.getByRole("button", { name: /^Let/ }).first().click();
  await officer.locator("main.stage").waitFor();
  await says(officer, "Slow, but here.");
  await facilitator.getByText("Slow, but here.").waitFor();
  calm(officer, facilitator);
});

// The walking whole: a training from the link to the end, with a facilitator, two officers, a guest and twenty more.
// Every screen on the way is looked at by axe and put into a picture.

import { accessible, calm, phone, picture } from "../browser.mjs";
import { canvas, drag, ink, puts, until } from "../easel.mjs";
import { House } from "../house.mjs";
import { facilitatorEnters, goesTo, guestJoins, officerJoins, opensPoll, opensSheet, says, writesPoll } from "../people.mjs";

/** A screen as it is: nothing serious for axe, and a picture in both sizes and themes. */
async function shown(page, name) {
  await accessible(page, name);
  await picture(page, `whole-${name}`);
}

const stage = (page) => page.locator("main.stage");

story("a whole session: lobby, chat, hand, poll, board, groups with an exercise, plan, report, commitment, end", async () => {
  const house = await House.start({ officers: 20 });
  const plan = await house.demo();
  const amina = await facilitatorEnters(house, plan);
  const dana = await officerJoins(plan, "Dana Kaplan");
  const jordan = await officerJoins(plan, "Jordan Osei", { viewport: phone });
  const leila = await guestJoins(plan, "Leila", "Riverside Center");
  const people = { amina, dana, jordan, leila };
  await lobby(people);
  await conversation(people);
  await hand(people);
  await poll(people);
  await board(people);
  await groups(people);
  await exercise(people);
  await helpAndVisit(people);
  await actionPlan(people);
  await reportBack(people);
  await commitments(people);
  await callToDuty(people);
  await end(people);
  calm(amina, dana, jordan, leila);
});

async function lobby({ amina, dana, jordan, leila }) {
  for (const page of [dana, jordan, leila]) await page.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  await shown(jordan, "lobby");
  await amina.getByRole("button", { name: "Lobby and door" }).click();
  for (const name of ["Dana Kaplan", "Jordan Osei", "Leila"]) {
    await amina.getByRole("button", { name: `Let in ${name}` }).waitFor();
  }
  await shown(amina, "door");
  for (const kind of ["officers", "guests"]) await amina.getByRole("button", { name: `Let all ${kind} in` }).click();
  await amina.getByRole("button", { name: "Done" }).click();
  for (const page of [dana, jordan, leila]) await stage(page).waitFor();
  await shown(amina, "before");
  await amina.getByRole("button", { name: "Start the session" }).click();
  await dana.getByRole("heading", { name: "Welcome and ground rules" }).waitFor();
  await shown(dana, "welcome");
}

async function conversation({ amina, dana, jordan, leila }) {
  await says(amina, "Put your opening line into the chat.");
  await reads(dana, "Put your opening line into the chat.");
  await says(dana, "Name first, then the reason.");
  await jordan.getByRole("button", { name: /^Chat/ }).click();
  await reads(jordan, "Name first, then the reason.");
  await shown(jordan, "chat");
  await jordan.getByRole("button", { name: "Close" }).first().click();
  await reads(leila, "Name first, then the reason.");
}

/** A line stands in the chat. */
async function reads(page, line) {
  await page.getByRole("log").getByText(line).first().waitFor();
}

async function hand({ amina, jordan }) {
  await jordan.getByRole("button", { name: "Hand" }).click();
  await amina.getByRole("button", { name: "Invite Jordan Osei" }).click();
  await jordan.getByText("You are invited to speak").waitFor();
  await shown(jordan, "your-turn");
  await jordan.getByRole("button", { name: "Done" }).click();
}

async function poll({ amina, dana, jordan, leila }) {
  await goesTo(amina, "Where are we starting?");
  await amina.getByRole("heading", { name: "Prepared polls" }).waitFor();
  const rows = ["The reason is given", "The officer listens", "It is short"];
  const dialog = await writesPoll(amina, "What makes a stop feel fair?", { rows });
  await shown(amina, "poll-draft");
  await opensPoll(dialog);
  for (const page of [dana, jordan]) {
    await page.getByLabel("The officer listens").check();
    await page.getByRole("button", { name: "Send my answer" }).click();
    await page.getByText("Your answer is in.").waitFor();
  }
  await leila.getByText("Officers are answering.").waitFor();
  await shown(jordan, "poll-answered");
  await shown(amina, "poll-open");
  await amina.getByRole("button", { name: "Close poll" }).click();
  await amina.getByRole("button", { name: "Show to the room" }).click();
  await leila.getByRole("rowheader", { name: /The officer listens/ }).waitFor();
  await shown(dana, "poll-result");
}

async function board({ amina, dana, jordan, leila }) {
  await opensSheet(amina);
  await amina.locator("details.run-sheet").getByRole("button", { name: "First words", exact: true }).click();
  await amina.getByRole("button", { name: "Go there" }).click();
  await canvas(dana).waitFor();
  await puts(dana, "Good evening. Here is why.", { x: 120, y: 150 });
  // A phone begins with the list, and what is written there stands on everybody's canvas.
  await jordan.getByText("Good evening. Here is why.").waitFor();
  await jordan.getByRole("button", { name: "Add a note to Builds trust" }).click();
  await jordan.getByRole("textbox", { name: "Note", exact: true }).fill("May I explain first?");
  await jordan.keyboard.press("Escape");
  await dana.getByRole("button", { name: "Pen", exact: true }).click();
  const before = await ink(leila);
  const lift = await drag(dana, [[80, 420], [200, 460], [380, 400]]);
  await lift();
  await until("the stroke is on the guest's board", async () => (await ink(leila)) > before + 200);
  await shown(dana, "board");
  await shown(jordan, "board-list");
}

async function groups({ amina, dana, jordan, leila }) {
  await goesTo(amina, "Solve one local problem");
  await amina.getByRole("button", { name: /^Mix/ }).click();
  await amina.getByRole("button", { name: "Add a group" }).click();
  const last = amina.locator(".assign-col").last();
  await last.getByText("0 people").waitFor();
  const name = last.getByLabel("Name of the group");
  await name.fill("Night shift");
  await name.press("Enter");
  for (const person of ["Dana Kaplan", "Jordan Osei"]) {
    await amina.getByRole("button", { name: `Move ${person}` }).click();
    await amina.getByRole("menuitem", { name: "Night shift" }).click();
  }
  await last.getByText("2 people").waitFor();
  await shown(amina, "groups-made");
  await amina.getByRole("button", { name: "Start", exact: true }).click();
  await jordan.getByText("Moving to your group").waitFor();
  await picture(jordan, "whole-moving");
  for (const page of [dana, jordan]) await page.getByRole("heading", { name: "Night shift" }).waitFor();
  await leila.getByText("Officers are at work in their groups.").waitFor();
  await shown(leila, "groups-guest");
}

async function exercise({ dana, jordan }) {
  await dana.getByLabel("Write the issue").fill("Drivers who cannot follow what we say");
  await shown(jordan, "issue");
  await dana.getByRole("button", { name: "Use this" }).click();
  await stage(jordan).getByText("Drivers who cannot follow what we say").waitFor();
  await dana.getByRole("button", { name: "On to ideas" }).click();
  await addsIdea(dana, "A language card on every visor");
  await addsIdea(jordan, "The interpreter line on speed dial");
  if (await stage(dana).getByText("The interpreter line on speed dial").count()) throw new Error("an idea is out before its step ends");
  await shown(jordan, "ideas");
  await dana.getByRole("button", { name: "Show all and vote" }).click();
  const more = (page) => page.getByRole("button", { name: "One dot more on: A language card on every visor" });
  await more(dana).click();
  await more(jordan).click();
  await more(jordan).click();
  await jordan.getByText("1 dot left").waitFor();
  await shown(jordan, "vote");
}

async function addsIdea(page, idea) {
  await page.getByLabel(/Your idea/).fill(idea);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await stage(page).getByText(idea).waitFor();
}

async function helpAndVisit({ amina, dana, jordan }) {
  await jordan.getByRole("button", { name: "Ask the facilitator" }).click();
  await shown(jordan, "help");
  await jordan.getByLabel(/What do you need/).fill("Which policy covers this?");
  await jordan.getByRole("button", { name: "Ask", exact: true }).click();
  await amina.getByText("Jordan Osei: Which policy covers this?").waitFor();
  await shown(amina, "groups-at-work");
  await amina.getByRole("button", { name: "Drop in on Night shift" }).click();
  await dana.getByText("Amina R. is here").waitFor();
  await shown(amina, "dropped-in");
  await amina.getByRole("button", { name: "Leave the group" }).click();
  await dana.getByText("Amina R. is here").waitFor({ state: "hidden" });
  await amina.getByRole("button", { name: "5 min" }).click();
  await amina.getByRole("button", { name: "Tell every group" }).click();
  await amina.getByRole("dialog").getByLabel("Message").fill("Every action needs an owner and a date.");
  await amina.getByRole("button", { name: "Tell them" }).click();
  for (const page of [dana, jordan]) {
    await page.getByText("Every action needs an owner and a date.").waitFor();
    await page.getByRole("button", { name: "Got it" }).click();
  }
}

async function actionPlan({ dana, jordan }) {
  await dana.getByRole("button", { name: "Count the dots" }).click();
  await dana.getByText("3 dots").first().waitFor();
  await dana.getByRole("button", { name: "Make it an action" }).first().click();
  await dana.getByText("Needs an owner").waitFor();
  await dana.getByLabel("Who owns it").selectOption({ label: "Jordan Osei" });
  await jordan.getByRole("button", { name: "I accept" }).click();
  await dana.getByLabel(/First step/).fill("If I start a shift, then I check the visor");
  await jordan.getByText(/Dana Kaplan is typing in/).waitFor();
  await shown(jordan, "plan");
  await dana.getByLabel("Done by").fill("2026-12-22");
  await dana.getByRole("button", { name: "Ready to report" }).click();
  await dana.getByText("0 of 1 action ready. One needs a measure.").waitFor();
  await dana.getByRole("button", { name: "Back", exact: true }).click();
  await dana.getByLabel(/How will we know/).fill("Stops that need a second unit: from 9 a month to 4");
  await dana.getByLabel(/How will we know/).press("Tab");
  await jordan.getByText("Ready", { exact: true }).waitFor();
  await shown(dana, "plan-ready");
  await dana.getByRole("button", { name: "Ready to report" }).click();
  await jordan.getByText("Your plan is ready.").waitFor();
}

async function reportBack({ amina, dana, jordan, leila }) {
  // Going on is asked about while groups are at work.
  await amina.getByRole("button", { name: /^Next: / }).first().click();
  const asked = amina.getByRole("dialog", { name: "Go on without the groups?" });
  await shown(amina, "groups-left-behind");
  await asked.getByRole("button", { name: "Not yet" }).click();
  await asked.waitFor({ state: "hidden" });
  await amina.getByRole("button", { name: "Bring back" }).click();
  await amina.getByRole("menuitem", { name: "In 10 seconds" }).click();
  await jordan.getByText(/Back in/).first().waitFor();
  await shown(jordan, "coming-back");
  await dana.getByRole("heading", { name: "Night shift" }).waitFor({ state: "hidden" });
  await goesTo(amina, "Report back");
  await shown(amina, "plans");
  await amina.getByRole("button", { name: "Call on Night shift" }).click();
  await leila.getByRole("heading", { name: "Night shift" }).waitFor();
  await leila.getByText("Dec 22, 2026").waitFor();
  await amina.getByLabel("The whole room does this").check();
  await jordan.getByText("What the whole room does").waitFor();
  await shown(leila, "report");
  await amina.getByRole("button", { name: "Done", exact: true }).click();
  await amina.getByText("Reported").first().waitFor();
}

async function commitments({ amina, dana, jordan }) {
  await goesTo(amina, "My commitment");
  const words = "If a driver cannot follow me, then I show the card before I repeat myself.";
  await dana.getByLabel(/If this happens/).fill(words);
  await dana.getByRole("button", { name: "Keep it" }).click();
  await amina.getByText("1 person has written one.").or(amina.getByText(/\d+ people have written one/)).waitFor();
  if (await stage(jordan).getByText(words).count()) throw new Error("a commitment is out before it is shown");
  await dana.getByRole("button", { name: "Show it to the room" }).click();
  await stage(jordan).getByText(words).waitFor();
  await shown(jordan, "commitment");
}

async function callToDuty({ amina, dana, jordan }) {
  await jordan.getByRole("button", { name: "More", exact: true }).click();
  await jordan.getByRole("menuitem", { name: "Called to duty" }).click();
  await shown(jordan, "called");
  await jordan.getByRole("button", { name: "Leave now" }).click();
  await jordan.getByRole("heading", { name: "Go. Your time so far is kept." }).waitFor();
  await shown(jordan, "gone");
  await dana.getByRole("tab", { name: /People/ }).click();
  await dana.getByText(/Called to duty at/).first().waitFor();
  await jordan.getByRole("button", { name: "Come back" }).click();
  await jordan.getByRole("heading", { name: "My commitment" }).first().waitFor();
  await amina.getByRole("button", { name: "Pause", exact: true }).click();
  await jordan.getByRole("heading", { name: "One moment" }).waitFor();
  await shown(jordan, "paused");
  await shown(amina, "paused-facilitator");
  await amina.locator(".banner").getByRole("button", { name: "Go on" }).click();
  await jordan.getByRole("heading", { name: "One moment" }).waitFor({ state: "hidden" });
}

async function end({ amina, dana, jordan, leila }) {
  await opensSheet(amina);
  await shown(amina, "run-sheet");
  await amina.getByRole("button", { name: "More", exact: true }).click();
  await amina.getByRole("menuitem", { name: "End the session" }).click();
  await shown(amina, "end");
  await amina.getByRole("button", { name: "End and erase" }).click();
  for (const page of [amina, dana, jordan, leila]) {
    await page.getByRole("heading", { name: "The session has ended" }).waitFor();
  }
  await shown(jordan, "ended");
  await shown(amina, "ended-facilitator");
}

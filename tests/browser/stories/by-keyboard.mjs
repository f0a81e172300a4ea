// A whole session without a mouse, for the facilitator and for an officer.

import { calm, person } from "../browser.mjs";
import { House } from "../house.mjs";
import { chooses, presses, reaches, types } from "../keyboard.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const heading = (page, name) => page.locator("main.stage").getByRole("heading", { name });

story("a session from home to its end by keyboard alone, as facilitator and as officer", async () => {
  const house = await House.start();
  const { session } = await house.plan();
  const facilitator = await person();
  await facilitator.goto(`${house.url}/home#${house.homeKey}`);
  await presses(facilitator, button(facilitator, "Open room"));
  await presses(facilitator, button(facilitator, "Open anyway"));
  await facilitator.locator("main.stage").waitFor();
  const { links } = await house.json("GET", `/api/sessions/${session.id}`);
  const officer = await person();
  await officer.goto(links.officer);
  await joins(officer);
  await presses(facilitator, button(facilitator, "Let in all officers"));
  await reaches(officer, button(officer, "Raise hand"));
  await talk(facilitator, officer);
  await poll(facilitator, officer);
  await groups(facilitator, officer);
  await exercise(officer);
  await reportAndCommit(facilitator, officer);
  await end(facilitator, officer);
  calm(facilitator, officer);
});

async function joins(officer) {
  await types(officer, officer.getByLabel("Name", { exact: true }), "Dana Kaplan");
  await types(officer, officer.getByLabel("Department").first(), "Riverton");
  await presses(officer, officer.getByLabel("Rank").first(), "ArrowDown");
  await presses(officer, button(officer, "Join"));
  await officer.getByRole("heading", { name: "You are in the lobby" }).waitFor();
}

async function talk(facilitator, officer) {
  await officer.keyboard.press("Enter");
  await presses(facilitator, button(facilitator, "Invite Dana Kaplan"));
  await presses(officer, button(officer, "Done"));
  await types(officer, officer.getByRole("textbox", { name: /message/i }), "Name first, then the reason.");
  await officer.keyboard.press("Enter");
  await facilitator.getByRole("log").getByText("Name first, then the reason.").waitFor();
  await presses(officer, officer.getByRole("tab", { name: "Chat" }), "ArrowRight");
  await types(officer, officer.getByLabel("Your question"), "What if nobody answers?");
  await presses(officer, button(officer, "Ask"));
  await facilitator.getByRole("tab", { name: "Questions 1" }).waitFor();
}

async function poll(facilitator, officer) {
  await presses(facilitator, button(facilitator, "Ask a poll"));
  await types(facilitator, facilitator.getByLabel("Question", { exact: true }), "What makes a stop feel fair?");
  for (const option of ["The reason is given", "The officer listens"]) {
    await types(facilitator, facilitator.getByLabel("Add an option"), option);
    await facilitator.keyboard.press("Enter");
  }
  await presses(facilitator, button(facilitator, "Open the poll"));
  await presses(officer, officer.getByLabel("The reason is given"), "Space");
  await presses(officer, button(officer, "Send my answer"));
  await officer.getByText("Your answer is in.").waitFor();
  await presses(facilitator, button(facilitator, "Close poll"));
  await presses(facilitator, button(facilitator, "Show to the room"));
  await officer.getByRole("table", { name: "Results" }).waitFor();
}

async function groups(facilitator, officer) {
  const segments = ["Welcome and ground rules", "Where are we starting?", "What a stop feels like", "Write your first words", "Back at"];
  for (const segment of segments) {
    await facilitator.keyboard.press("n");
    for (const page of [facilitator, officer]) await heading(page, segment).first().waitFor();
  }
  await facilitator.keyboard.press("n");
  await heading(officer, "Solve one local problem").waitFor();
  await presses(facilitator, button(facilitator, "Start"));
  await officer.getByRole("region", { name: "Your group" }).waitFor();
}

async function exercise(officer) {
  await types(officer, officer.getByLabel("Write the issue"), "Drivers who cannot follow us");
  await officer.keyboard.press("Enter");
  await presses(officer, button(officer, "On to ideas"));
  await types(officer, officer.getByLabel(/Your idea/), "A language card on every visor");
  await officer.keyboard.press("Enter");
  await presses(officer, button(officer, "Show all and vote"));
  await presses(officer, button(officer, "One dot more on: A language card on every visor"));
  await officer.getByText("2 dots left").waitFor();
  await presses(officer, button(officer, "Count the dots"));
  await presses(officer, button(officer, "Make it an action"));
  await types(officer, officer.getByLabel("Who owns it"), "Dana");
  await types(officer, officer.getByLabel(/First step/), "If I start a shift, then I check the visor");
  await types(officer, officer.getByLabel("Done by"), "12222026");
  await types(officer, officer.getByLabel(/How will we know/), "From 9 a month to 4");
  await presses(officer, button(officer, "Ready to report"));
  await officer.getByText("Your plan is ready.").waitFor();
}

async function reportAndCommit(facilitator, officer) {
  await chooses(facilitator, button(facilitator, "Bring back"), "Now");
  await heading(officer, "Solve one local problem").waitFor();
  await facilitator.keyboard.press("n");
  await presses(facilitator, button(facilitator, "Call on Group 1"));
  await officer.getByText("Dec 22, 2026").waitFor();
  await presses(facilitator, facilitator.getByLabel("The whole room does this"), "Space");
  await officer.getByText("What the whole room does").waitFor();
  await presses(facilitator, facilitator.locator("main.stage").getByRole("button", { name: "Done" }));
  await facilitator.keyboard.press("n");
  await types(officer, officer.getByLabel(/If this happens/), "If nobody answers, then I ask again.");
  await presses(officer, button(officer, "Keep it"));
  await presses(officer, button(officer, "Show it to the room"));
  await facilitator.locator("main.stage").getByText("If nobody answers, then I ask again.").waitFor();
}

async function end(facilitator, officer) {
  await chooses(officer, button(officer, "More"), "Called to duty");
  await presses(officer, button(officer, "Leave now"));
  await presses(officer, button(officer, "Come back"));
  await heading(officer, "My commitment").first().waitFor();
  await facilitator.keyboard.press("p");
  await officer.getByRole("heading", { name: "One moment" }).waitFor();
  await facilitator.keyboard.press("p");
  await chooses(facilitator, button(facilitator, "More"), "End the session");
  await presses(facilitator, button(facilitator, "End and erase"));
  await officer.getByRole("heading", { name: "The session has ended" }).waitFor();
  await reaches(facilitator, facilitator.getByRole("link", { name: "Your sessions" }));
}

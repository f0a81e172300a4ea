// Running the sheet: segments, polls and questions, as the facilitator and an officer see them.

import { accessible, calm, phone, picture } from "../browser.mjs";
import { House } from "../house.mjs";
import { facilitatorEnters, officerJoins, opensPoll, writesPoll } from "../people.mjs";

/** A facilitator and an officer in a room whose first segment runs. */
async function started(options) {
  const house = await House.start();
  const plan = await house.open();
  const facilitator = await facilitatorEnters(house, plan);
  const officer = await officerJoins(plan, "Dana Kaplan", options);
  await facilitator.getByRole("button", { name: /Let .*in/ }).first().click();
  await facilitator.getByRole("button", { name: "Start the session" }).click();
  await officer.getByRole("heading", { name: "Welcome and ground rules" }).waitFor();
  return { facilitator, officer };
}

story("the facilitator goes through the run sheet with one key, and everybody sees what is on", async () => {
  const { facilitator, officer } = await started();
  await picture(facilitator, "run-facilitator");
  await picture(officer, "run-officer");
  await facilitator.getByRole("button", { name: "2 min more" }).click();
  await officer.getByText(/11:5\d left|12:00 left/).first().waitFor();
  await facilitator.evaluate(() => document.activeElement?.blur());
  await facilitator.keyboard.press("n");
  await officer.getByRole("heading", { name: "Where are we starting?" }).waitFor();
  await facilitator.getByText("Run sheet", { exact: true }).click();
  await facilitator.getByRole("button", { name: "Break", exact: true }).click();
  await facilitator.getByRole("button", { name: "Go there" }).click();
  await officer.getByRole("heading", { name: /Back at \d/ }).waitFor();
  await accessible(officer, "break");
  calm(facilitator, officer);
});

story("a poll on the fly is answered, closed, shown, and asked again beside the first round", async () => {
  const { facilitator, officer } = await started({ viewport: phone });
  await opensPoll(await writesPoll(facilitator, "What makes a stop feel fair?", { rows: ["The reason is given", "The officer listens"] }));
  await officer.getByLabel("The officer listens").check();
  await officer.getByRole("button", { name: "Send my answer" }).click();
  await officer.getByText("Your answer is in.").waitFor();
  await accessible(officer, "poll of an officer");
  await picture(officer, "poll-officer");
  await facilitator.getByText("Answers stay hidden until you close the poll").waitFor();
  await facilitator.getByRole("button", { name: "Close poll" }).click();
  await facilitator.getByRole("row", { name: /The officer listens 1 100%/ }).waitFor();
  await accessible(facilitator, "result of a poll");
  if (await officer.getByRole("table", { name: "Results" }).count()) throw new Error("the result is out before it is shown");
  await facilitator.getByRole("button", { name: "Show to the room" }).click();
  await officer.getByRole("row", { name: /your answer/ }).waitFor();
  await facilitator.getByRole("button", { name: "Ask again" }).click();
  await officer.getByLabel("The reason is given").check();
  await officer.getByRole("button", { name: "Send my answer" }).click();
  await facilitator.getByText("1 of 1").waitFor();
  await facilitator.getByRole("button", { name: "Close poll" }).click();
  await facilitator.getByRole("columnheader", { name: /Round 2/ }).waitFor();
  await picture(facilitator, "poll-rounds");
  calm(facilitator, officer);
});

story("a question goes to the facilitator first and is then answered for everybody", async () => {
  const { facilitator, officer } = await started();
  await officer.getByRole("tab", { name: /Questions/ }).click();
  await officer.getByLabel("Your question").fill("What if the driver does not answer?");
  await officer.getByRole("button", { name: "Ask", exact: true }).click();
  await officer.getByText("With the facilitator", { exact: true }).waitFor();
  await facilitator.getByRole("tab", { name: "Questions 1" }).click();
  await facilitator.getByRole("button", { name: "Answer live" }).click();
  await officer.getByText("Being answered").first().waitFor();
  await accessible(officer, "questions of an officer");
  await picture(facilitator, "questions-facilitator");
  calm(facilitator, officer);
});

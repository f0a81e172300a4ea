// Lines that break: what a person sees of it, and what is left of it afterwards.

import { calm } from "../browser.mjs";
import { House } from "../house.mjs";
import { facilitatorEnters, officerJoins, says } from "../people.mjs";

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

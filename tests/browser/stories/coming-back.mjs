// Coming back by the link in the same browser: the same person, until somebody says "Not you?".

import { accessible, calm } from "../browser.mjs";
import { House } from "../house.mjs";
import { facilitatorEnters, officerJoins } from "../people.mjs";

story("who closed the tab is offered their seat again, and the next person at the PC can refuse it", async () => {
  const house = await House.start();
  const plan = await house.open();
  const tab = await officerJoins(plan, "Dana Kaplan");
  await tab.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  const browser = tab.context();
  await tab.close();

  const again = await browser.newPage();
  await again.goto(plan.links.officer);
  const seat = again.getByRole("button", { name: "Continue as Dana Kaplan" });
  await seat.waitFor();
  await accessible(again, "welcome back");
  await seat.click();
  await again.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  const facilitator = await facilitatorEnters(house, plan);
  await facilitator.getByRole("button", { name: /^Let in|^Let .* in$/ }).first().click();
  await again.getByRole("button", { name: /Raise hand|Hand/ }).first().waitFor();
  calm(again, facilitator);
  await again.close();

  const next = await browser.newPage();
  await next.goto(plan.links.officer);
  await next.getByRole("button", { name: "Not you? Clear this device" }).click();
  await next.getByLabel("Name", { exact: true }).waitFor();
  await next.reload();
  await next.getByLabel("Department").first().waitFor();
  if (await next.getByRole("button", { name: /Continue as/ }).isVisible()) throw new Error("Dana is still offered");
});

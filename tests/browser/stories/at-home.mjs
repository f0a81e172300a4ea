// A facilitator at home: planning, rehearsing, two devices at once, and what the room sees when nobody runs it.

import { accessible, calm, person, phone, picture } from "../browser.mjs";
import { House } from "../house.mjs";
import { facilitatorEnters, officerJoins } from "../people.mjs";

/** A screen as it is: nothing serious for axe, and a picture in both sizes and themes. */
async function shown(page, name) {
  await accessible(page, name);
  await picture(page, `home-${name}`);
}

story("a session is planned, every page of it is shown, and it is rehearsed with simulated officers", async () => {
  const house = await House.start();
  const page = await person();
  await page.goto(`${house.url}/home`);
  await page.getByRole("button", { name: "Come in" }).waitFor();
  await shown(page, "sign-in");
  await page.goto(`${house.url}/home#${house.homeKey}`);
  await page.getByRole("link", { name: "New session" }).first().waitFor();
  await shown(page, "empty");
  const { session } = await house.plan();
  await page.reload();
  await page.getByRole("button", { name: "Open room" }).waitFor();
  await shown(page, "sessions");
  await page.goto(`${house.url}/home/new`);
  await page.getByRole("radio").first().waitFor();
  await shown(page, "new");
  for (const section of ["", "/people", "/details", "/invite"]) {
    await page.goto(`${house.url}/home/session/${session.id}${section}`);
    await page.getByRole("heading", { name: "Fair stops, first contact" }).first().waitFor();
    await page.locator("main").getByRole("heading").first().waitFor();
    await shown(page, `plan${section.replace("/", "-")}`);
  }
  await page.getByRole("button", { name: "Rehearse" }).click();
  await page.getByText("Not yet in your department's words").waitFor();
  await page.getByRole("button", { name: "Rehearse anyway" }).click();
  await page.getByText("Practice", { exact: true }).waitFor();
  await page.getByText("24", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Let in" }).click();
  await page.getByRole("button", { name: "Start the session" }).click();
  await page.locator("main.stage").getByRole("heading", { name: "Welcome and ground rules" }).waitFor();
  await page.getByRole("tab", { name: /People 2\d/ }).click();
  await page.getByText(/simulated/).first().waitFor();
  await shown(page, "rehearsal");
  calm(page);
});

story("one facilitator on two devices is one person, and the room is told when nobody runs it", async () => {
  const house = await House.start();
  const plan = await house.open();
  const desk = await facilitatorEnters(house, plan);
  const pocket = await facilitatorEnters(house, plan, { viewport: phone });
  const officer = await officerJoins(plan, "Dana Kaplan");
  await officer.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  await desk.getByRole("button", { name: "Let in" }).click();
  await desk.getByRole("tab", { name: "People 2" }).waitFor();
  await pocket.getByRole("button", { name: "Start", exact: true }).click();
  await desk.locator("main.stage").getByRole("heading", { name: "Welcome and ground rules" }).waitFor();
  await pocket.getByRole("button", { name: "Run the session" }).click();
  await accessible(pocket, "run controls on a phone");
  await picture(pocket, "facilitator-phone");
  await desk.context().close();
  await officer.getByRole("tab", { name: "People 2" }).waitFor();
  if (await officer.getByText("No facilitator is here now").isVisible()) throw new Error("one device is still here");
  await pocket.getByRole("button", { name: "Close" }).first().click();
  await pocket.getByRole("button", { name: "Leave", exact: true }).click();
  await picture(pocket, "leave-facilitator");
  await pocket.locator("dialog[open]").getByRole("button", { name: "Leave", exact: true }).click();
  await officer.getByText("No facilitator is here now. The clock runs on.").waitFor();
  await accessible(officer, "a room that nobody runs");
  await picture(officer, "nobody-runs-it");
  await pocket.getByRole("button", { name: "Come back" }).click();
  await officer.getByText("No facilitator is here now").waitFor({ state: "hidden" });
  calm(officer, pocket);
});

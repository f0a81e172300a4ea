// Planning by hand: from choosing a training to a list of people, every change kept and undoable.

import { accessible, calm, person, picture } from "../browser.mjs";
import { House } from "../house.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });

story("a training is chosen, its run sheet is changed and changed back, and the list of people is read", async () => {
  const house = await House.start();
  const page = await person();
  await page.goto(`${house.url}/home#${house.homeKey}`);
  await page.getByRole("link", { name: "New session" }).first().click();
  await page.getByRole("radio", { name: /Fair stops, first contact/ }).check({ force: true });
  await page.getByLabel("Date", { exact: true }).fill("2027-01-12");
  await page.locator("input[type=time]").fill("10:00");
  await page.getByRole("textbox", { name: /Led by/ }).fill("Amina R.");
  await button(page, "Make the run sheet").click();
  await page.getByRole("heading", { name: "Run sheet" }).first().waitFor();
  await runSheet(page);
  await people(page);
  calm(page);
});

async function runSheet(page) {
  const row = page.getByRole("button", { name: /^First words/ });
  await row.click();
  const inspector = page.getByRole("complementary", { name: "The chosen segment" });
  await inspector.getByRole("heading", { name: "First words" }).waitFor();
  await inspector.getByLabel("Title").fill("First words at a window");
  await inspector.getByLabel("Title").press("Tab");
  await page.getByText("First words at a window").first().waitFor();
  await inspector.getByLabel("Minutes").fill("20");
  await inspector.getByLabel("Minutes").press("Tab");
  const minutes = page.locator(".segment").filter({ hasText: "First words at a window" });
  await minutes.getByText("20 min").waitFor();
  await page.getByText("Saved").first().waitFor();
  await accessible(page, "run sheet that is changed");
  await picture(page, "planning-run-sheet");
  await button(page, "Undo").first().click();
  await minutes.getByText("15 min").waitFor();
  await page.reload();
  await page.getByText("First words at a window").first().waitFor();
}

async function people(page) {
  await page.getByRole("navigation", { name: "This session" }).getByRole("link", { name: "People" }).click();
  const field = page.getByLabel("Paste from a spreadsheet");
  await field.fill("Dana Kaplan, Riverton PD, Officer, RP-1042, 4\nno department here\nJordan Osei, Lakeside SO, Deputy, LS-7, 9");
  await button(page, "Read the list").click();
  await page.getByText("2 people are on the list.").waitFor();
  await page.getByText("Line 2:").waitFor();
  await page.getByRole("cell", { name: "Jordan Osei" }).waitFor();
  await accessible(page, "list of people with a wrong line");
  await picture(page, "planning-people");
  // A file that is no list leaves the list alone.
  await page.locator("input[type=file]").setInputFiles({ name: "menu.csv", mimeType: "text/csv", buffer: Buffer.from("soup of the day\n") });
  await page.getByText("The list stays as it was.").waitFor();
  await page.getByRole("cell", { name: "Dana Kaplan" }).waitFor();
  await field.fill("Grace Kim, Riverton PD");
  await button(page, "Read the list").click();
  await page.getByText("1 person is on the list.").waitFor();
  await button(page, "Undo").last().click();
  await page.getByText("2 people are on the list, as before.").waitFor();
}

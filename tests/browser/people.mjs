// What people do in a story, in their words.

import { person } from "./browser.mjs";

/** An officer opens the link and fills in the form; they are in the lobby afterwards (or in the room). */
export async function officerJoins(plan, name, options = {}) {
  const page = await person(options);
  await page.goto(plan.links.officer);
  await fillIn(page, name);
  return page;
}

export async function fillIn(page, name, { department = "Riverton PD" } = {}) {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Department").first().selectOption({ label: department });
  await page.getByLabel("Rank").first().selectOption({ index: 1 });
  await page.getByRole("button", { name: "Join" }).click();
}

/** A guest opens the guests' link. */
export async function guestJoins(plan, name, organization, options = {}) {
  const page = await person(options);
  await page.goto(plan.links.guest);
  await page.getByLabel("First name").fill(name);
  await page.getByLabel("Organization").fill(organization);
  await page.getByRole("button", { name: "Join" }).click();
  return page;
}

/** The facilitator enters an open room; their browser has used the secret link before. */
export async function facilitatorEnters(house, plan, options = {}) {
  const page = await person(options);
  const [name, value] = house.cookie.split("=");
  await page.context().addCookies([{ name, value, url: house.url }]);
  const session = plan.session.id;
  await page.goto(`${house.url}/healthz`);
  const seat = await page.evaluate(async (session) => {
    const response = await fetch(`/api/sessions/${session}/enter`, { method: "POST" });
    const seated = await response.json();
    sessionStorage.setItem("rollcall.seat", JSON.stringify(seated));
    return seated;
  }, session);
  if (!seat.seat) throw new Error(`no seat: ${JSON.stringify(seat)}`);
  await page.goto(`${house.url}/room/${session}`);
  return page;
}

/** Says something to everyone. */
export async function says(page, text) {
  await page.getByRole("textbox", { name: /message/i }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

/** A facilitator unfolds the run sheet in the left column. */
export async function opensSheet(page) {
  const sheet = page.locator("details.run-sheet");
  if (!(await sheet.evaluate((details) => details.open))) await sheet.locator("summary").click();
}

/** A facilitator takes the whole room to a segment. */
export async function goesTo(page, segment) {
  await opensSheet(page);
  await page.locator("details.run-sheet").getByRole("button", { name: segment, exact: true }).click();
  await page.getByRole("button", { name: "Go there" }).click();
  await page.locator("main.stage").getByRole("heading", { name: segment }).or(page.getByRole("heading", { name: /Make groups|not started/ })).first().waitFor();
}

/** A facilitator writes a poll on the fly, up to the button that opens it; `more` fills in what differs. */
export async function writesPoll(facilitator, question, { way = "Choose one", rows = [], anonymous = false, more = async () => {} } = {}) {
  await facilitator.getByRole("button", { name: "Ask a poll" }).click();
  const dialog = facilitator.getByRole("dialog", { name: "Ask the room" });
  await dialog.getByLabel("Question", { exact: true }).fill(question);
  await dialog.getByRole("radio", { name: way, exact: true }).check();
  for (const row of rows) {
    await dialog.locator(".one-more").fill(row);
    await dialog.locator(".one-more").press("Enter");
  }
  if (anonymous) await dialog.getByRole("radio", { name: "Anonymous", exact: true }).check();
  await more(dialog);
  return dialog;
}

/** Asks the room what has been written. */
export const opensPoll = (dialog) => dialog.getByRole("button", { name: "Open the poll" }).click();

/** The facilitator lets in whoever waits, until so many are in the room. */
export async function gathers(facilitator, people) {
  const tab = facilitator.getByRole("tab", { name: `People ${people}`, exact: true });
  const door = facilitator.getByRole("button", { name: /^Let .*in/ }).first();
  for (const end = Date.now() + 60_000; !(await tab.isVisible()); ) {
    if (Date.now() > end) throw new Error(`there are not ${people} people`);
    if (await door.isVisible()) await door.click({ timeout: 1_000 }).catch(() => {});
    await facilitator.waitForTimeout(100);
  }
}

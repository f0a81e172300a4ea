// The people of a room and what they write: everything a facilitator can do about either, seen from both sides.

import { accessible, calm, person, phone, picture } from "../browser.mjs";
import { House } from "../house.mjs";
import { facilitatorEnters, fillIn, officerJoins, says } from "../people.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const item = (page, name) => page.getByRole("menuitem", { name });

/** Opens the list of people, and there the menu about one of them. */
async function about(page, name) {
  await page.getByRole("tab", { name: /People/ }).click();
  await button(page, `More for ${name}`).click();
}

/** Does one of the things that the menu *More* in the dock offers. */
async function more(page, name) {
  await button(page, "More").click();
  await item(page, name).click();
}

/** A line of the chat. */
function line(page, words) {
  return page.getByRole("log").getByRole("listitem").filter({ hasText: words }).last();
}

/** Opens the menu of a line and chooses something from it. */
async function reactsTo(page, words, what, found = line(page, words)) {
  await found.hover();
  await found.getByRole("button", { name: /^React/ }).click();
  await item(page, what).click();
}

story("who is turned away reads so politely, who observes is disclosed, and a promoted officer runs the room", async () => {
  const house = await House.start();
  const plan = await house.open();
  const amina = await facilitatorEnters(house, plan);
  const dana = await officerJoins(plan, "Dana Kaplan");
  const sam = await officerJoins(plan, "Sam Wrong", { viewport: phone });
  const oskar = await person();
  await oskar.goto(plan.links.observer);
  await oskar.getByLabel("Name", { exact: true }).or(oskar.getByLabel("First name")).first().fill("Oskar");
  await oskar.getByLabel("Organization").fill("Oversight Office");
  await button(oskar, "Join").click();
  await amina.getByText("observer waiting").first().waitFor();
  await button(amina, "Lobby and door").click();
  await button(amina, "Turn away Sam Wrong").click();
  await button(amina, "Turn away").last().click();
  await sam.getByRole("heading").first().waitFor();
  await sam.getByRole("heading", { name: "You are not in this session" }).waitFor();
  await accessible(sam, "turned away");
  await picture(sam, "people-turned-away");
  await button(amina, "Let in Oskar").click();
  await button(amina, "Let in Dana Kaplan").click();
  await button(amina, "Done").click();
  await dana.getByRole("tab", { name: /People/ }).click();
  await dana.getByText("Observers: hear and see everything here").waitFor();
  await oskar.locator("main.stage").waitFor();
  if (await button(oskar, "Raise hand").count()) throw new Error("an observer can raise a hand");
  await picture(oskar, "people-observer");

  await about(amina, "Dana Kaplan");
  await item(amina, "Change the name").click();
  await amina.locator("dialog[open]").getByRole("textbox").fill("Dana Kaplan-Ruiz");
  await amina.locator("dialog[open]").getByRole("button", { name: /Save|Change/ }).click();
  await dana.getByText("Dana Kaplan-Ruiz").first().waitFor();
  await about(amina, "Dana Kaplan-Ruiz");
  await item(amina, "Make facilitator").click();
  await button(dana, "Start the session").waitFor();
  await accessible(dana, "room of a promoted officer");
  await about(amina, "Dana Kaplan-Ruiz");
  await item(amina, "Make officer").click();
  await button(dana, "Start the session").waitFor({ state: "hidden" });
  calm(amina, dana, oskar);
});

story("who is removed cannot come back by themselves, and a locked room lets nobody new in", async () => {
  const house = await House.start();
  const plan = await house.open();
  const amina = await facilitatorEnters(house, plan);
  const dana = await officerJoins(plan, "Dana Kaplan");
  await amina.getByRole("button", { name: "Let in" }).first().click();
  await dana.locator("main.stage").waitFor();
  await about(amina, "Dana Kaplan");
  await item(amina, "Remove from the room").click();
  await amina.getByText("If they join again, they wait until you let them in").waitFor();
  await button(amina, "Remove").click();
  await dana.getByRole("heading", { name: "You are not in this session" }).waitFor();
  await picture(dana, "people-removed");

  const again = await officerJoins(plan, "Dana Kaplan");
  await again.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  await button(amina, "Lobby and door").click();
  await amina.getByText("Removed before").waitFor();
  await accessible(amina, "door with somebody who was removed");
  await picture(amina, "people-removed-before");
  await amina.getByLabel("Lock the room: nobody new gets in").check();
  const late = await person();
  await late.goto(plan.links.officer);
  await fillIn(late, "Late Larry");
  await late.getByText(/locked/i).first().waitFor();
  await picture(late, "people-locked");
  await amina.getByLabel("Lock the room: nobody new gets in").uncheck();
  await button(late, "Join").click();
  await late.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  calm(amina, again);
});

story("lines are answered, thanked for, deleted and counted, and a facilitator says who may write", async () => {
  const house = await House.start();
  const plan = await house.open();
  const amina = await facilitatorEnters(house, plan);
  const dana = await officerJoins(plan, "Dana Kaplan");
  const jordan = await officerJoins(plan, "Jordan Osei", { viewport: phone });
  await amina.getByText("officers waiting").first().waitFor();
  await amina.getByRole("button", { name: /^Let in/ }).first().click();
  for (const page of [dana, jordan]) await page.locator("main.stage").waitFor();

  await says(dana, "See https://example.org/stops and javascript:alert(1)");
  const link = line(amina, "See https://example.org/stops").getByRole("link");
  await link.waitFor();
  if ((await link.count()) !== 1) throw new Error("only http(s) is a link");
  await jordan.getByRole("button", { name: "Chat 1 new" }).waitFor();
  await line(amina, "See https").hover();
  await line(amina, "See https").getByRole("button", { name: "Reply" }).click();
  await says(amina, "Thank you, Dana.");
  await dana.getByRole("button", { name: "Dana Kaplan: See https://example.org/stops" }).waitFor();
  await reactsTo(dana, "Thank you, Dana.", "Thanks");
  await line(amina, "Thank you, Dana.").locator(".reactions button").getByText("1").waitFor();
  await accessible(amina, "chat with an answer");
  await picture(amina, "people-chat");
  // The answer quotes it, so it stands there twice.
  const quoted = dana.getByRole("log").getByRole("listitem").filter({ hasText: "See https" }).first();
  await reactsTo(dana, "See https", "Delete", quoted);
  await amina.getByText("A deleted line").waitFor();
  await says(dana, "Said in haste.");
  await reactsTo(amina, "Said in haste.", "Delete");
  await dana.getByText("Said in haste.").waitFor({ state: "hidden" });

  await amina.getByRole("combobox", { name: "Chat", exact: true }).selectOption({ label: "Officers write to facilitators only" });
  await dana.getByPlaceholder("Message the facilitators").waitFor();
  await says(dana, "Only for you.");
  await amina.getByRole("log").getByText("Only for you.").waitFor();
  await jordan.getByRole("button", { name: /^Chat/ }).click();
  if (await jordan.getByText("Only for you.").count()) throw new Error("others read what is for facilitators");
  calm(amina, dana, jordan);
});

story("hands stand in one queue, and who wishes a break is counted and not named", async () => {
  const house = await House.start();
  const plan = await house.open();
  const amina = await facilitatorEnters(house, plan);
  const [dana, jordan] = [await officerJoins(plan, "Dana Kaplan"), await officerJoins(plan, "Jordan Osei")];
  await amina.getByText("officers waiting").first().waitFor();
  await amina.getByRole("button", { name: /^Let in/ }).first().click();
  for (const page of [dana, jordan]) await button(page, "Raise hand").click();
  const queue = amina.locator("ol.hands");
  await queue.getByText("Jordan Osei").first().waitFor();
  await amina.getByRole("button", { name: "Invite Dana Kaplan" }).click();
  await dana.getByText("You are invited to speak").waitFor();
  await amina.getByText("Dana Kaplan has the floor").waitFor();
  await jordan.locator(".tile.speaking").waitFor();
  await button(dana, "Done").click();
  await amina.getByText("Dana Kaplan has the floor").waitFor({ state: "detached" });
  await jordan.locator(".tile.speaking").waitFor({ state: "detached" });
  // Jordan lowers and raises anew, after Dana: first up is Dana, least heard is Jordan.
  await button(jordan, "Lower hand").click();
  await button(dana, "Raise hand").click();
  await queue.getByText("Dana Kaplan").first().waitFor();
  await button(jordan, "Raise hand").click();
  await queue.getByText("Jordan Osei").first().waitFor();
  await queue.getByRole("listitem").first().getByText("Dana Kaplan").first().waitFor();
  await button(amina, "Least heard first").click();
  await queue.getByRole("listitem").first().getByText("Jordan Osei").first().waitFor();
  await more(dana, "A break, please");
  await dana.getByText("Told the facilitator, without your name.").waitFor();
  await amina.getByText(/1 .*break/).first().waitFor();
  await accessible(amina, "hands and nudges");
  await picture(amina, "people-hands");
  const words = await amina.locator(".signal").filter({ hasText: "break" }).allInnerTexts();
  if (words.length !== 1 || words[0].includes("Dana")) throw new Error(`who wishes a break is named: ${words}`);
  calm(amina, dana, jordan);
});

// Slides and rights: what a facilitator shows page by page, and who writes where.

import { readFileSync } from "node:fs";

import { accessible, calm, person, phone, picture } from "../browser.mjs";
import { atTheBoard, canvas, choosesOnBoard, closesDialog, drag, ink, pens, photograph, puts, touches, until } from "../easel.mjs";
import { chooses, presses, reaches, types } from "../keyboard.mjs";
import { officerJoins } from "../people.mjs";

/** A real PDF of so many pages, as a browser prints one. */
async function deck(pages) {
  const printer = await person();
  const page = (n) => `<section style="break-after: page; padding: 40px"><h1>Page ${n}: fair stops</h1><p>Say why, and listen.</p></section>`;
  await printer.setContent(`<title>Fair stops</title>${pages.map(page).join("")}`);
  const pdf = await printer.pdf({ width: "960px", height: "540px", printBackground: true });
  await printer.close();
  return pdf;
}

/** A frame in the list. */
const frameOf = (page, title) =>
  page.locator(".outline-frame").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

/** The board as a PDF, from the page that `asks` opens, where `follows` takes its link. */
async function savedBoard(page, asks, follows) {
  const opened = page.waitForEvent("popup");
  await asks("Save as PDF, picture or table");
  const kept = await opened;
  const download = kept.waitForEvent("download");
  await follows(kept, kept.getByRole("link", { name: "as a PDF to print" }));
  const saved = readFileSync(await (await download).path());
  await accessible(kept, "boards to be saved");
  await kept.close();
  await page.bringToFront();
  return saved;
}

const pdf = (name, buffer) => ({ name, mimeType: "application/pdf", buffer });

story("the pages of a PDF are put up as slides and turned for everybody, and an officer writes on one", async () => {
  const { dana, sam, facilitator } = await atTheBoard({ viewport: phone });
  await choosesOnBoard(facilitator, "Put up slides");
  const file = facilitator.getByLabel("Choose a PDF or pictures");
  await file.setInputFiles(pdf("broken.pdf", Buffer.from("%PDF-1.7 and nothing else")));
  await facilitator.getByText("That is no PDF, or it is damaged. Choose another file.").waitFor();
  await picture(facilitator, "slides-broken");
  await file.setInputFiles(pdf("deck.pdf", await deck([1, 2, 3])));
  await facilitator.getByText("3 slides put up.").waitFor();
  const pages = (page) => page.getByRole("group", { name: "Pages" });
  // Two frames were there before.
  for (const page of [dana, facilitator]) await pages(page).getByText("3 / 5").waitFor();
  await picture(facilitator, "slides");
  await picture(dana, "slides-officer");
  await accessible(facilitator, "board with slides");

  await pages(facilitator).getByRole("button", { name: "Next for everybody" }).click();
  for (const page of [dana, sam, facilitator]) await pages(page).getByText("4 / 5").waitFor();
  await puts(dana, "Say it first", { x: 420, y: 300 });

  // On a phone the list goes to the slide, which says what is written on it.
  const slide = sam.locator(".outline-frame", { hasText: "2. Page 2: fair stops" });
  await slide.getByText("Say it first").waitFor();
  await slide.getByText("Say why, and listen.").waitFor();
  await until("the slide is in sight", () => slide.locator("h3").evaluate((title) => {
    const { top, bottom } = title.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }));
  await picture(sam, "slides-list");

  // Officers leaf for themselves, and come back to what is shown.
  await pages(dana).getByRole("button", { name: "Previous" }).click();
  await pages(dana).getByText("3 / 5").waitFor();
  await pages(facilitator).getByText("4 / 5").waitFor();
  await picture(dana, "slides-apart");
  await pages(dana).getByRole("button", { name: "Back to what is shown" }).click();
  await pages(dana).getByText("4 / 5").waitFor();
  await dana.keyboard.press("Enter");
  await pages(dana).getByText("3 / 5").waitFor();
  // The list, and the canvas again, leave one where one was.
  await dana.getByRole("button", { name: "List" }).click();
  await dana.getByRole("button", { name: "Canvas" }).click();
  await pages(dana).getByText("3 / 5").waitFor();

  // Until they are kept together: then the page is all there is, also in the list.
  await choosesOnBoard(facilitator, "They stay on the frame shown", "menuitemcheckbox");
  await pages(dana).getByText("4 / 5").waitFor();
  await until("nobody leafs", async () => (await pages(dana).getByRole("button").count()) === 0);
  await until("the list has one frame", async () => (await sam.locator(".outline-frame").count()) === 1);
  await canvas(dana).focus();
  await dana.keyboard.press("PageDown");
  await dana.getByText("Your facilitator turns the pages.").waitFor();
  await canvas(facilitator).focus();
  await facilitator.keyboard.press("PageDown");
  await pages(dana).getByText("5 / 5").waitFor();
  await dana.reload();
  await pages(dana).getByText("5 / 5").waitFor();
  await picture(dana, "slides-together");

  await choosesOnBoard(facilitator, "Stop showing frame by frame");
  await pages(dana).waitFor({ state: "detached" });
  await canvas(facilitator).focus();
  await facilitator.keyboard.press("Control+z");
  await until("undo takes the slides away", async () => (await sam.locator(".outline-frame").count()) === 3);
  calm(sam, facilitator);
});

story("those who are named write, on the board and in a frame, and others are told so", async () => {
  const { dana, sam, facilitator } = await atTheBoard();
  await choosesOnBoard(facilitator, "Those I name", "menuitemradio");
  await facilitator.getByRole("checkbox", { name: "Dana Kaplan" }).check();
  await picture(facilitator, "writers");
  await accessible(facilitator, "who writes");
  await closesDialog(facilitator, "Save");
  await sam.getByText("Others were asked to write here").waitFor();
  await dana.getByText("You were asked to write here").waitFor();
  await puts(dana, "By the one who was asked", { x: 160, y: 200 });
  await until("sam has no tools", async () => (await sam.getByRole("button", { name: "Sticky note" }).count()) === 0);
  await picture(sam, "writers-others");

  // Everybody again, but in the second frame nobody except Sam.
  await choosesOnBoard(facilitator, "Everyone", "menuitemradio");
  await choosesOnBoard(facilitator, "In one of the frames");
  const titles = await facilitator.getByLabel("Where").locator("option").allInnerTexts();
  await facilitator.getByLabel("Where").selectOption({ label: titles[2] });
  await facilitator.getByRole("radio", { name: "Those I name, and facilitators" }).check();
  await facilitator.getByRole("checkbox", { name: "Sam Ortiz" }).check();
  await closesDialog(facilitator, "Save");
  await sam.getByRole("button", { name: "List" }).click();
  const second = (page) => page.locator(".outline-frame").nth(1);
  await second(sam).getByText("You were asked to write here").waitFor();
  await second(sam).getByRole("button", { name: "Add a note" }).waitFor();
  await dana.getByRole("button", { name: "List" }).click();
  await second(dana).getByText("Sam Ortiz writes here").waitFor();
  await until("dana adds nothing there", async () => (await second(dana).getByRole("button", { name: "Add a note" }).count()) === 0);
  await picture(dana, "rule-list");
  await dana.getByRole("button", { name: "Canvas" }).click();
  await canvas(dana).waitFor();
  await dana.getByRole("button", { name: "Show everything" }).click();
  await picture(dana, "rule-canvas");
  await dana.getByRole("button", { name: "Sticky note" }).click();
  await canvas(dana).click({ position: { x: 620, y: 200 } });
  await dana.getByText("In this frame only those write whom a facilitator has chosen.").waitFor();
  calm(dana, sam, facilitator);
});

story("a board from private writing to the PDF by keyboard alone, in the list", async () => {
  const { dana, sam, facilitator } = await atTheBoard({}, { records: "record" });
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const menu = facilitator.getByRole("button", { name: "Who may write, timer, dot vote, frames, slides" });
  const writes = async (page, title, text) => {
    await presses(page, button(page, `Add a note to ${title}`));
    await page.getByRole("textbox", { name: "Note", exact: true }).waitFor();
    await page.keyboard.type(text);
    await page.keyboard.press("Escape");
    await frameOf(page, title).getByText(text).waitFor();
  };
  for (const page of [dana, sam, facilitator]) await presses(page, button(page, "List"));

  // Everybody for themselves first, then for all to see.
  await chooses(facilitator, menu, "Private writing, shown later");
  await dana.getByText("Private: you see only what you write").waitFor();
  await writes(dana, "Builds trust", "Say your name first");
  await writes(sam, "Loses it", "Hand on the holster");
  if (await frameOf(facilitator, "Builds trust").getByText("Say your name first").count()) throw new Error("it was to be private");
  await chooses(facilitator, menu, "Show what everybody wrote");
  for (const page of [sam, facilitator]) await frameOf(page, "Builds trust").getByText("Say your name first").waitFor();

  // What one has put up is edited, moved and taken back.
  await chooses(sam, button(sam, "What to do with: Hand on the holster"), "Move to Builds trust");
  await frameOf(dana, "Builds trust").getByText("Hand on the holster").waitFor();
  await chooses(sam, button(sam, "What to do with: Hand on the holster"), "Edit");
  await sam.getByRole("textbox", { name: "Note", exact: true }).waitFor();
  await sam.keyboard.type(" frightens people");
  await sam.keyboard.press("Escape");
  await frameOf(dana, "Builds trust").getByText("Hand on the holster frightens people").waitFor();

  // Dots.
  await chooses(facilitator, menu, "Dot vote");
  await presses(facilitator, button(facilitator, "Start the vote"));
  await presses(dana, button(dana, "Dot on: Hand on the holster frightens people"));
  await presses(sam, button(sam, "Dot on: Say your name first"));
  await facilitator.getByText("2 placed").waitFor();
  await chooses(facilitator, menu, "Count the dots");
  await frameOf(dana, "Builds trust").getByText("1 dot").first().waitFor();

  // Frames, and slides of a real PDF.
  await chooses(facilitator, menu, "Lay out frames");
  await presses(facilitator, facilitator.getByRole("button", { name: /Issue, ideas, plan/ }));
  await frameOf(dana, "Ideas").waitFor();
  const slides = async (name, buffer) => {
    await chooses(facilitator, menu, "Put up slides");
    const chooser = facilitator.waitForEvent("filechooser");
    await facilitator.getByLabel("Choose a PDF or pictures").focus();
    await facilitator.keyboard.press("Enter");
    await (await chooser).setFiles(pdf(name, buffer));
    await facilitator.locator("dialog[open]").waitFor({ state: "detached" });
  };
  await slides("deck.pdf", await deck([1]));
  await frameOf(dana, "1. Page 1: fair stops").getByText("Say why, and listen.").waitFor();
  await accessible(facilitator, "list with slides");

  // The board as a PDF: opened by what reads PDFs here, it says what people wrote.
  await slides("board.pdf", await savedBoard(facilitator, (item) => chooses(facilitator, menu, item), presses));
  const words = dana.locator(".outline-frame").filter({ hasText: "Say your name first" });
  await until("the PDF says what people wrote", async () => (await words.count()) > 1);
  await picture(facilitator, "board-pdf");
  calm(dana, sam, facilitator);
});

story("a board with pointer, pen and fingers, three at desks and one on a phone, from a private round to the PDF", async () => {
  const { plan, dana, sam, facilitator } = await atTheBoard({ viewport: phone }, { records: "record" });
  const lee = await officerJoins(plan, "Lee Park");
  await facilitator.getByRole("button", { name: "Let in" }).click();
  await canvas(lee).waitFor();
  const tool = (page, name) => page.getByRole("button", { name, exact: true }).click();
  const frame = (title) => frameOf(sam, title);

  // Everybody for themselves first, then for all to see; on the phone it is a list.
  await choosesOnBoard(facilitator, "Private writing, shown later");
  await sam.getByText("Private: you see only what you write").waitFor();
  await puts(dana, "Say your name first", { x: 120, y: 150 });
  await puts(lee, "Hand on the holster", { x: 620, y: 150 });
  if (await sam.getByText("Say your name first").count()) throw new Error("it was to be private");
  await choosesOnBoard(facilitator, "Show what everybody wrote");
  await frame("Builds trust").getByText("Say your name first").waitFor();
  await frame("Loses it").getByText("Hand on the holster").waitFor();

  // A pen, an arrow from note to note, and a finger; two fingers come nearer.
  await tool(dana, "Pen");
  const before = await ink(lee);
  await pens(dana, [120, 420], 240, 0.9);
  await until("the stroke is seen", async () => (await ink(lee)) > before + 200);
  await tool(lee, "Arrow or line");
  await (await drag(lee, [[120, 150], [380, 160], [620, 150]]))();
  await tool(sam, "Canvas");
  await canvas(sam).waitFor();
  await tool(sam, "Pen");
  const drawn = await ink(dana);
  await touches(sam, [[60, 120], [260, 160]]);
  await until("the finger's stroke is seen", async () => (await ink(dana)) > drawn + 50);
  const nearness = () => sam.evaluate(() => Number(document.querySelector(".zoom span").textContent.replace(/\D/g, "")));
  const far = await nearness();
  await touches(sam, [[180, 160], [120, 100]], [[200, 180], [260, 240]]);
  await until("the phone has come nearer", async () => (await nearness()) > far * 1.5);
  await picture(sam, "board-fingers");
  await tool(sam, "List");
  await sam.getByText("2 notes, 2 drawings and 1 arrow on the canvas").waitFor();

  // A picture, dots, frames, slides of a real PDF.
  await lee.locator(".board-tools input[type=file]").setInputFiles(await photograph(lee));
  await lee.getByText("Picture put up.", { exact: false }).waitFor();
  await sam.locator(".outline-picture").waitFor();
  await choosesOnBoard(facilitator, "Dot vote");
  await facilitator.getByRole("button", { name: "Start the vote" }).click();
  await dana.getByRole("button", { name: "Dot vote · 3 left" }).click();
  await canvas(dana).click({ position: { x: 620, y: 150 } });
  await sam.getByRole("button", { name: "Dot on: Hand on the holster" }).click();
  await facilitator.getByText("2 placed").waitFor();
  await choosesOnBoard(facilitator, "Count the dots");
  await frame("Loses it").getByText("2 dots").waitFor();
  await choosesOnBoard(facilitator, "Lay out frames");
  await facilitator.getByRole("button", { name: /Issue, ideas, plan/ }).click();
  await frame("Ideas").waitFor();
  const slides = async (name, buffer) => {
    await choosesOnBoard(facilitator, "Put up slides");
    await facilitator.getByLabel("Choose a PDF or pictures").setInputFiles(pdf(name, buffer));
    await facilitator.locator("dialog[open]").waitFor({ state: "detached" });
  };
  await slides("deck.pdf", await deck([1, 2]));
  await frame("2. Page 2: fair stops").getByText("Say why, and listen.").waitFor();
  await accessible(lee, "board with everything");
  await picture(lee, "board-everything");

  // All of it as a PDF, which is opened: what was written is in it.
  const asks = (item) => choosesOnBoard(facilitator, item);
  await slides("board.pdf", await savedBoard(facilitator, asks, (_, link) => link.click()));
  const told = sam.locator(".outline-frame").filter({ hasText: "Hand on the holster" });
  await until("the PDF says what people wrote", async () => (await told.count()) > 1);
  await picture(facilitator, "board-everything-pdf");
  calm(dana, sam, lee, facilitator);
});

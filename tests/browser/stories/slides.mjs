// Slides and rights: what a facilitator shows page by page, and who writes where.

import { accessible, calm, person, phone, picture } from "../browser.mjs";
import { atTheBoard, canvas, choosesOnBoard, closesDialog, puts, until } from "../easel.mjs";

/** A real PDF of so many pages, as a browser prints one. */
async function deck(pages) {
  const printer = await person();
  const page = (n) => `<section style="break-after: page; padding: 40px"><h1>Page ${n}: fair stops</h1><p>Say why, and listen.</p></section>`;
  await printer.setContent(`<title>Fair stops</title>${pages.map(page).join("")}`);
  const pdf = await printer.pdf({ width: "960px", height: "540px", printBackground: true });
  await printer.close();
  return pdf;
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

  // Until they are kept together: then the page is all there is, also in the list.
  await choosesOnBoard(facilitator, "They stay on the frame shown", "menuitemcheckbox");
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

// The whiteboard: what one page puts up is seen by the others, and undo takes back one's own alone.

import { accessible, calm, phone, picture } from "../browser.mjs";
import { atTheBoard, canvas, drag, ghosts, gone, ink, pens, photograph, puts, until } from "../easel.mjs";
import { Line } from "../line.mjs";

/** What the page shows as a list: the texts of the notes. */
async function list(page) {
  await page.getByRole("button", { name: "List" }).click();
  const texts = await page.locator(".outline li p").allInnerTexts();
  await page.getByRole("button", { name: "Canvas" }).click();
  await canvas(page).waitFor();
  return texts;
}

/** The frames' titles, as the list has them. */
async function frames(page) {
  await page.getByRole("button", { name: "List" }).click();
  const titles = await page.locator(".outline-frame h3").allInnerTexts();
  await page.getByRole("button", { name: "Canvas" }).click();
  await canvas(page).waitFor();
  return titles;
}

/** Waits until the list says exactly this. */
async function lists(page, ...expected) {
  const deadline = Date.now() + 8_000;
  for (;;) {
    const texts = await list(page);
    if (JSON.stringify(texts) === JSON.stringify(expected)) return;
    if (Date.now() > deadline) throw new Error(`expected ${expected}, the board has ${texts}`);
    await page.waitForTimeout(100);
  }
}

story("notes and ink of one page are seen by the other while they are made", async () => {
  const { dana, sam, facilitator } = await atTheBoard();
  await puts(dana, "Name first, then the reason.", { x: 120, y: 150 });
  await lists(sam, "Name first, then the reason.");

  await dana.getByRole("button", { name: "Pen", exact: true }).click();
  const before = await ink(sam, 1);
  const lift = await drag(dana, [[80, 420], [200, 460], [380, 400]]);
  await until("ink is seen while it is drawn", async () => (await ink(sam, 1)) > before + 200);
  const ground = await ink(sam, 0);
  await lift();
  await until("the stroke is part of the board", async () => (await ink(sam, 0)) > ground + 200);
  await until("it is not drawn twice", async () => (await ink(sam, 1)) <= before);
  await sam.locator(".cursor", { hasText: "Dana Kaplan" }).waitFor();

  await accessible(sam, "board");
  await picture(sam, "board-officer");
  await picture(facilitator, "board-facilitator");
  calm(dana, sam, facilitator);
});

story("undo takes back one's own and never what another has changed", async () => {
  const { dana, sam, facilitator } = await atTheBoard();
  await puts(dana, "Dana one", { x: 120, y: 150 });
  await lists(sam, "Dana one");
  await puts(sam, "Sam one", { x: 320, y: 150 });
  await lists(dana, "Dana one", "Sam one");

  await dana.getByRole("button", { name: "Undo" }).click();
  await lists(dana, "Sam one");
  await dana.getByRole("button", { name: "Redo" }).click();
  await lists(sam, "Dana one", "Sam one");

  // A facilitator moves Dana's note: taking it back would take the facilitator's work back, too.
  await facilitator.getByRole("button", { name: "Select and move" }).click();
  await facilitator.getByRole("button", { name: "List" }).click();
  await facilitator.getByRole("button", { name: "What to do with: Dana one" }).click();
  await facilitator.getByRole("menuitem", { name: "Move to Loses it" }).click();
  await lists(dana, "Sam one", "Dana one");
  await dana.getByRole("button", { name: "Undo" }).click();
  await dana.getByText("Somebody changed that since").waitFor();
  await lists(sam, "Sam one", "Dana one");
  calm(dana, sam, facilitator);
});

story("the board by keyboard alone, on the canvas and in the list", async () => {
  const { dana, sam } = await atTheBoard();
  await canvas(dana).focus();
  await dana.keyboard.press("s");
  await dana.getByRole("textbox", { name: "Note", exact: true }).waitFor();
  await dana.keyboard.type("By keyboard");
  await dana.keyboard.press("Escape");
  await lists(sam, "By keyboard");

  // Tab goes through frames and notes; Enter edits, Delete deletes.
  await canvas(dana).focus();
  const status = dana.getByRole("status").filter({ hasText: /Note by Dana Kaplan in Builds trust: By keyboard\./ });
  for (let presses = 0; presses < 4 && (await status.count()) === 0; presses += 1) await dana.keyboard.press("Tab");
  await status.waitFor({ state: "attached" });
  await dana.keyboard.press("Enter");
  await dana.keyboard.type(" alone");
  await dana.keyboard.press("Escape");
  await lists(sam, "By keyboard alone");
  await canvas(dana).focus();
  await dana.keyboard.press("Control+z");
  await lists(sam, "By keyboard");

  // The list does the same with buttons.
  await sam.getByRole("button", { name: "List" }).click();
  await sam.getByRole("button", { name: "Add a note to Loses it" }).click();
  await sam.getByRole("textbox", { name: "Note", exact: true }).fill("From the list");
  await sam.keyboard.press("Escape");
  await accessible(sam, "board as a list");
  await picture(sam, "board-list");
  await lists(dana, "By keyboard", "From the list");
  await sam.getByRole("button", { name: "What to do with: From the list" }).press("Enter");
  await sam.getByRole("menuitem", { name: "Delete" }).press("Enter");
  await lists(dana, "By keyboard");
  calm(dana, sam);
});

story("two people write in one note at once, and each takes back only their own words", async () => {
  const { dana, facilitator } = await atTheBoard();
  await puts(dana, "stop", { x: 120, y: 150 });
  await lists(facilitator, "stop");
  const note = (page) => page.getByRole("textbox", { name: "Note", exact: true });
  for (const page of [dana, facilitator]) {
    await page.getByRole("button", { name: "List" }).click();
    await page.getByRole("button", { name: "What to do with: stop" }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await note(page).waitFor();
  }
  await dana.keyboard.press("Home");
  await Promise.all([
    dana.keyboard.type("Say why you ", { delay: 30 }),
    facilitator.keyboard.type(" them and listen", { delay: 25 }),
  ]);
  const both = "Say why you stop them and listen";
  for (const page of [dana, facilitator]) await until(both, async () => (await note(page).inputValue()) === both);

  await dana.keyboard.press("Control+z");
  const less = "Say why stop them and listen";
  for (const page of [dana, facilitator]) await until(less, async () => (await note(page).inputValue()) === less);
  await facilitator.keyboard.type(".");
  await picture(dana, "board-two-writers");
  for (const page of [dana, facilitator]) await page.keyboard.press("Escape");
  for (const page of [dana, facilitator]) await lists(page, `${less}.`);

  // Undone as a whole once the field is left; what somebody else has written since stays.
  await canvas(facilitator).focus();
  await facilitator.keyboard.press("Control+z");
  await lists(dana, less.replace(" them and listen", ""));
  calm(dana, facilitator);
});

story("on a phone the board begins as a list, where one sees who is typing", async () => {
  const { dana, sam } = await atTheBoard({ viewport: phone });
  await sam.getByRole("button", { name: "Add a note to Builds trust" }).click();
  await sam.getByRole("textbox", { name: "Note", exact: true }).fill("From my phone");
  await dana.getByRole("button", { name: "List" }).click();
  await dana.getByText("Sam Ortiz is typing").waitFor();
  await sam.keyboard.press("Escape");
  await dana.getByText("Sam Ortiz is typing").waitFor({ state: "hidden" });
  await dana.getByText("From my phone").waitFor();
  await accessible(sam, "board on a phone");
  calm(dana, sam);
});

story("a facilitator decides who writes, and officers are told why they cannot", async () => {
  const { dana, facilitator } = await atTheBoard();
  await facilitator.getByRole("button", { name: "Who may write, timer, dot vote, frames, slides" }).click();
  await picture(facilitator, "board-rights");
  await facilitator.getByRole("menuitemcheckbox", { name: "Locked for officers" }).click();
  await dana.getByText("Locked by your facilitator").waitFor();
  await dana.getByRole("toolbar", { name: "Tools" }).waitFor({ state: "hidden" });
  await facilitator.getByRole("button", { name: "Who may write, timer, dot vote, frames, slides" }).click();
  await facilitator.getByRole("menuitemcheckbox", { name: "Locked for officers" }).click();
  await dana.getByRole("toolbar", { name: "Tools" }).waitFor();
  calm(dana, facilitator);
});

story("dots are placed unseen and counted at the end", async () => {
  const { dana, sam, facilitator } = await atTheBoard();
  await puts(dana, "Dana one", { x: 120, y: 150 });
  await puts(sam, "Sam one", { x: 620, y: 150 });
  await lists(facilitator, "Dana one", "Sam one");
  const menu = facilitator.getByRole("button", { name: "Who may write, timer, dot vote, frames, slides" });
  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Dot vote" }).click();
  await picture(facilitator, "board-vote-dialog");
  await facilitator.getByRole("button", { name: "Start the vote" }).click();

  await dana.getByRole("button", { name: "Dot vote · 3 left" }).click();
  await canvas(dana).click({ position: { x: 620, y: 150 } });
  await dana.getByRole("button", { name: "Dot vote · 2 left" }).waitFor();
  await sam.getByRole("button", { name: "List" }).click();
  await sam.getByRole("button", { name: "Dot on: Sam one" }).click();
  await sam.getByRole("button", { name: "Dot vote · 2 left" }).waitFor();
  await facilitator.getByText("2 placed").waitFor();
  await picture(dana, "board-dots");

  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Count the dots" }).click();
  await sam.locator(".outline li", { hasText: "Sam one" }).getByText("2 dots").waitFor();
  await picture(facilitator, "board-counted");
  calm(dana, sam, facilitator);
});

/** Hands a text to the page as the browser's clipboard does. */
async function pastes(page, text) {
  await canvas(page).focus();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Goes through the board with Tab until the page says this. */
async function tabsTo(page, words) {
  await canvas(page).focus();
  await page.keyboard.press("Escape");
  const said = page.getByRole("status").filter({ hasText: words });
  for (let presses = 0; presses < 12 && (await said.count()) === 0; presses += 1) {
    await page.keyboard.press("Tab");
    await page.waitForTimeout(60);
  }
  await said.waitFor({ state: "attached" });
}

/** Waits until the list of the page is headed by these words. */
async function counts(page, words) {
  await page.getByRole("button", { name: "List" }).click();
  await page.getByText(words, { exact: true }).waitFor();
  await page.getByRole("button", { name: "Canvas" }).click();
  await canvas(page).waitFor();
}

story("shapes are drawn and written in, and an arrow hangs on them", async () => {
  const { dana, sam, facilitator } = await atTheBoard();
  const tool = (name) => dana.getByRole("button", { name, exact: true }).click();
  await tool("Rectangle or ellipse");
  await (await drag(dana, [[80, 300], [240, 380]]))();
  await dana.getByRole("group", { name: "Colors" }).getByRole("button", { name: "Edit text" }).waitFor();
  await dana.keyboard.press("Enter");
  await dana.getByRole("textbox", { name: "Words in the shape" }).fill("Car window");
  await dana.keyboard.press("Escape");
  await lists(sam, "Car window");

  await tool("Rectangle or ellipse");
  await tool("Ellipse");
  await canvas(dana).click({ position: { x: 560, y: 340 } });
  await tool("Arrow or line");
  await (await drag(dana, [[160, 340], [400, 320], [560, 340]]))();
  await counts(sam, "1 note, 1 arrow and 1 shape on the canvas");
  await tabsTo(sam, "Arrow from Car window to an empty ellipse by Dana Kaplan.");

  // A larger shape has more of an edge, by its handle and by keyboard.
  const colored = () => ink(sam, 0);
  const before = await colored();
  await canvas(dana).click({ position: { x: 100, y: 320 } });
  await (await drag(dana, [[240, 380], [300, 430]]))();
  await until("the shape is larger for others", async () => (await colored()) > before + 40);
  await dana.keyboard.press("Alt+ArrowRight");
  await dana.getByText(/^\d+ by \d+\.$/).last().waitFor({ state: "attached" });
  await accessible(dana, "board with shapes");
  await canvas(dana).focus();
  await dana.keyboard.press("Control+z");
  await dana.keyboard.press("Control+z");
  await until("undo gives the size back", async () => Math.abs((await colored()) - before) < 20);

  await canvas(dana).focus();
  await dana.keyboard.press("Control+a");
  await dana.keyboard.press("Control+d");
  await counts(sam, "2 notes, 2 arrows and 2 shapes on the canvas");
  await dana.keyboard.press("Control+z");
  await counts(sam, "1 note, 1 arrow and 1 shape on the canvas");
  await canvas(dana).click({ position: { x: 100, y: 320 } });
  await picture(dana, "board-shapes");
  await tool("Rectangle or ellipse");
  await picture(dana, "board-tools");

  // The facilitator's page drew each change where it was: nothing is left of what was there before.
  const left = await ghosts(facilitator);
  if (left > 0) throw new Error(`${left} points are left of what was changed`);
  calm(dana, sam, facilitator);
});

story("each line of a pasted text is a note, and one undo takes all of them back", async () => {
  const { dana, sam } = await atTheBoard();
  await puts(dana, "Here before", { x: 120, y: 150 });
  await pastes(dana, "Name first\n\n  Then the reason \nAsk if they can hear you");
  await counts(sam, "4 notes");
  const all = await list(sam);
  for (const text of ["Here before", "Name first", "Then the reason", "Ask if they can hear you"]) {
    if (!all.includes(text)) throw new Error(`${text} is not among ${all}`);
  }
  await picture(dana, "board-pasted");
  await canvas(dana).focus();
  await dana.keyboard.press("Control+z");
  await lists(sam, "Here before");
  await pastes(dana, "a line\n".repeat(53));
  await dana.getByText("50 notes fit at once. 3 more lines are left out.").waitFor();
  await counts(sam, "51 notes");
  await canvas(dana).focus();
  await dana.keyboard.press("Control+z");
  await pastes(dana, "x".repeat(1_000_000));
  await dana.getByText("50 notes fit at once. 950 more lines are left out.").waitFor();
  await counts(sam, "51 notes");
  calm(dana, sam);
});

story("a facilitator locks a note in place, and nobody else moves it", async () => {
  const { dana, facilitator } = await atTheBoard();
  await puts(dana, "The question", { x: 120, y: 150 });
  await lists(facilitator, "The question");
  await canvas(dana).click({ position: { x: 120, y: 150 } });
  await dana.getByRole("button", { name: "Edit text" }).waitFor();
  await tabsTo(facilitator, "Note by Dana Kaplan in Builds trust: The question.");
  await facilitator.getByRole("button", { name: "More to do with it" }).click();
  await facilitator.getByRole("menuitem", { name: "Lock in place" }).click();
  await dana.getByRole("button", { name: "Edit text" }).waitFor({ state: "hidden" });
  await (await drag(dana, [[120, 150], [300, 300]]))();
  await dana.getByText("A facilitator has locked that in place.").waitFor();
  await picture(facilitator, "board-locked");
  await facilitator.getByRole("button", { name: "More to do with it" }).click();
  await facilitator.getByRole("menuitem", { name: "Unlock" }).click();
  await dana.getByRole("button", { name: "Edit text" }).waitFor();
  calm(dana, facilitator);
});

story("a facilitator lays out frames, brings everybody there, and gives a time to write", async () => {
  const { dana, sam, facilitator } = await atTheBoard();
  const menu = facilitator.getByRole("button", { name: "Who may write, timer, dot vote, frames, slides" });
  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Lay out frames" }).click();
  await picture(facilitator, "board-layouts");
  await facilitator.getByRole("button", { name: "Four quadrants" }).click();
  await until("the frames are there", async () => (await frames(dana)).includes("Helps much, easy to do"));
  await picture(facilitator, "board-quadrants");

  const there = (await frames(dana)).length;
  const dialog = facilitator.locator("dialog[open]");
  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Lay out frames" }).click();
  await dialog.getByLabel("Save the frames of this board as").fill("Our evening");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await dialog.getByRole("button", { name: "Our evening", exact: true }).waitFor();
  await accessible(facilitator, "layouts of one's own");
  await picture(facilitator, "board-layouts-own");
  await dialog.getByRole("button", { name: "Our evening", exact: true }).click();
  await until("all of them are there again", async () => (await frames(dana)).length === there * 2);
  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Lay out frames" }).click();
  await dialog.getByRole("button", { name: "Delete the layout Our evening" }).click();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await dialog.getByRole("button", { name: "Our evening", exact: true }).waitFor({ state: "detached" });
  await dialog.getByRole("button", { name: "Not now" }).click();

  await facilitator.getByRole("button", { name: "Nearer" }).click();
  const nearness = (page) => page.locator(".zoom span").innerText();
  const before = await nearness(dana);
  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Bring everybody here" }).click();
  await dana.getByText(/shows everybody this part of the board/).waitFor();
  if ((await nearness(dana)) === before) throw new Error("Dana looks where she looked before");

  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Time to write" }).click();
  await facilitator.getByLabel("Minutes from now").fill("0");
  await facilitator.getByRole("button", { name: "Start the time" }).click();
  await facilitator.getByLabel("Minutes from now").fill("1");
  await facilitator.getByRole("button", { name: "Start the time" }).click();
  await dana.getByRole("timer", { name: "Time to write" }).filter({ hasText: /0:5\d/ }).waitFor();
  await picture(dana, "board-timer");
  await accessible(dana, "board with its timer");
  await menu.click();
  await facilitator.getByRole("menuitem", { name: "No time limit" }).click();
  await dana.getByRole("timer", { name: "Time to write" }).waitFor({ state: "detached" });
  calm(dana, sam, facilitator);
});

story("in a private round everybody sees their own notes, and all of them when it is over", async () => {
  const { dana, sam, facilitator } = await atTheBoard({ listen: true });
  const menu = facilitator.getByRole("button", { name: "Who may write, timer, dot vote, frames, slides" });
  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Private writing, shown later" }).click();
  for (const page of [dana, sam, facilitator]) await page.getByText("Private: you see only what you write").waitFor();
  await puts(dana, "Dana in private", { x: 120, y: 150 });
  await puts(sam, "Sam in private", { x: 320, y: 150 });
  await lists(dana, "Dana in private");
  await lists(sam, "Sam in private");
  await lists(facilitator);
  await picture(dana, "board-private");
  await dana.getByRole("button", { name: "List" }).click();
  await dana.getByText("Only you see this").waitFor();
  await accessible(dana, "private round as a list");
  await dana.getByRole("button", { name: "Canvas" }).click();
  const sent = (text) => Buffer.concat(sam.heard).includes(text);
  if (!sent("Sam in private") || sent("Dana in private")) throw new Error("Sam's browser was sent what is not Sam's");

  await menu.click();
  await facilitator.getByRole("menuitem", { name: "Show what everybody wrote" }).click();
  for (const page of [dana, sam, facilitator]) {
    await page.getByText("The private round is over. Everybody sees all of it now: 2 notes.").waitFor();
  }
  for (const page of [dana, sam, facilitator]) await lists(page, "Dana in private", "Sam in private");
  if (!sent("Dana in private")) throw new Error("Sam's browser was not sent Dana's note");
  await picture(sam, "board-shown");
  calm(dana, sam, facilitator);
});

story("a board can be looked at while its tools are on their way, and they are fetched again when they did not arrive", async () => {
  const lost = "**/hands.wasm";
  const segments = ["Welcome and ground rules", "Where are we starting?", "What a stop feels like"];
  const { dana, sam, facilitator } = await gone(segments, { options: { lost } });
  await facilitator.keyboard.press("n");
  await puts(dana, "Seen without tools", { x: 120, y: 150 });
  await sam.getByText("The tools did not arrive. You can look.").waitFor();
  await sam.locator("#board-canvas[aria-busy=true]").waitFor();
  await picture(sam, "board-without-tools");
  await sam.context().unroute(lost);
  await sam.getByRole("button", { name: "Try again" }).click();
  await lists(sam, "Seen without tools");
  await puts(sam, "And with them", { x: 320, y: 150 });
  await lists(dana, "Seen without tools", "And with them");
  calm(dana, facilitator);
});

story("each group has a board of its own beside its exercise", async () => {
  const segments = ["Welcome and ground rules", "Where we stand", "What people say"];
  const { dana, sam, facilitator } = await gone(segments, { template: "CC-2H" });
  await facilitator.getByRole("button", { name: "Start", exact: true }).click();
  for (const officer of [dana, sam]) await officer.getByRole("button", { name: "Our board" }).click();
  await dana.getByRole("heading", { name: "What have people here heard, and where from?" }).waitFor();
  await puts(dana, "They stop everybody twice", { x: 120, y: 150 });
  await lists(sam, "They stop everybody twice");
  await picture(dana, "board-group");
  await dana.getByRole("button", { name: "What to do" }).click();
  await canvas(dana).waitFor({ state: "detached" });
  calm(dana, sam, facilitator);
});

story("what is grouped moves together, on the canvas and by keyboard, and is parted again", async () => {
  const { dana, sam } = await atTheBoard();
  await puts(dana, "One", { x: 120, y: 150 });
  await puts(dana, "Two", { x: 320, y: 150 });
  await lists(sam, "One", "Two");
  const more = async (name) => {
    await dana.getByRole("button", { name: "More to do with it" }).click();
    await dana.getByRole("menuitem", { name, exact: true }).click();
  };
  await canvas(dana).focus();
  await dana.keyboard.press("Control+a");
  await dana.getByText(/things selected/).waitFor({ state: "attached" });
  await more("Group");
  await dana.getByText("Grouped: it moves together.").waitFor({ state: "attached" });
  await picture(dana, "board-grouped");

  // One of them is dragged into the other frame, and both are there.
  await dana.keyboard.press("Escape");
  const box = await canvas(dana).boundingBox();
  const lift = await drag(dana, [[180, 200], [180 + box.width / 2, 200]]);
  await lift();
  await until("both have moved", async () => {
    await sam.getByRole("button", { name: "List" }).click();
    const there = await sam.locator(".outline-frame").evaluateAll((all) => all.map((one) => one.innerText));
    await sam.getByRole("button", { name: "Canvas" }).click();
    return there.some((section) => section.includes("Loses it") && section.includes("One") && section.includes("Two"));
  });
  await more("Ungroup");
  await dana.getByText("No longer grouped.").waitFor({ state: "attached" });
  calm(dana, sam);
});

story("what was written while the line was down is kept, even if the room has gone on meanwhile", async () => {
  const line = await Line.open();
  const { sam, facilitator } = await atTheBoard({ line });
  await puts(sam, "Before", { x: 120, y: 150 });
  await lists(facilitator, "Before");
  await sam.getByRole("button", { name: "List" }).click();
  await sam.getByRole("button", { name: "What to do with: Before" }).click();
  await sam.getByRole("menuitem", { name: "Edit" }).click();
  await sam.getByRole("textbox", { name: "Note", exact: true }).waitFor();
  line.cut();
  for (const words of [" and", " after", " it"]) {
    await sam.keyboard.type(words);
    await sam.waitForTimeout(1_100); // each a piece of its own to undo, and so to send
  }
  await facilitator.keyboard.press("n");
  await facilitator.locator(".top", { hasText: "Break" }).waitFor();
  line.mend();
  await sam.locator(".top", { hasText: "Break" }).waitFor({ timeout: 60_000 });
  await facilitator.getByRole("button", { name: "Back, skip" }).click();
  await facilitator.getByRole("menuitem", { name: /Back to First words/ }).click();
  await canvas(facilitator).waitFor();
  await lists(facilitator, "Before and after it");
  calm(facilitator);
});

story("a pen draws a wider line where it is pressed harder, and others see it so", async () => {
  const { dana, sam } = await atTheBoard();
  await dana.getByRole("button", { name: "Pen", exact: true }).click();
  await pens(dana, [100, 200], 300, 0.05);
  await until("sam sees the light line", async () => (await ink(sam)) > 100);
  await sam.waitForTimeout(300);
  const light = await ink(sam);
  await pens(dana, [100, 260], 300, 1);
  await until("the hard line is much wider", async () => (await ink(sam)) > light * 2.5);
  calm(dana, sam);
});

story("a picture is put on the board, seen by the others, described, and told apart from what is none", async () => {
  const { dana, sam, facilitator } = await atTheBoard();
  const file = dana.locator(".board-tools input[type=file]");
  await file.setInputFiles(await photograph(dana));
  await dana.getByText("Picture put up.", { exact: false }).waitFor();
  const colored = (page) => page.evaluate(() => {
    const canvas = document.querySelector(".canvas > canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let n = 0; n < data.length; n += 4) count += Math.max(data[n], data[n + 1], data[n + 2]) - Math.min(data[n], data[n + 1], data[n + 2]) > 60;
    return count;
  });
  await until("sam sees it", async () => (await colored(sam)) > 10_000);
  await picture(sam, "board-picture");

  await canvas(dana).focus();
  await dana.keyboard.press("Enter");
  await dana.getByRole("textbox", { name: "What the picture shows" }).fill("The crossing at Main Street");
  await dana.keyboard.press("Escape");
  await lists(sam, "The crossing at Main Street");
  await sam.getByRole("button", { name: "List" }).click();
  const shown = sam.locator(".outline-picture");
  await until("the list shows it", () => shown.evaluate((image) => image.complete && image.naturalWidth > 0));
  const { width, height } = await shown.evaluate(({ naturalWidth, naturalHeight }) => ({ width: naturalWidth, height: naturalHeight }));
  if (width !== 2_048 || height !== 1_024) throw new Error(`it was sent as ${width} by ${height}`);
  await accessible(sam, "list with a picture");
  await picture(sam, "board-picture-list");

  // A second one is dropped on the canvas, and something that is none beside it.
  await dana.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 200 });
    canvas.getContext("2d").fillRect(0, 0, 300, 200);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const dropped = (file, on) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(file);
      const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector(on).dispatchEvent(event);
      if (!event.defaultPrevented) throw new Error("the browser would open the file in place of the room");
    };
    dropped(new File(["report"], "report.txt", { type: "text/plain" }), "main.stage");
    dropped(new File([blob], "dropped.png", { type: "image/png" }), "#board-canvas");
  });
  await until("sam has both in the list", () => sam.locator(".outline-picture").count().then((count) => count === 2));

  await file.setInputFiles({ name: "plan.png", mimeType: "image/png", buffer: Buffer.from("<svg><script>alert(1)</script></svg>") });
  await dana.getByText("That is no picture we can show. Use PNG, JPEG or WebP.").waitFor();
  await canvas(dana).focus();
  for (let time = 0; time < 3; time += 1) await dana.keyboard.press("Control+z");
  await until("undo takes it back", async () => (await colored(facilitator)) < 2_000);
  // The file that is none is answered with a refusal, which the browser notes.
  calm(sam, facilitator);
});

// What people do at a whiteboard in a story, and what can be seen there.

import { House } from "./house.mjs";
import { facilitatorEnters, officerJoins } from "./people.mjs";

/** A session with its facilitator and two officers inside, gone on to the last of these segments; `change` are its details. */
export async function gone(segments, { template, options, change = {} } = {}) {
  const house = await House.start();
  const plan = await house.open(change, template);
  const dana = await officerJoins(plan, "Dana Kaplan");
  const sam = await officerJoins(plan, "Sam Ortiz", options);
  const facilitator = await facilitatorEnters(house, plan);
  for (const officer of [dana, sam]) await officer.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  await facilitator.getByRole("button", { name: "Let in" }).click();
  await dana.getByRole("button", { name: "Raise hand" }).waitFor();
  for (const segment of segments) {
    await facilitator.keyboard.press("n");
    for (const page of [dana, facilitator]) await page.locator(".top", { hasText: segment }).waitFor();
  }
  return { house, plan, dana, sam, facilitator };
}

/** The same with the whiteboard of the fourth segment on the stage. */
export async function atTheBoard(options, change) {
  const segments = ["Welcome and ground rules", "Where are we starting?", "What a stop feels like", "First words"];
  const room = await gone(segments, { options, change });
  for (const page of [room.dana, room.sam, room.facilitator]) {
    await page.getByRole("heading", { name: "Write your first words at a car window" }).waitFor();
  }
  return room;
}

/** The board to draw on, once the tools have come. */
export const canvas = (page) => page.locator("#board-canvas[aria-busy=false]");

/** Chooses something from a facilitator's menu over the board. */
export async function choosesOnBoard(page, name, role = "menuitem") {
  await page.getByRole("button", { name: "Who may write, timer, dot vote, frames, slides" }).click();
  await page.getByRole(role, { name, exact: true }).click();
}

/** Presses a button of a dialog, which closes with it. */
export async function closesDialog(page, name) {
  await page.locator("dialog[open]").getByRole("button", { name, exact: true }).click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

/** Draws from one point of the canvas to others, with the pointer. */
export async function drag(page, [from, ...way]) {
  const box = await canvas(page).boundingBox();
  await page.mouse.move(box.x + from[0], box.y + from[1]);
  await page.mouse.down();
  for (const [x, y] of way) await page.mouse.move(box.x + x, box.y + y, { steps: 8 });
  return () => page.mouse.up();
}

/** Moves fingers over the canvas: each from its first point to its last. */
export async function touches(page, ...fingers) {
  const box = await canvas(page).boundingBox();
  const screen = await page.context().newCDPSession(page);
  const at = (part) => fingers.map(([from, to], id) => ({
    id, x: box.x + from[0] + (to[0] - from[0]) * part, y: box.y + from[1] + (to[1] - from[1]) * part,
  }));
  const send = (type, touchPoints) => screen.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", at(0));
  for (let step = 1; step <= 8; step += 1) await send("touchMove", at(step / 8));
  await send("touchEnd", []);
}

/** Draws a straight line with a pen, as hard as `force` (0 to 1). */
export async function pens(page, [x, y], length, force) {
  const box = await canvas(page).boundingBox();
  const pen = await page.context().newCDPSession(page);
  const send = (type, along) => pen.send("Input.dispatchMouseEvent", {
    type, x: box.x + x + along, y: box.y + y, force, pointerType: "pen", clickCount: 1,
    button: type === "mouseMoved" ? "none" : "left", buttons: type === "mouseReleased" ? 0 : 1,
  });
  await send("mousePressed", 0);
  for (let along = 4; along <= length; along += 4) await send("mouseMoved", along);
  await send("mouseReleased", length);
}

/** Puts a note up where one clicks, and writes on it. */
export async function puts(page, text, position) {
  await page.getByRole("button", { name: "Sticky note" }).click();
  await canvas(page).click({ position });
  await page.getByRole("textbox", { name: "Note", exact: true }).fill(text);
  await page.keyboard.press("Escape");
}

/** How many points of the pen's color a layer shows: the board's own, or the one above it. */
export async function ink(page, layer = 0) {
  return page.evaluate((layer) => {
    const canvas = document.querySelectorAll(".canvas > canvas")[layer];
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const probe = document.createElement("i");
    probe.style.color = "var(--pen-3)";
    document.body.append(probe);
    const [r, g, b] = getComputedStyle(probe).color.match(/\d+/g).map(Number);
    probe.remove();
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) count += 1;
    }
    return count;
  }, layer);
}

/** How many points of the board look otherwise than they do when all of it is drawn anew. */
export async function ghosts(page) {
  await page.getByRole("button", { name: "Show everything" }).click();
  await page.waitForTimeout(500);
  const keep = () => {
    const canvas = document.querySelector(".canvas > canvas");
    return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  };
  await page.evaluate(`window.stood = (${keep})()`);
  await page.getByRole("button", { name: "List" }).click();
  await page.getByRole("button", { name: "Canvas" }).click();
  await page.locator("#board-canvas[aria-busy=false]").waitFor();
  await page.waitForTimeout(500);
  return page.evaluate(`(${keep})().reduce((ghosts, value, n) => ghosts + (Math.abs(value - window.stood[n]) > 8), 0)`);
}

/** Waits until something holds; `what` says which, if it never does. */
export async function until(what, holds) {
  const deadline = Date.now() + 8_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A photograph as a camera writes it: large, and like no other. */
export async function photograph(page) {
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 3_000, height: 1_500 });
    const pen = canvas.getContext("2d");
    for (let n = 0; n < 4_000; n += 1) {
      pen.fillStyle = `hsl(${(n * 47) % 360} 70% ${30 + (n % 40)}%)`;
      pen.fillRect((n * 613) % 3_000, (n * 367) % 1_500, 90, 60);
    }
    return canvas.toDataURL("image/png").split(",")[1];
  });
  return { name: "crossing.png", mimeType: "image/png", buffer: Buffer.from(base64, "base64") };
}

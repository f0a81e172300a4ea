// How a large board moves and opens: ours in a real room, Excalidraw and tldraw with the same scene, and an empty canvas,
// all in the same browser. The last line is JSON, milliseconds: {"blank":…,"ours":{…},"excalidraw":{…},"tldraw":{…}} with
// the p95 of a frame while panning 5,000 things (pan_p95) and while zooming 20,000 (zoom_p95), what a frame takes of the
// page's processor (pan_cpu), and the time until the scene was drawn after its bytes were there (open). What could not
// be measured is missing, and `reason` says why. With `short`: fewer things and frames.

import { close, person } from "./browser.mjs";
import { House } from "./house.mjs";
import { facilitatorEnters, fillIn, goesTo } from "./people.mjs";
import { serveBoards } from "./peer-board/serve.mjs";
import { area, clip, scene } from "./scene.mjs";

const short = process.argv[2] === "short";
const THINGS = short ? 1_000 : 5_000;
/** So many people put up as much each: one may not fill a board alone. Everybody on the list is let in once, so those who
 *  only look have names of their own. */
const PEOPLE = short ? 2 : 4;
const FRAMES = short ? 60 : 180;
/** Things pasted at once, and the time between: a person may not ask for more. */
const AT_ONCE = 250;
const PASTE_MS = 900;
/** A frame that draws at least so much shows the scene. */
const DRAWN = THINGS / 4;

/** Runs in a page before anything of its own: notes when snapshots came, what is asked and answered, and when much was
 *  drawn. */
function watch(drawn) {
  const wire = (window.wire = { asked: 0, answered: 0, refused: 0, piece: 0, drawn: 0 });
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...words) {
      super(...words);
      this.addEventListener("message", ({ data }) => {
        const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : [];
        if (bytes[0] === 1) wire.piece = performance.now();
        if (bytes[0] === 3) wire.answered += 1;
        if (bytes[0] === 3 && bytes.at(-1) !== 0) wire.refused += 1;
      });
    }
    send(data) {
      const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0);
      if (bytes[0] === 1) wire.asked += 1;
      super.send(data);
    }
  };
  // What counts is taken off again before anything is moved, so that it costs no frame.
  const pen = CanvasRenderingContext2D.prototype;
  const natives = ["fill", "stroke", "fillText", "drawImage", "fillRect"].map((name) => [name, pen[name]]);
  let calls = 0;
  const end = () => {
    for (const [name, native] of natives) pen[name] = native;
    requestAnimationFrame((now) => (wire.drawn = Math.max(now, performance.now())));
  };
  for (const [name, native] of natives) {
    pen[name] = function (...words) {
      calls += 1;
      if (calls === 1) setTimeout(() => (calls = 0));
      if (calls === drawn) end();
      return native.apply(this, words);
    };
  }
}

/** In the page: turns the wheel over an element once for each frame; the times of the frames. */
async function turn({ selector, frames, zoom }) {
  const element = document.querySelector(selector);
  const { x, y, width, height } = element.getBoundingClientRect();
  const at = { clientX: x + width / 2, clientY: y + height / 2, bubbles: true, cancelable: true };
  const target = document.elementFromPoint(at.clientX, at.clientY) ?? element;
  const times = [];
  for (let n = 0, before; n <= frames; n += 1) {
    const now = await new Promise(requestAnimationFrame);
    if (before !== undefined) times.push(now - before);
    before = now;
    const way = (n / frames) * 2 * Math.PI;
    const wheel = zoom ? { deltaY: n < frames / 2 ? -6 : 6, ctrlKey: true } : { deltaX: 12 * Math.cos(way), deltaY: 8 * Math.sin(way) };
    target.dispatchEvent(new WheelEvent("wheel", { ...at, ...wheel }));
  }
  return times;
}

/** In the page: an empty picture is put on a canvas once for each frame; the times of the frames. */
async function blit({ w, h, frames }) {
  const [canvas, picture] = [document.createElement("canvas"), document.createElement("canvas")];
  for (const one of [canvas, picture]) [one.width, one.height] = [w, h];
  document.body.append(canvas);
  const pen = canvas.getContext("2d");
  const times = [];
  for (let n = 0, before; n <= frames; n += 1) {
    const now = await new Promise(requestAnimationFrame);
    if (before !== undefined) times.push(now - before);
    before = now;
    pen.clearRect(0, 0, w, h);
    pen.drawImage(picture, n % 8, n % 8);
  }
  return times;
}

const p95 = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)];

/** Moves what is in a page: the p95 of a frame, and what one takes of the page's processor. */
async function moves(page, selector, zoom = false) {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send("Performance.enable");
  const busy = async () => (await inspector.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  await page.evaluate(turn, { selector, frames: 20, zoom });
  const before = await busy();
  const times = await page.evaluate(turn, { selector, frames: FRAMES, zoom });
  return { p95: p95(times), cpu: ((await busy()) - before) * 1_000 / times.length };
}

/** A page that asks nobody but this machine. */
async function alone() {
  const page = await person();
  await page.context().route((url) => !["localhost", "127.0.0.1"].includes(url.hostname), (route) => route.abort());
  await page.addInitScript(watch, DRAWN);
  return page;
}

/** Waits until the page has drawn the scene; when that was. */
async function drawn(page) {
  await page.waitForFunction(() => window.wire.drawn > 0, undefined, { timeout: 120_000 });
  return page.evaluate(() => window.wire.drawn);
}

async function officer(plan, name) {
  const page = await alone();
  await page.goto(plan.links.officer);
  await fillIn(page, name);
  await page.locator("#board-canvas[aria-busy=false]").waitFor({ timeout: 60_000 });
  return page;
}

/** Pastes things in batches, each of which lies all over the board, so that none is moved to where one looks. */
async function pastes(page, things) {
  const batches = Math.ceil(things.length / AT_ONCE);
  for (let batch = 0; batch < batches; batch += 1) {
    const text = clip(things.filter((_, n) => n % batches === batch));
    const asked = await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("application/x-rollcall-board", text);
      document.querySelector("#board-canvas").focus();
      const { asked } = window.wire;
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      return asked;
    }, text);
    await page.waitForTimeout(PASTE_MS);
    const answered = (asked) => window.wire.asked > asked && window.wire.answered >= window.wire.asked;
    await page.waitForFunction(answered, asked, { timeout: 60_000 });
  }
  const refused = await page.evaluate(() => window.wire.refused);
  if (refused > 0) throw new Error(`${refused} pastes were refused`);
}

/** Ours, in a room with a board. */
async function ours(told) {
  const house = await House.start();
  try {
    const plan = await house.plan({ auto_admit_listed: true });
    const names = Array.from({ length: PEOPLE + 2 }, (_, n) => `Officer ${n}`);
    const list = ["name,department", ...names.map((name) => `${name},Riverton PD`)].join("\n");
    await house.json("POST", `/api/sessions/${plan.session.id}/expected`, { text: list });
    const opened = await house.json("POST", `/api/sessions/${plan.session.id}/open`);
    const lead = await facilitatorEnters(house, opened);
    await lead.locator(".room").waitFor();
    await goesTo(lead, "First words");
    await lead.context().close();
    const first = await officer(opened, names[0]);
    const { width, height } = await first.locator("#board-canvas").boundingBox();
    told.box = { w: Math.round(width), h: Math.round(height) };
    await pastes(first, scene(THINGS));
    await first.context().close();

    const page = await officer(opened, names.at(-2));
    const end = await drawn(page);
    const arrived = await page.evaluate(() => {
      const code = performance.getEntriesByType("resource").filter(({ name }) => /(client_bg|board)\.wasm|board\.css/.test(name));
      return Math.max(window.wire.piece, ...code.map(({ responseEnd }) => responseEnd));
    });
    told.open = end - arrived;
    const pan = await moves(page, "#board-canvas");
    [told.pan_p95, told.pan_cpu] = [pan.p95, pan.cpu];
    await page.context().close();

    await Promise.all(names.slice(1, PEOPLE).map(async (name, n) => {
      const page = await officer(opened, name);
      // A little less, for the board has frames too and takes no more than 20,000 things.
      await pastes(page, scene(THINGS - 10, n + 8));
      await page.context().close();
    }));
    const large = await officer(opened, names.at(-1));
    await drawn(large);
    told.zoom_p95 = (await moves(large, "#board-canvas", true)).p95;
    await large.context().close();
  } finally {
    await house.close();
  }
}

/** One of the others. */
async function peer(told, url, selector, opens) {
  const page = await alone();
  await page.goto(url);
  await page.waitForFunction(() => window.shown, undefined, { timeout: 60_000 });
  await page.evaluate(() => window.shown());
  if (opens) {
    const end = await drawn(page);
    told.open = end - (await page.evaluate(() => window.start));
  } else {
    await page.waitForFunction((things) => window.shapes === things, THINGS, { timeout: 180_000 });
  }
  await page.waitForTimeout(3_000);
  const pan = await moves(page, selector);
  [told.pan_p95, told.pan_cpu] = [pan.p95, pan.cpu];
  await page.context().close();
}

const told = { blank: null, ours: {}, excalidraw: {}, tldraw: {} };
/** One part of the measurement; why it failed, if it did, is told with it. */
async function part(name, measure) {
  try {
    await measure(told[name]);
  } catch (error) {
    console.error(name, error);
    told[name].reason = `${error.message ?? error}`.split("\n")[0];
  }
}

await part("ours", ours);
const box = told.ours.box ?? { w: 1_000, h: 700 };
const page = await alone();
await page.goto("about:blank");
told.blank = p95(await page.evaluate(blit, { ...box, frames: FRAMES }));
await page.context().close();
const scale = Math.min(box.w / area.w, box.h / area.h, 1);
const boards = await serveBoards({ things: scene(THINGS), look: { scale, x: area.x, y: area.y } }, box);
await part("excalidraw", (told) => peer(told, `${boards.url}/excalidraw.html`, ".excalidraw canvas.interactive", true));
await part("tldraw", (told) => peer(told, `${boards.url}/tldraw.html`, ".tl-canvas", false));
boards.stop();
await close();
console.log(JSON.stringify(told));

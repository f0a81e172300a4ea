// Real Chromium pages, one browser context for each person, and pictures of what they see.

import AxeBuilder from "axe-core";
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const pictures = fileURLToPath(new URL("./pictures/", import.meta.url));
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

let browser;
const contexts = new Set();

function chromiumPath() {
  const found = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => path && existsSync(path));
  if (!found) throw new Error("Chromium is not installed");
  return found;
}

/** Closes every page of a story. */
export async function close() {
  for (const context of [...contexts]) await context.close();
  contexts.clear();
  await browser?.close();
  browser = undefined;
}

/** A person's own browser: an empty page. Anything the page complains about ends up in `page.complaints`.
 * `line`: what lies between this browser and the server; files that match `lost` do not arrive. With `listen`, everything
 * the server sends ends up in `page.heard`. */
export async function person({ viewport = desktop, scheme = "light", args = [], line, lost, listen } = {}) {
  browser ??= await chromium.launch({ executablePath: chromiumPath(), args: [...quiet, ...args] });
  // Chromium leaves its own machine out of proxies unless told otherwise.
  const proxy = line && { server: line.server, bypass: "<-loopback>" };
  const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: "reduce", locale: "en-US", proxy });
  contexts.add(context);
  context.setDefaultTimeout(15_000);
  if (lost) await context.route(lost, (route) => route.abort());
  context.on("page", (page) => watch(page, listen));
  return context.newPage();
}

/** Keeps what the page complains about, and with `listen` what it is sent. */
function watch(page, listen) {
  page.complaints = [];
  page.heard = [];
  if (listen) {
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => page.heard.push(Buffer.from(payload))));
  }
  page.on("pageerror", (error) => page.complaints.push(`${error}`));
  page.on("console", (message) => {
    // A line that is cut on purpose is reported by the browser itself.
    const cut = /WebSocket|ERR_|Failed to load resource/.test(message.text());
    if (message.type() === "error" && !cut) page.complaints.push(message.text());
  });
  page.on("response", (response) => {
    const missing = response.status() >= 400 && response.url().includes("/assets/");
    if (missing) page.complaints.push(`${response.status()} for ${response.url()}`);
  });
}

/** Pictures of the page as it is: light and dark, on a desktop and on a phone. */
export async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  const before = page.viewportSize();
  for (const [size, viewport] of [["1440", desktop], ["390", phone]]) {
    await page.setViewportSize(viewport);
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForTimeout(120);
      await page.screenshot({ path: `${pictures}${name}-${size}-${scheme}.png` });
    }
    const wide = await page.evaluate(cutOff);
    if (wide.length > 0) throw new Error(`${name} does not fit a screen of ${size} px: ${wide.slice(0, 3).join("; ")}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
}

/** In the page: what is wider than the screen, or cut off by a box that neither scrolls nor shows that it cuts. */
function cutOff() {
  const wide = [];
  const told = (element, by) => `${element.localName}.${element.className?.baseVal ?? element.className} by ${by} px`;
  const more = document.documentElement.scrollWidth - innerWidth;
  if (more > 0) wide.push(told(document.documentElement, more));
  for (const element of document.querySelectorAll("body *")) {
    const { overflowX, textOverflow, position, clipPath, visibility } = getComputedStyle(element);
    const hidden = element.clientWidth <= 1 || clipPath !== "none" || visibility === "hidden" || !element.checkVisibility();
    // Fields scroll by themselves, and the canvas is a window onto a larger board.
    const window = element.matches("input, textarea, select, .canvas");
    const cuts = (overflowX === "hidden" || overflowX === "clip") && textOverflow !== "ellipsis" && !window;
    const by = element.scrollWidth - element.clientWidth;
    if (!hidden && cuts && by > 3) wide.push(told(element, by));
    const beyond = Math.round(element.getBoundingClientRect().right - innerWidth);
    if (!hidden && position === "fixed" && beyond > 1 && element.getBoundingClientRect().left < innerWidth) wide.push(told(element, beyond));
  }
  return wide;
}

/** What everybody had before their eyes when a story failed: a picture each, and the text of the page. */
export async function evidence() {
  mkdirSync(pictures, { recursive: true });
  const pages = [...contexts].flatMap((context) => context.pages());
  for (const [n, page] of pages.entries()) {
    await page.screenshot({ path: `${pictures}failed-${n + 1}.png` }).catch(() => {});
    const text = await page.evaluate(() => document.body.innerText).catch((error) => `${error}`);
    console.log(`── page ${n + 1}: ${page.url().split("#")[0]} ${page.complaints?.join("; ") ?? ""}\n${text}`);
  }
}

/** Refuses what axe finds serious on the page, in both themes, and icons that are not there. */
export async function accessible(page, name) {
  const missing = () => [...document.querySelectorAll("use")]
    .map((use) => use.getAttribute("href"))
    .filter((icon) => !document.querySelector(icon));
  await page.waitForFunction(`(${missing})().length === 0`, undefined, { timeout: 5_000 }).catch(async () => {
    throw new Error(`${name}: there is no ${await page.evaluate(missing)} to be drawn`);
  });
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate(AxeBuilder.source);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    if (serious.length > 0) {
      const told = serious.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 3).map((n) => n.html).join("\n  ")}`);
      throw new Error(`${name} (${scheme}): ${told.join("\n")}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Nothing went wrong behind the page. */
export function calm(...pages) {
  for (const page of pages) {
    if (page.complaints.length > 0) throw new Error(`the page complained: ${page.complaints.join("\n")}`);
  }
}

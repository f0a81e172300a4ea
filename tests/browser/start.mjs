// How long an officer waits on a slow PC with a slow line: for the join form, and after *Join* for the room. Beside it a
// React page that does the same, in the same run and in turns. The last line is JSON, milliseconds:
// {"join":{"ours":[…],"peer":[…]},"room":{"ours":[…],"peer":[…]}}

import { close, person } from "./browser.mjs";
import { House } from "./house.mjs";
import { servePeer } from "./peer/serve.mjs";

const RUNS = Number(process.argv[2] ?? 5);
/** The processor at a quarter of its speed; 1.6 Mbit/s down, 0.75 up, 150 ms there and back. */
const SLOW = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false };
const SLOWDOWN = 4;
/** The page is left alone until it has loaded. */
const LOADING_MS = 3_000;
/** Somebody types a name and chooses a department and a rank. */
const TYPING_MS = 3_000;
/** Everybody on the list is let in once, so each turn has an officer of its own. */
const officer = (turn) => `Officer ${turn}`;

/** A page with nothing in its cache, on the slow PC and line. */
async function slowPerson() {
  const page = await person();
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", SLOW);
  await line.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  return page;
}

/** Runs in the page before anything of its own: notes when somebody could first use the form, and when the room is there
 *  after the form was sent. The tooling's own script in the page would cost a slow processor more than what is measured. */
function watch(form) {
  const times = (window.times = {});
  const seen = (selector, then) => {
    const found = document.querySelector(selector);
    if (found?.getClientRects().length) then(performance.now());
    else requestAnimationFrame(() => seen(selector, then));
  };
  seen(form, (at) => (times.join = at));
  addEventListener("submit", () => {
    const sent = performance.now();
    seen(".room", (at) => (times.room = at - sent));
  }, { capture: true, once: true });
}

async function run(url, form, name) {
  const page = await slowPerson();
  await page.addInitScript(watch, form);
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForTimeout(LOADING_MS);
  await page.locator(form).waitFor();
  await page.waitForTimeout(TYPING_MS);
  await fill(page, name);
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForTimeout(LOADING_MS);
  await page.locator(".room").waitFor();
  const times = await page.evaluate(() => window.times);
  await page.context().close();
  return times;
}

async function fill(page, name) {
  await page.getByLabel("Name").first().fill(name);
  await page.getByLabel("Department").first().selectOption("Riverton PD");
  await page.getByLabel("Rank").first().selectOption({ index: 1 });
}

const house = await House.start();
const plan = await house.plan({ auto_admit_listed: true });
const expected = Array.from({ length: RUNS }, (_, turn) => `${officer(turn)},Riverton PD`);
await house.json("POST", `/api/sessions/${plan.session.id}/expected`, { text: ["name,department", ...expected].join("\n") });
const opened = await house.json("POST", `/api/sessions/${plan.session.id}/open`);
const peer = await servePeer();
const times = { join: { ours: [], peer: [] }, room: { ours: [], peer: [] } };
try {
  for (let turn = 0; turn < RUNS; turn += 1) {
    for (const [who, url, form] of [["ours", opened.links.officer, "#name"], ["peer", peer.url, "form input"]]) {
      const { join, room } = await run(url, form, officer(turn));
      times.join[who].push(join);
      times.room[who].push(room);
    }
  }
} finally {
  peer.stop();
  await close();
  await house.close();
}
console.log(JSON.stringify(times));

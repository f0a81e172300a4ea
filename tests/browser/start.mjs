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

/** Milliseconds from here until `selector` can be seen, as the page's own frames tell it. */
async function until(page, selector, act) {
  const start = Date.now();
  await act();
  const end = await page.waitForFunction((selector) => {
    const found = document.querySelector(selector);
    return found && found.getClientRects().length > 0 ? Date.now() : 0;
  }, selector, { polling: "raf", timeout: 60_000 });
  return (await end.jsonValue()) - start;
}

async function run(url, form, name) {
  const page = await slowPerson();
  const join = await until(page, form, () => page.goto(url, { waitUntil: "commit" }));
  await page.waitForTimeout(TYPING_MS);
  await fill(page, name);
  const room = await until(page, ".room", () => page.getByRole("button", { name: "Join" }).click());
  await page.context().close();
  return { join, room };
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

// In and out of a room again and again in one page, and what is left of it: `node cycles.mjs` prints it as JSON.

import { close, desktop, person } from "./browser.mjs";
import { closeHouses, House } from "./house.mjs";
import { facilitatorEnters, fillIn } from "./people.mjs";
import { pathToFileURL } from "node:url";

/** How often somebody leaves and comes back. */
export const TIMES = 65;
/** What is made once, like fonts, parts of the program and the memory for the fullest moment, is there after so many times. */
const WARM = 20;

/** Runs in the page before anything else: keeps hold of the program's memory and counts open sockets. */
function watch() {
  const memories = new Set();
  const sockets = new Set();
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await real.apply(WebAssembly, args);
      for (const thing of Object.values((made.instance ?? made).exports)) {
        if (thing instanceof WebAssembly.Memory) memories.add(thing);
      }
      return made;
    };
  }
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(...args) {
      super(...args);
      sockets.add(this);
    }
  };
  window.counted = () => ({
    wasm: [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    sockets: [...sockets].filter((socket) => socket.readyState < Real.CLOSING).length,
  });
}

async function count(page, protocol) {
  for (let time = 0; time < 3; time += 1) await protocol.send("HeapProfiler.collectGarbage");
  const { nodes, jsEventListeners: listeners } = await protocol.send("Memory.getDOMCounters");
  return { nodes, listeners, ...(await page.evaluate(() => window.counted())) };
}

async function leavesAndComesBack(page) {
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await page.locator("dialog[open]").getByRole("button", { name: "Leave", exact: true }).click();
  await page.getByRole("button", { name: "Come back" }).click();
  await page.getByRole("button", { name: "Raise hand" }).waitFor();
}

/** How nodes, listeners, memory and sockets of the page, and the server's roster, grow while somebody comes and goes. */
export async function cycles(house) {
  const plan = await house.open();
  const facilitator = await facilitatorEnters(house, plan);
  const page = await person({ viewport: desktop });
  await page.addInitScript(watch);
  await page.goto(plan.links.officer);
  await fillIn(page, "Dana Kaplan");
  await page.getByRole("heading", { name: "You are in the lobby" }).waitFor();
  await facilitator.getByRole("button", { name: "Let in" }).click();
  await page.getByRole("button", { name: "Raise hand" }).waitFor();
  const protocol = await page.context().newCDPSession(page);
  for (let time = 0; time < WARM; time += 1) await leavesAndComesBack(page);
  const before = await count(page, protocol);
  for (let time = 0; time < TIMES; time += 1) await leavesAndComesBack(page);
  const after = await count(page, protocol);
  await facilitator.getByRole("tab", { name: "People 2" }).click();
  const roster = await facilitator.locator(".people .person").count();
  const growth = (what) => after[what] - before[what];
  return {
    cycles: TIMES,
    nodes: growth("nodes"),
    listeners: growth("listeners"),
    wasm: growth("wasm"),
    sockets: after.sockets,
    roster,
    complaints: [...page.complaints, ...facilitator.complaints],
    after,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const house = await House.start();
  console.log(JSON.stringify(await cycles(house)));
  await close();
  await closeHouses();
  process.exit(0);
}

// What an anonymous poll costs a browser: drawing and sealing one's own ballot on a processor four times slower, and checking
// a board of 300. Prints one line of JSON. `ROLLCALL_BINARY` serves the files, `SEAL_DESK` (an example of the crate `seal`)
// plays the server's part.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { close, person } from "./browser.mjs";
import { House, closeHouses } from "./house.mjs";

const SLOWDOWN = 4;
const VOTES = 9;

const desk = spawn(process.env.SEAL_DESK, [], { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: desk.stdout })[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value;
const [name, key, board] = (await next()).split(" ");

const house = await House.start();
const page = await person();
const script = new Promise((found) => page.on("response", (response) => {
  const folder = /(.*\/assets\/[^/]+)\//.exec(response.url())?.[1];
  if (folder) found(folder);
}));
await page.goto(house.url);
const folder = await script;
await page.exposeFunction("sign", async (drawn) => {
  desk.stdin.write(`${drawn}\n`);
  return next();
});
const tools = await page.context().newCDPSession(page);
await tools.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
const vote = await page.evaluate(async ({ folder, name, key, votes }) => {
  const seal = await import(`${folder}/seal.js`);
  await seal.default();
  const read = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const written = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const [of, cells, keys, answer] = [read(name), new Uint8Array([0]), read(key), new Uint8Array(48)];
  const times = [];
  for (let n = 0; n < votes; n += 1) {
    let start = performance.now();
    const voter = seal.draw(of, cells, keys);
    const drawn = written(seal.blinded(voter));
    let spent = performance.now() - start;
    const signature = read(await window.sign(drawn));
    start = performance.now();
    const token = seal.accept(voter, cells, keys, signature);
    if (seal.ballots(token, answer)?.length !== 433) throw new Error("no ballot came of it");
    spent += performance.now() - start;
    times.push(spent);
  }
  // The first one still compiles.
  return times.slice(1).sort((a, b) => a - b)[Math.floor((votes - 1) / 2)];
}, { folder, name, key, votes: VOTES });
await tools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
const verify = await page.evaluate(async ({ folder, name, key, board }) => {
  const seal = await import(`${folder}/seal.js`);
  const read = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const start = performance.now();
  const cells = seal.check(read(name), new Uint8Array([0]), read(key), read(board));
  if (cells?.length !== 300) throw new Error("the board is not valid");
  return performance.now() - start;
}, { folder, name, key, board });
console.log(JSON.stringify({ vote_cpu_ms_4x: vote, verify_300_ms: verify }));
desk.kill();
await close();
await closeHouses();
process.exit(0);

// Runs the browser stories: `node run.mjs [part of a name]`. The last line is `N passed, N failed`.
// Pictures of every screen go to tests/browser/pictures.

import { close, evidence } from "./browser.mjs";
import { closeHouses } from "./house.mjs";
import { closeLines } from "./line.mjs";
import { readdirSync } from "node:fs";

const wanted = process.argv[2] ?? "";
const stories = [];

/** Tells a story: a name that reads like a sentence, and what happens in it. */
export function story(name, tell) {
  stories.push({ name, tell });
}
globalThis.story = story;

const folder = new URL("./stories/", import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith(".mjs")).sort()) {
  await import(new URL(file, folder));
}

let passed = 0;
let failed = 0;
for (const { name, tell } of stories.filter(({ name }) => name.includes(wanted))) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  try {
    await tell();
    passed += 1;
    console.log(`ok     ${name} (${seconds()} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name} (${seconds()} s)\n${error.stack ?? error}`);
    await evidence();
  } finally {
    await close();
    closeLines();
    await closeHouses();
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

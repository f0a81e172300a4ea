// Coming and going leaves nothing behind, in the page and on the server.

import { cycles, TIMES } from "../cycles.mjs";
import { House } from "../house.mjs";

/** The smallest step by which a program's memory can grow, bytes. */
const PAGE = 65_536;

story(`an officer leaves and comes back ${TIMES} times, and page and roster stay as they were`, async () => {
  const found = await cycles(await House.start());
  const grown = ["nodes", "listeners"].filter((what) => found[what] > 0);
  if (found.wasm > PAGE) grown.push("wasm");
  const told = JSON.stringify(found);
  if (grown.length > 0) throw new Error(`grown: ${grown.join(", ")}: ${told}`);
  if (found.after.wasm === 0) throw new Error(`the program's memory was not found: ${told}`);
  if (found.sockets !== 1) throw new Error(`not one socket but ${found.sockets}: ${told}`);
  if (found.roster !== 2) throw new Error(`not two people but ${found.roster} on the roster: ${told}`);
  if (found.complaints.length > 0) throw new Error(found.complaints.join("\n"));
});

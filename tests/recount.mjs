// Counts an anonymous poll again from the file that a facilitator has downloaded, with nothing of Rollcall's own code: only
// what Node knows of RFC 8017 (RSASSA-PSS, which RFC 9474 signs by) and RFC 8032 (Ed25519).
//
//   node tests/recount.mjs anonymous-poll.json

import { constants, createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const { format, poll, ballots } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const fail = (why) => {
  console.error(why);
  process.exit(1);
};
if (format !== "rollcall anonymous poll 2") fail("This is not the file of an anonymous poll.");

const name = Buffer.from(poll.name, "hex");
const keys = poll.keys.map((der) => createPublicKey({ key: Buffer.from(der, "base64"), format: "der", type: "spki" }));
const board = ballots.map((ballot) => Buffer.from(ballot, "base64"));
if (createHash("sha256").update(Buffer.concat(board)).digest("hex") !== poll.board) fail("These are not the ballots that were announced.");

// A ballot: its key 32, randomizer 32, the server's signature 256, cell 1, answer 48, the key's signature 64.
let before = Buffer.alloc(0);
const answers = board.map((ballot) => {
  if (ballot.length !== 433) fail("A ballot has the wrong length.");
  const [key, randomizer, token, said, seal] = [[0, 32], [32, 64], [64, 320], [320, 369], [369, 433]].map(([a, b]) => ballot.subarray(a, b));
  if (Buffer.compare(before, key) >= 0) fail("The ballots are not sorted, or one occurs twice.");
  before = key;
  const signer = keys[said[0]] ?? fail("A ballot is for a statement that does not exist.");
  const pss = { key: signer, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  if (!verify("sha384", Buffer.concat([randomizer, name, key]), pss, token)) fail("The server did not sign a ballot.");
  const voter = createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]), format: "der", type: "spki" });
  const signed = Buffer.concat([Buffer.from("rollcall ballot 1"), name, said]);
  if (!verify(null, signed, voter, seal)) fail("An answer was not signed by its ballot.");
  return { cell: said[0], answer: said.subarray(1) };
});

// How answers are written: 0 for a blank, 1 for none given, 2 and then a number for each row, or the one for the row that
// this ballot is about.
const { manner, rows, max } = poll.kind;
const byRow = ["Agreement", "Rating", "Grid"].includes(manner);
const each = byRow ? rows.length : 1;
const width = { Agreement: max, Rating: max, Ranking: max, Grid: 25 }[manner] ?? 1;
poll.groups.forEach(([group, told], at) => {
  const counts = rows.map(() => Array(width).fill(0));
  const own = answers.filter(({ cell }) => Math.floor(cell / each) === at);
  for (const { cell, answer } of own.filter(({ answer }) => answer[0] === 2)) {
    if (manner === "Grid") counts[cell % each][Math.floor(answer[1] / 10) * 5 - 5 + (answer[1] % 10) - 1] += 1;
    else if (byRow) counts[cell % each][answer[1] - 1] += 1;
    else if (manner === "Points") rows.forEach((_, row) => (counts[row][0] += answer.readUInt16LE(1 + row * 2)));
    else if (manner === "Ranking") rows.forEach((_, row) => answer[1 + row] && (counts[row][answer[1 + row] - 1] += 1));
    else rows.forEach((_, row) => (counts[row][0] += answer[1 + row]));
  }
  if (JSON.stringify(counts) !== JSON.stringify(told.rows)) fail(`Counting again gives another result for ${group || "all"}.`);
});
if (Math.max(...keys.map((_, cell) => answers.filter((a) => a.cell % each === cell % each).length)) > poll.issued) {
  fail("There are more ballots than people who had one.");
}
console.log(`${board.length} valid ballots, and the same result: ${JSON.stringify(poll.groups.map(([group, { rows }]) => [group, rows]))}`);

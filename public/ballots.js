// Ballots of anonymous polls: drawn when a poll opens, kept in this tab, sent without a name when it has closed, and looked
// for on the published board. The program brings this file in when the first such poll opens.
import init, { accept, ballots, blinded, check, draw, words } from "./seal.js";

/** Bytes of a ballot on a board. */
const BALLOT = 433;
/** Where a ballot says for which cell it is, and then what; and how many bytes that is. */
const SAID_AT = 320;
const SAID = 49;
/** Pause before something that failed is tried again, in milliseconds. */
const PAUSE = 1500;
/** So often at most. */
const TRIES = 40;
/** A request that is not answered within this time is given up, in milliseconds. */
const PATIENCE = 8000;

let module;
/** The cryptography; a file that did not arrive is fetched again. */
async function ready() {
  for (let tries = 1; ; tries += 1) {
    try {
      return await (module ??= init());
    } catch (error) {
      module = undefined;
      if (tries === 10) throw error;
      await pause(PAUSE);
    }
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const written = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const read = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** What is kept of a poll; in memory where a browser keeps nothing. */
const memory = new Map();
const place = (name) => `rollcall.ballot.${hex(name)}`;

function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(place(name))) ?? memory.get(place(name)) ?? {};
  } catch {
    return memory.get(place(name)) ?? {};
  }
}

function keep(name, change) {
  const now = { ...kept(name), ...change };
  memory.set(place(name), now);
  try {
    sessionStorage.setItem(place(name), JSON.stringify(now));
  } catch {
    // It is in memory.
  }
}

function forget(name) {
  memory.delete(place(name));
  try {
    sessionStorage.removeItem(place(name));
  } catch {
    // It was in memory.
  }
}

/** A moment between 0 and `most` milliseconds that nobody can guess. */
function moment(most) {
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  return (number / 2 ** 32) * most;
}

/** Sends or fetches as nobody in particular. */
const asNobody = (path, more) =>
  fetch(path, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...more });

const drawing = new Map();

/** Draws the ballots of a poll, once; `true` when they are here. `path` is where the server signs them. */
function drawn(path, name, cells, keys) {
  const under = drawing.get(hex(name)) ?? draws(path, name, cells, keys);
  drawing.set(hex(name), under);
  return under;
}

async function draws(path, name, cells, keys) {
  await ready();
  if (kept(name).token) return true;
  if (!kept(name).voter) {
    const voter = draw(name, cells, keys);
    if (!voter) return false;
    // Kept before it is sent: who loads the page again asks for the same signature.
    keep(name, { voter: written(voter), cells: cells.length });
  }
  const voter = read(kept(name).voter);
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const answer = await fetch(path, { method: "POST", body: blinded(voter), signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) {
        const token = accept(voter, cells, keys, new Uint8Array(await answer.arrayBuffer()));
        if (token) keep(name, { token: written(token) });
        return Boolean(token);
      }
      if (answer.status < 500 && answer.status !== 429) return false;
    } catch {
      // The line is down; it is tried again.
    }
    await pause(PAUSE);
  }
  return false;
}

/** Keeps an answer as it will be sent; nothing is sent. */
const choose = (name, slips) => keep(name, { slips: written(slips) });

/** The answer that is kept. */
const chosen = (name) => (kept(name).slips ? read(kept(name).slips) : undefined);

/** Sends one ballot until it is taken, or cannot be any more. */
async function cast(path, ballot) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const { status } = await asNobody(path, { method: "POST", body: ballot });
      if (status === 204 || status === 409 || status === 400) return;
    } catch {
      // The line is down; it is tried again.
    }
    await pause(PAUSE);
  }
}

/** What is being sent; `true` for what was asked for once more meanwhile, because the server may have lost it. */
const sending = new Map();

/** Sends the ballots of a poll that has closed, each at a moment of its own within `spread` ms; `blank` for no answer. */
async function send(path, name, blank, spread) {
  await ready();
  // A signature that is still on its way is waited for.
  await drawing.get(hex(name));
  const { token, slips, cells } = kept(name);
  if (!token) return;
  if (sending.has(hex(name))) {
    sending.set(hex(name), true);
    return;
  }
  sending.set(hex(name), false);
  const all = ballots(read(token), slips ? read(slips) : blank);
  if (!all) {
    sending.delete(hex(name));
    return;
  }
  const length = all.length / cells;
  const each = Array.from({ length: cells }, (_, n) => all.slice(n * length, (n + 1) * length));
  await Promise.all(each.map(async (ballot) => {
    await pause(moment(spread));
    await cast(path, ballot);
  }));
  const again = sending.get(hex(name));
  sending.delete(hex(name));
  if (again) await send(path, name, blank, spread);
}

/**
 * Checks the published board: every ballot, that none counts twice, that there are not more than `issued` for any
 * statement (of `each` in a group) nor more for a group than it has people (`sizes`), and that one's own are among them.
 * What is found, and what the ballots say, each with its cell: "counted"; "other" for one's own ballot with another answer, from another tab; "missing", "wrong", "unread"; "watched" for
 * who had no ballot. What has been looked for is forgotten.
 */
async function checked(path, name, keys, digest, issued, each, blank, sizes) {
  await ready();
  const { token, slips } = kept(name);
  let board;
  for (let tries = 0; !board && tries < 5; tries += 1) {
    if (tries > 0) await pause(PAUSE);
    await pause(moment(2000));
    try {
      const answer = await asNobody(path);
      if (answer.ok) board = new Uint8Array(await answer.arrayBuffer());
    } catch {
      // The line is down; it is tried again.
    }
  }
  if (!board) return ["unread"];
  const numbers = Uint8Array.from({ length: keys.length / 294 }, (_, n) => n);
  const cells = check(name, numbers, keys, board);
  const told = crypto.subtle ? hex(new Uint8Array(await crypto.subtle.digest("SHA-256", board))) : hex(digest);
  const of = Array.from({ length: each }, (_, at) => (cells ?? []).filter((cell) => cell % each === at).length);
  const crowded = (n) => (cells ?? []).filter((cell) => cell === n).length > sizes[Math.floor(n / each)];
  forget(name);
  if (!cells || told !== hex(digest) || of.some((n) => n > issued) || numbers.some(crowded)) return ["wrong"];
  const said = new Uint8Array((board.length / BALLOT) * SAID);
  for (let n = 0; n < board.length / BALLOT; n += 1) said.set(board.subarray(n * BALLOT + SAID_AT, n * BALLOT + SAID_AT + SAID), n * SAID);
  if (!token) return ["watched", said];
  const own = ballots(read(token), slips ? read(slips) : blank);
  const lines = new Map();
  const line = (all, at) => [hex(all.subarray(at, at + 32)), hex(all.subarray(at, at + BALLOT))];
  for (let at = 0; at < board.length; at += BALLOT) lines.set(...line(board, at));
  let found = "counted";
  for (let at = 0; at < own.length; at += BALLOT) {
    const [key, all] = line(own, at);
    if (!lines.has(key)) return ["missing", said];
    if (lines.get(key) !== all) found = "other";
  }
  return [found, said];
}

/** Five words that everybody in a poll should see alike. */
async function pollWords(poll) {
  await ready();
  return words(poll);
}

window.rollcallBallots = { drawn, choose, chosen, send, checked, forget, pollWords };

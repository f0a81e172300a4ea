// The join page: from a link or code to a seat, then into the room without loading another page.
// Asks POST /api/look who and when, POST /api/join for a seat. What it keeps: seat.js.

import { bringRoom, openRoom } from "./open.js";
import { chip, find, line, mark, post, say, show, tell } from "./page.js";
import { clearWhatIsOwed, keepSeat, ownSeat, seatOfThisTab } from "./seat.js";
import { hoursInWords, span, startsInWords } from "./when.js";

const LOOK_AGAIN_MS = 15_000;
const CODE_LENGTH = 8;
/** Characters no code contains, because people mistake one for the other. */
const NEVER_IN_CODES = /[01ILO]/;

let key = "";
let session = null;
/** Raised with every new look, so that a late answer to an older one is dropped. */
let turn = 0;
let nextLook = 0;
let offlineLooks = 0;
let joining = false;

// The code

/** What a person typed or pasted, as the server knows it: the part after `#` of a link, or the bare code. */
function cleanKey(typed) {
  const text = typed.trim();
  return text.includes("#") ? text.slice(text.lastIndexOf("#") + 1) : text.replace(/[^a-z0-9]/gi, "").toUpperCase();
}

function askForCode() {
  clearTimeout(nextLook);
  document.title = "Join · Rollcall";
  show("code");
  find("code").focus();
}

function wrongCode() {
  find("code").value = key.length <= CODE_LENGTH + 3 ? key : "";
  find("code-wrong").hidden = false;
  history.replaceState(null, "", "/");
  say("We don't know that code. Check the invitation, or ask your coordinator.");
  askForCode();
  find("code").select();
}

function problemWithCode(typed, code) {
  if (!code) return "Type the code from your invitation.";
  if (typed.includes("#")) return "";
  const stray = code.match(NEVER_IN_CODES)?.[0];
  if (stray) return `Codes never contain ${stray}. Look at that character again.`;
  if (code.length !== CODE_LENGTH) return `A code has ${CODE_LENGTH} letters and numbers. This one has ${code.length}.`;
  return "";
}

find("code-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = find("code");
  const code = cleanKey(field.value);
  const problem = problemWithCode(field.value, code);
  find("code-wrong").hidden = true;
  mark(field, problem);
  if (problem) return field.focus();
  history.replaceState(null, "", `/#${code}`);
  start();
});

// Looking the key up

function start() {
  clearTimeout(nextLook);
  session = null;
  offlineLooks = 0;
  key = decodeURIComponentSafely(location.hash.slice(1));
  if (!key) return askForCode();
  if (seatOfThisTab()) show("looking");
  else showDoor();
  look();
}

/** Everybody writes a name, so that can begin before the server has said which session this is. */
function showDoor() {
  find("title").textContent = "One moment";
  find("facts").hidden = find("records").hidden = find("check-card").hidden = true;
  find("planned").hidden = find("ended").hidden = find("again").hidden = true;
  for (const part of document.querySelectorAll("[data-for]")) part.hidden = true;
  find("form-title").textContent = "Your name";
  find("form").hidden = find("form-foot").hidden = false;
  show("session");
}

function decodeURIComponentSafely(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function lookAgain(milliseconds) {
  clearTimeout(nextLook);
  nextLook = setTimeout(look, milliseconds);
}

async function look() {
  const mine = ++turn;
  try {
    await clearWhatIsOwed();
    const found = await post("/api/look", { key });
    if (mine !== turn) return;
    offlineLooks = 0;
    showSession(found);
  } catch (trouble) {
    if (mine === turn) lookFailed(trouble);
  }
}

function lookFailed(trouble) {
  if (trouble.name === "unknown_code") return wrongCode();
  if (trouble.name === "slow_down") return slowDown(trouble);
  offlineLooks += 1;
  lookAgain(Math.min(LOOK_AGAIN_MS, 1000 * 2 ** offlineLooks));
  if (session) {
    find("planned-offline").hidden = false;
    return;
  }
  const offline = trouble.name === "offline";
  showTrouble(offline ? "No connection" : "The server has a problem", trouble.message);
  find("trouble-next").textContent = offline
    ? "Check the Wi-Fi or the cable. This page tries again by itself."
    : "This page tries again by itself.";
}

function showTrouble(title, text) {
  const already = !find("trouble-title").closest("[data-state]").hidden;
  find("trouble-title").textContent = title;
  find("trouble-text").textContent = text;
  find("trouble-again").hidden = false;
  show("trouble");
  if (!already) find("trouble-title").focus();
}

/** Too many wrong codes came from this network: count down, then look again. */
function slowDown(trouble) {
  showTrouble("Too many tries", "Too many wrong codes came from this network.");
  find("trouble-again").hidden = true;
  const until = Date.now() + trouble.waitSeconds * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) return look();
    find("trouble-next").textContent = `This page tries again in ${left} ${left === 1 ? "second" : "seconds"}.`;
    nextLook = setTimeout(tick, 1000);
  };
  tick();
}

find("trouble-again").addEventListener("click", look);
addEventListener("online", () => (session ? session.state === "planned" : key) && look());
addEventListener("hashchange", () => location.pathname === "/" && start());

// A known session

function showSession(found) {
  const before = session?.state;
  session = found;
  find("planned-offline").hidden = true;
  if (before !== found.state) {
    writeFacts();
    show("session");
    enter(found.state);
  }
  if (found.state === "planned") {
    find("starts").textContent = startsInWords(found.starts_at - Date.now());
    // Spread out, so that a whole class does not ask in the same second.
    lookAgain(LOOK_AGAIN_MS * (0.8 + 0.4 * Math.random()));
  }
}

function enter(state) {
  const seat = ownSeat(session);
  const back = state === "open" && seat;
  const form = state === "open" && !seat;
  find("planned").hidden = state !== "planned";
  find("ended").hidden = state !== "ended";
  find("again").hidden = !back;
  find("form").hidden = find("form-foot").hidden = !form;
  find("facts").hidden = false;
  find("check-card").hidden = state === "ended";
  if (state === "planned") checkComputer();
  if (state !== "ended") bringRoom();
  if (back) find("again-go").textContent = `Continue as ${seat.name || "before"}`;
  if (form) prepareForm();
  say(
    state === "open"
      ? `${session.title}. The room is open.`
      : state === "planned"
        ? `${session.title}. The room is not open yet.`
        : `${session.title}. This session has ended.`,
  );
}

function writeFacts() {
  document.title = `${session.title} · Rollcall`;
  find("title").textContent = session.title;
  find("practice").hidden = !session.practice;
  find("led-by").textContent = session.led_by;
  find("led-by-row").hidden = !session.led_by;
  writeTime();
  const chips = session.departments.map((name) => chip(name));
  if (session.credit_minutes) chips.push(chip(hoursInWords(session.credit_minutes), "brand"));
  find("chips").replaceChildren(...chips);
  tell("audio", session.audio ?? "");
  find("audio-row").hidden = !session.audio;
  find("keeps").replaceChildren(...session.keeps.map((text) => line("check", text)));
  find("erases").replaceChildren(...session.erases.map((text) => line("x", text)));
  find("erases-title").hidden = !session.erases.length;
  find("notes").replaceChildren(...session.notes.map((text) => line("shield-check", text)));
  find("records").hidden = !session.keeps.length && !session.erases.length;
}

function writeTime() {
  const [day, hours, zone] = span(session.starts_at, session.minutes, session.time_zone);
  const [dayHere, hoursHere, zoneHere] = span(session.starts_at, session.minutes);
  find("day").textContent = day;
  find("hours").textContent = `${hours} ${zone}`;
  const other = hours !== hoursHere || day !== dayHere;
  const where = `${dayHere === day ? "" : `${dayHere}, `}${hoursHere} where you are${zoneHere && ` (${zoneHere})`}`;
  tell("hours-here", other ? where : "");
}

// A seat this browser has already. It is offered, never taken by itself: at a shared PC the next person says "Not you?".

find("again-go").addEventListener("click", () => {
  const { seat, name } = ownSeat(session);
  keepSeat({ session: session.session, seat }, name ?? "");
  openRoom({ session: session.session, seat });
});
find("again-clear").addEventListener("click", async () => {
  find("again-clear").disabled = true;
  try {
    await post("/api/forget", {});
    session.own = null;
    sessionStorage.clear();
    find("form").reset(); // a browser fills in again what the one before typed
    enter(session.state);
    say("This PC is cleared.");
    find("name").focus();
  } catch (trouble) {
    find("again-clear").textContent = `Not cleared: ${trouble.message} Try again`;
  }
  find("again-clear").disabled = false;
});

// The form

function prepareForm() {
  const guest = session.role !== "officer";
  for (const part of document.querySelectorAll("[data-for]")) {
    part.hidden = !part.dataset.for.split(" ").includes(session.role);
  }
  find("observer-note").hidden = session.role !== "observer";
  find("form-title").textContent = guest ? "Your name in the room" : "Your name on the roster";
  find("name-label").textContent = session.role === "guest" ? "First name" : "Name";
  find("name").autocomplete = session.role === "guest" ? "given-name" : "name";
  const options = session.departments.map((name) => new Option(name, name));
  if (options.length !== 1) options.unshift(new Option("Choose", ""));
  find("department").replaceChildren(...options, new Option("Other", "other"));
  showOther();
  warnOldBrowser();
}

function showOther() {
  for (const id of ["department", "rank"]) {
    find(`${id}-other-row`).hidden = find(id).value !== "other" || session.role !== "officer";
  }
}

async function warnOldBrowser() {
  const { browser } = await import("{{base}}/check.js");
  const result = browser();
  find("too-old").lastElementChild.textContent = result.text;
  find("too-old").hidden = result.state !== "fails";
}

/** The value of a field as it should be sent: trimmed, inner spaces single. */
function value(id) {
  return find(id).value.trim().replace(/\s+/g, " ");
}

/** The fields to fill in for this role, each with what to say while it is empty. */
function required() {
  const name = ["name", "Write your name as it should stand on the roster."];
  if (session.role !== "officer") {
    return [["name", "Write your name."], ["organization", "Write the organization you come from."]];
  }
  const fields = [name, ["department", "Choose your department."], ["rank", "Choose your rank."]];
  if (value("department") === "other") fields.push(["department-other", "Write the name of your department."]);
  if (value("rank") === "other") fields.push(["rank-other", "Write your rank or role."]);
  return fields;
}

function readForm() {
  const pick = (id) => (value(id) === "other" ? value(`${id}-other`) : value(id));
  const officer = session.role === "officer";
  return {
    key,
    name: value("name"),
    department: officer ? pick("department") : "",
    rank: officer ? pick("rank") : "",
    training_id: officer ? value("training-id") : "",
    organization: officer ? "" : value("organization"),
  };
}

/** Marks what is missing and returns the first such field. */
function firstMissing() {
  let first = null;
  for (const [id, message] of required()) {
    const missing = !value(id);
    mark(find(id), missing ? message : "");
    if (missing) first ??= find(id);
  }
  return first;
}

function setJoining(now) {
  joining = now;
  find("go").setAttribute("aria-disabled", String(now));
  find("go").firstElementChild.textContent = now ? "Joining" : "Join";
}

find("form").addEventListener("change", showOther);
find("form").addEventListener("input", (event) => find(`${event.target.id}-error`) && mark(event.target, ""));
find("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (joining) return;
  if (!session) return say("One moment. We are looking up your session.");
  tell("form-error", "");
  const missing = firstMissing();
  if (missing) return missing.focus();
  setJoining(true);
  try {
    const taken = await post("/api/join", readForm());
    keepSeat(taken, value("name"));
    await openRoom(taken);
  } catch (trouble) {
    setJoining(false);
    joinFailed(trouble);
  }
});

function joinFailed(trouble) {
  if (trouble.name === "unknown_code") return wrongCode();
  if (trouble.name === "slow_down") return slowDown(trouble);
  if (trouble.name === "not_open" || trouble.name === "ended") return look();
  if (trouble.name === "bad_name") {
    mark(find("name"), trouble.message);
    return find("name").focus();
  }
  const rest = trouble.name === "offline" ? " What you typed is still here. Press Join again." : "";
  tell("form-error", trouble.message + rest);
  find("form-error").focus();
}

// The computer check

async function checkComputer() {
  find("check").disabled = true;
  find("check-sum").textContent = "Checking.";
  const { checkAll } = await import("{{base}}/check.js");
  const results = await checkAll();
  const icons = { ok: "check", weak: "triangle-alert", fails: "circle-x" };
  find("checks").replaceChildren(...results.map(({ state, text }) => line(icons[state], text, state)));
  find("checks").hidden = false;
  find("check-sum").textContent = results.some(({ state }) => state === "fails")
    ? "Something is in the way. Do what stands above, or ask your coordinator."
    : "This device is ready.";
  find("check").disabled = false;
  find("check").textContent = "Check again";
}

find("check").addEventListener("click", () => checkComputer().then(() => say(find("check-sum").textContent)));

start();

requestAnimationFrame(() => setTimeout(() => document.documentElement.classList.add("lettered")));

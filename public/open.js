// The room's program: fetched at low priority behind the form, then started in this same page.
import { bringIcons } from "./icons.js";

/** After so long the page says that the line is slow, milliseconds. */
const LONG = 6000;
const asset = (name) => `{{base}}/${name}`;

let program = null;
let opening = false;

/** Fetches the program without getting in the way of the form. Doing it twice does nothing. */
export function bringRoom() {
  if (program) return;
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", media: "not all", href: asset("app.css") });
  const styled = new Promise((done) => (sheet.onload = sheet.onerror = done));
  document.head.append(sheet);
  const code = document.createElement("link");
  Object.assign(code, { rel: "modulepreload", href: asset("client.js"), fetchPriority: "low" });
  document.head.append(code);
  const ahead = document.createElement("link");
  Object.assign(ahead, { rel: "prefetch", href: asset("split.js") });
  document.head.append(ahead);
  bringIcons(asset("icons.svg"));
  const ready = WebAssembly.compileStreaming(fetch(asset("client_bg.wasm"), { priority: "low" }))
    .then(load)
    .catch(() => null); // fetched again when the room opens, which says so if that fails too
  program = { sheet, styled, ready, client: null };
  Promise.all([ready, styled]).then(([client]) => (program.client = client));
}

/** The program, ready to open the room in this page. */
async function load(compiled) {
  const client = await import(asset("client.js"));
  await client.default(compiled && { module_or_path: compiled });
  whenIdle(() => opening || client.warm());
  return client;
}

/** Turns this page into the room of a session, for who has this seat there. */
export async function openRoom({ session, seat }) {
  opening = true;
  bringRoom();
  // What is awaited below is there already then, so that the room is made before the line says its first word.
  if (program.client) program.client.dial(session, seat);
  history.pushState(null, "", `/room/${session}`);
  addEventListener("popstate", () => location.pathname === "/" && location.reload());
  showOpening();
  try {
    const { sheet, styled, ready } = program;
    await styled;
    const client = (await ready) ?? (await load());
    sheet.media = "all";
    client.open();
  } catch {
    cannotOpen();
  }
}

/** Not in between two keys of somebody who types. */
function whenIdle(work) {
  if (window.requestIdleCallback) requestIdleCallback(work);
  else setTimeout(work, 300);
}

function showOpening() {
  const main = document.createElement("main");
  main.className = "opening";
  main.innerHTML = '<p role="status">Opening the room</p><div class="bar" aria-hidden="true"><i></i></div>';
  document.body.replaceChildren(main);
  const words = main.querySelector("p");
  setTimeout(() => (words.textContent = "Opening the room. This line is slow, but it is coming."), LONG);
}

/** The seat is taken; only the program is missing. Loading the room's address again starts it afresh. */
function cannotOpen() {
  const main = document.createElement("main");
  main.className = "opening";
  main.innerHTML =
    '<h1 tabindex="-1">The room did not load</h1><p>You have your seat. Check the connection, then try again.</p>' +
    '<button class="btn primary">Try again</button>';
  main.querySelector("button").addEventListener("click", () => location.reload());
  document.body.replaceChildren(main);
  main.querySelector("h1").focus();
}

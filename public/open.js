// The room's program: fetched at low priority behind the form, then started in this same page.

const asset = (name) => new URL(name, import.meta.url).href;

let program = null;

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
  const compiled = fetch(asset("client_bg.wasm"), { priority: "low" })
    .then((answer) => WebAssembly.compileStreaming(answer))
    .catch(() => null); // the program fetches it itself at the start, and says so if that fails too
  program = { sheet, styled, compiled };
}

/** Turns this page into the room of session `id`. */
export async function openRoom(id) {
  bringRoom();
  history.pushState(null, "", `/room/${id}`);
  addEventListener("popstate", () => location.pathname === "/" && location.reload());
  showOpening();
  try {
    const { sheet, styled, compiled } = program;
    await styled;
    sheet.media = "all";
    const [client, module] = [await import(asset("client.js")), await compiled];
    await client.default(module ? { module_or_path: module } : undefined);
  } catch {
    cannotOpen();
  }
}

function showOpening() {
  const main = document.createElement("main");
  main.className = "opening";
  main.innerHTML = '<p role="status">Opening the room</p><div class="bar" aria-hidden="true"><i></i></div>';
  document.body.replaceChildren(main);
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

// Looks whether this computer can be in a room: browser, live connection, storage, cookies.
// Each result is `{ state: "ok" | "weak" | "fails", text }`; the text says what to do where something fails.

const ROUNDS = 6;
const WEAK_MS = 300;
const GIVE_UP_MS = 8_000;

/** The smallest program that uses reference types, the youngest feature the room's program needs. */
const PROBE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 0x6f, 0, 0]);

export async function checkAll() {
  return [browser(), await link(), storage(), cookies()];
}

export function browser() {
  if (typeof WebAssembly === "undefined") {
    return fails("This browser does not allow WebAssembly. Ask IT to allow it for this address, or use another browser.");
  }
  return WebAssembly.validate(PROBE)
    ? ok("The browser can run the room.")
    : fails("This browser is too old for the room. Update it, or use a current Chrome, Edge, Firefox or Safari.");
}

async function link() {
  try {
    const times = await roundTrips();
    const middle = times.sort((a, b) => a - b)[times.length >> 1];
    const took = `${Math.max(1, Math.round(middle))} ms there and back`;
    return middle < WEAK_MS
      ? ok(`Good link, ${took}.`)
      : weak(`Weak link, ${took}. The room works, with delays. A cable or a place nearer to the Wi-Fi helps.`);
  } catch {
    return fails(
      navigator.onLine
        ? `This network blocks live connections. Ask IT to allow WebSocket connections to ${location.host}, or try a phone's hotspot.`
        : "There is no connection. Check the Wi-Fi or the cable.",
    );
  }
}

/** Milliseconds of each of a few messages to the server and back, one after the other. */
function roundTrips() {
  return new Promise((done, failed) => {
    const times = [];
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/check`);
    const late = setTimeout(() => end(failed), GIVE_UP_MS);
    let sent = 0;
    const send = () => {
      sent = performance.now();
      socket.send(new Uint8Array(64));
    };
    const end = (how) => {
      clearTimeout(late);
      socket.onclose = socket.onerror = null;
      socket.close();
      how(times);
    };
    socket.onopen = send;
    socket.onerror = socket.onclose = () => end(failed);
    socket.onmessage = () => {
      times.push(performance.now() - sent);
      if (times.length === ROUNDS) end(done);
      else send();
    };
  });
}

function storage() {
  try {
    sessionStorage.setItem("rollcall.check", "1");
    sessionStorage.removeItem("rollcall.check");
    return ok("This tab can keep your place.");
  } catch {
    return fails(`This browser keeps nothing for this page. Allow site data for ${location.host}, or use another browser.`);
  }
}

function cookies() {
  document.cookie = "rollcall-check=1; SameSite=Strict; path=/";
  const kept = document.cookie.includes("rollcall-check=1");
  document.cookie = "rollcall-check=; max-age=0; SameSite=Strict; path=/";
  return kept ? ok("Cookies work.") : fails(`Cookies are blocked. Allow them for ${location.host}: the seat needs one.`);
}

function ok(text) {
  return { state: "ok", text };
}

function weak(text) {
  return { state: "weak", text };
}

function fails(text) {
  return { state: "fails", text };
}

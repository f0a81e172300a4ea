// Starts the program on a page that is nothing but its shell. The join page starts it by itself, from its form.
import init, { open } from "./client.js";
import { bringIcons } from "./icons.js";

/** A room's address in a new tab of a browser that has a seat there: the server knows it by its cookie. */
async function findSeat() {
  const session = location.pathname.match(/^\/room\/([^/]+)/)?.[1];
  try {
    if (!session || JSON.parse(sessionStorage.getItem("rollcall.seat"))?.session === session) return;
    const headers = { "content-type": "application/json" };
    const answer = await fetch("/api/own", { method: "POST", headers, body: JSON.stringify({ session }) });
    if (!answer.ok) return;
    const { seat, name } = await answer.json();
    sessionStorage.setItem("rollcall.seat", JSON.stringify({ session, seat }));
    sessionStorage.setItem("rollcall.name", name);
  } catch {
    // Nothing is known, and the room says so.
  }
}

bringIcons(new URL("./icons.svg", import.meta.url));
await Promise.all([init(), findSeat()]);
open();

// The seat somebody has: kept by this tab in sessionStorage, while the browser keeps its cookie, by which the server
// knows who comes back in another tab.

import { Trouble, post } from "./page.js";

export function keepSeat({ session, seat }, name) {
  try {
    sessionStorage.setItem("rollcall.seat", JSON.stringify({ session, seat }));
    sessionStorage.setItem("rollcall.name", name);
  } catch {
    throw new Trouble("blocked", "This browser does not let the page keep your place. Allow site data for this address.");
  }
}

/** The seat this tab has, whatever the session. */
export function seatOfThisTab() {
  try {
    const kept = JSON.parse(sessionStorage.getItem("rollcall.seat"));
    return kept && { ...kept, name: sessionStorage.getItem("rollcall.name") };
  } catch {
    return null;
  }
}

/** The seat in a session that the server was asked about: this tab's, or the one an earlier tab of this browser took. */
export function ownSeat({ session, own }) {
  const kept = seatOfThisTab();
  return kept?.session === session ? kept : own;
}

/** Somebody cleared this PC while the server could not be told: it is told before it knows them again. */
export async function clearWhatIsOwed() {
  if (!owed()) return;
  await post("/api/forget", {});
  localStorage.removeItem("rollcall.forget");
}

function owed() {
  try {
    return localStorage.getItem("rollcall.forget");
  } catch {
    return null;
  }
}

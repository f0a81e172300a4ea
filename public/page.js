// What every part of the join page uses: asking the server, and writing into the page.

export const find = (id) => document.getElementById(id);

/** A refusal or fault, with one sentence for the person. `name` is the server's, or `offline`. */
export class Trouble extends Error {
  constructor(name, say, waitSeconds = 0) {
    super(say);
    Object.assign(this, { name, waitSeconds });
  }
}

/** Asks the server and returns its answer, or throws `Trouble`. */
export async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Trouble("offline", "There is no connection to the server.");
  }
  const told = await answer.json().catch(() => null);
  if (answer.ok) return told;
  const wait = Number(answer.headers.get("retry-after")) || 60;
  throw new Trouble(told?.error ?? "fault", told?.say ?? "The server could not answer.", wait);
}

/** Shows one state of the page and hides the others. */
export function show(state) {
  for (const part of document.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
}

/** Tells a screen reader, without moving the focus. */
export function say(sentence) {
  find("say").textContent = sentence;
}

/** Writes a message into an element that is hidden while it has none. */
export function tell(id, text) {
  find(id).textContent = text;
  find(id).hidden = !text;
}

/** Puts a message next to its field. An empty message takes it away. */
export function mark(field, message) {
  field.setAttribute("aria-invalid", String(Boolean(message)));
  tell(`${field.id}-error`, message);
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  svg.firstChild.setAttribute("href", `#icon-${name}`);
  return svg;
}

/** A list item: an icon, then text. */
export function line(iconName, text, className = "") {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = text;
  item.className = className;
  item.append(icon(iconName), words);
  return item;
}

export function chip(text, className = "") {
  const made = document.createElement("span");
  made.className = `chip ${className}`;
  made.textContent = text;
  return made;
}

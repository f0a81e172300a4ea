// Makes pictures of the pages of a PDF. The program brings this file in when somebody has chosen one.
import { GlobalWorkerOptions, getDocument } from "./pdf.js";

/** The longer side of a picture, in pixels. */
const LONGEST = 1920;
/** A picture of more bytes is sent less exactly. */
const LIGHT = 1_500_000;
/** How close it stays to the page then, of 1. */
const QUALITY = 0.85;
/** Larger pictures within a page are left out, in pixels. */
const MOST_PIXELS = 40_000_000;

const here = (name) => new URL(name, import.meta.url).href;
GlobalWorkerOptions.workerSrc = here("./pdf.worker.js");

/** What is on a canvas, as a file; `null` if it cannot be written. At once: `toBlob` waits for a browser with nothing to do. */
const written = (canvas, type) => {
  const [head, data] = canvas.toDataURL(type, QUALITY).split(",");
  if (!head.startsWith(`data:${type}`)) return null;
  const letters = atob(data);
  const bytes = new Uint8Array(letters.length);
  for (let n = 0; n < letters.length; n += 1) bytes[n] = letters.charCodeAt(n);
  return new Blob([bytes], { type });
};

/** Goes on when what else the page has to do has had its turn; unlike a timer, without delay where it is not in sight. */
function soon(goOn) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    goOn();
  };
  port2.postMessage(null);
}

/** A page as a picture, and its words line by line. */
async function drawn(pdf, number) {
  const page = await pdf.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: LONGEST / Math.max(width, height) });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(viewport.width));
  canvas.height = Math.max(1, Math.round(viewport.height));
  // As it would be printed: drawing for the screen stands still while the page is not in sight.
  const drawing = page.render({ canvas, viewport, background: "white", intent: "print" });
  drawing.onContinue = soon;
  await drawing.promise;
  const { items } = await page.getTextContent();
  const text = items.map(({ str = "", hasEOL }) => (hasEOL ? `${str}\n` : str)).join("");
  let picture = written(canvas, "image/png");
  if (picture === null || picture.size > LIGHT) picture = written(canvas, "image/jpeg") ?? picture;
  canvas.width = canvas.height = 0;
  page.cleanup();
  if (picture === null) throw new Error("the page could not be drawn");
  return { picture, text };
}

/**
 * Opens a PDF: how many pages it has, what draws one of them, and what lets go of it.
 * Fails with pdf.js' own exceptions, whose names say why.
 */
globalThis.rollcallSlides = async (file) => {
  const data = await file.arrayBuffer();
  const task = getDocument({ data, wasmUrl: here("./"), maxImageSize: MOST_PIXELS, enableXfa: false });
  const pdf = await task.promise.catch((error) => {
    task.destroy();
    throw error;
  });
  return { count: pdf.numPages, draw: (number) => drawn(pdf, number), close: () => task.destroy() };
};

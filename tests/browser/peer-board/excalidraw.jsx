// Excalidraw with the scene, through its public interface.

import { Excalidraw, convertToExcalidrawElements } from "@excalidraw/excalidraw";
import "@excalidraw/excalidraw/index.css";
import { createRoot } from "react-dom/client";

const colors = ["#ffec99", "#b2f2bb", "#a5d8ff", "#ffc9c9", "#d0bfff"];

/** A stroke as its files have it: what makes elements from short descriptions has none for ink. */
function ink({ x, y, color, points }, n) {
  const [xs, ys] = [points.map(([px]) => px), points.map(([, py]) => py)];
  return {
    id: `ink-${n}`, type: "freedraw", x, y, points, pressures: [], simulatePressure: true, lastCommittedPoint: null,
    width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys), angle: 0,
    strokeColor: colors[color], backgroundColor: "transparent", fillStyle: "solid", strokeWidth: 1, strokeStyle: "solid",
    roughness: 1, opacity: 100, groupIds: [], frameId: null, roundness: null, seed: n + 1, version: 1, versionNonce: n + 1,
    isDeleted: false, boundElements: null, updated: 1, link: null, locked: false,
  };
}

function skeleton(thing) {
  const { kind, x, y, w, h, text } = thing;
  const color = colors[thing.color];
  if (kind === "text") return { type: "text", x, y, text };
  if (kind === "arrow") return { type: "arrow", x, y, width: w, height: h, points: [[0, 0], [w, h]], strokeColor: color };
  const fill = kind === "note" ? { backgroundColor: color, fillStyle: "solid" } : {};
  const type = kind === "ellipse" ? "ellipse" : "rectangle";
  return { type, x, y, width: w, height: h, strokeColor: color, ...fill, label: { text, fontSize: 15 } };
}

/** Shows the scene; where one looks is given as `scale` and the corner. */
export function show(things, { scale, x, y }) {
  const drawn = things.filter(({ kind }) => kind === "ink").map(ink);
  const others = convertToExcalidrawElements(things.filter(({ kind }) => kind !== "ink").map(skeleton));
  const appState = { zoom: { value: scale }, scrollX: -x, scrollY: -y };
  const start = performance.now();
  createRoot(document.getElementById("page")).render(
    <Excalidraw initialData={{ elements: [...drawn, ...others], appState, scrollToContent: false }} />,
  );
  return start;
}

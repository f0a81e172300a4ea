// tldraw with the scene, through its public interface.

import { createRoot } from "react-dom/client";
import { Tldraw, compressLegacySegments, createShapeId, toRichText } from "tldraw";
import "tldraw/tldraw.css";

const colors = ["yellow", "green", "blue", "red", "violet"];

function shape(thing, n) {
  const { kind, x, y, w, h, text, points } = thing;
  const color = colors[thing.color];
  const id = createShapeId(`${n}`);
  if (kind === "ink") {
    const segments = compressLegacySegments([{ type: "free", points: points.map(([x, y]) => ({ x, y, z: 0.5 })) }]);
    return { id, type: "draw", x, y, props: { segments, color, size: "s", isComplete: true } };
  }
  if (kind === "text") return { id, type: "text", x, y, props: { richText: toRichText(text), size: "s" } };
  if (kind === "arrow") return { id, type: "arrow", x, y, props: { start: { x: 0, y: 0 }, end: { x: w, y: h }, color } };
  const fill = kind === "note" ? "solid" : "none";
  const geo = kind === "ellipse" ? "ellipse" : "rectangle";
  return { id, type: "geo", x, y, props: { geo, w, h, color, fill, size: "s", richText: toRichText(text) } };
}

/** Shows the scene; where one looks is given as `scale` and the corner. */
export function show(things, { scale, x, y }) {
  const start = performance.now();
  const filled = (editor) => {
    editor.createShapes(things.map(shape));
    editor.setCamera({ x: -x, y: -y, z: scale }, { immediate: true });
    window.shapes = editor.getCurrentPageShapeIds().size;
  };
  createRoot(document.getElementById("page")).render(
    <Tldraw options={{ maxShapesPerPage: 40_000 }} onMount={filled} />,
  );
  return start;
}

// Bundles the two boards as their users would for people (minified) and serves each with the scene. Nothing comes from
// elsewhere.

import { build } from "esbuild";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const types = { ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".html": "text/html" };
const page = (name, { w, h }) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>
<link rel="stylesheet" href="/${name}.css"><style>body { margin: 0 } #page { width: ${w}px; height: ${h}px }</style>
<div id="page"></div><script>window.EXCALIDRAW_ASSET_PATH = "/"</script><script type="module">
import { show } from "/${name}.js";
const { things, look } = await (await fetch("/scene.json")).json();
window.shown = () => { window.start = show(things, look); };
</script></html>`;

/** Starts serving; resolves to its address and a way to stop. `scene` is what is shown, `box` how large. */
export async function serveBoards(scene, box) {
  const { outputFiles } = await build({
    entryPoints: [here("excalidraw.jsx"), here("tldraw.jsx")],
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    outdir: here("out"),
    jsx: "automatic",
    conditions: ["production"],
    define: { "process.env.NODE_ENV": '"production"', "import.meta.env": "{}" },
    loader: { ".woff2": "file" },
    logLevel: "error",
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [`/${basename(path)}`, Buffer.from(contents)]));
  files.set("/scene.json", Buffer.from(JSON.stringify(scene)));
  for (const name of ["excalidraw", "tldraw"]) files.set(`/${name}.html`, Buffer.from(page(name, box)));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const font = here(`node_modules/@excalidraw/excalidraw/dist/prod${path}`);
    const found = files.get(path) ?? (path.startsWith("/fonts/") && existsSync(font) ? readFileSync(font) : undefined);
    response.writeHead(found ? 200 : 404, { "content-type": types[extname(path)] ?? "application/json" });
    response.end(found);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://localhost:${server.address().port}`, stop };
}

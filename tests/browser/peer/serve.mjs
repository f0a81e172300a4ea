// Builds the React page as its authors would for people (minified, Brotli) and serves it with what it asks for.

import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const html = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
  '<title>Peer</title><link rel="stylesheet" href="/page.css"><div id="page"></div><script type="module" src="/page.js"></script></html>';
const departments = ["Riverton PD", "Lakeside SO"];
const people = Array.from({ length: 24 }, (_, id) => ({ id, name: `Officer ${id}`, department: departments[id % 2] }));
const room = {
  title: "Fair stops",
  agenda: Array.from({ length: 9 }, (_, at) => ({ title: `Segment ${at + 1}`, minutes: 15, words: "What we do in this segment." })),
  chat: [],
  people,
};
const answers = { "/api/look": { title: "Fair stops", led_by: "Amina R.", departments }, "/api/join": { seat: "1" } };

/** Starts serving; resolves to its address and a way to stop. */
export async function servePeer() {
  const { outputFiles } = await build({
    entryPoints: [here("page.jsx")],
    bundle: true,
    minify: true,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
  });
  const file = (type, text) => ({ type, body: brotliCompressSync(Buffer.from(text)) });
  const files = {
    "/": file("text/html", html),
    "/page.js": file("text/javascript", outputFiles[0].contents),
    "/page.css": file("text/css", readFileSync(here("page.css"))),
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const found = files[pathname];
    if (found) {
      response.writeHead(200, { "content-type": found.type, "content-encoding": "br", "cache-control": "no-cache" });
      response.end(found.body);
    } else if (answers[pathname]) {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(answers[pathname]));
    } else if (pathname === "/live") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify(room)}\n\n`);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://localhost:${server.address().port}/`, stop };
}

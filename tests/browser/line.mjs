// A line between one person's browser and the server, as bad as a story wants it: slow, or silent for a while.

import { once } from "node:events";
import { createServer, request } from "node:http";
import { connect } from "node:net";

/** What goes over the line in one go, bytes: about what one packet carries. */
const PIECE = 1400;
const lines = new Set();

/** Takes down every line a story has left. */
export function closeLines() {
  for (const line of [...lines]) line.close();
}

export class Line {
  /** Opens a line. `bitsPerSecond` holds for each direction. Give it to `person` as `line`. */
  static async open({ bitsPerSecond = Infinity } = {}) {
    const line = new Line();
    lines.add(line);
    line.sockets = new Set();
    line.whole = Promise.resolve();
    line.down = line.pace(bitsPerSecond / 8);
    line.up = line.pace(bitsPerSecond / 8);
    line.proxy = createServer((asked, answer) => line.fetch(asked, answer));
    line.proxy.on("connect", (asked, socket, head) => line.tunnel(asked, socket, head));
    line.proxy.on("connection", (socket) => line.keep(socket));
    line.proxy.listen(0, "127.0.0.1");
    await once(line.proxy, "listening");
    return line;
  }

  /** Where the browser finds it. */
  get server() {
    return `http://127.0.0.1:${this.proxy.address().port}`;
  }

  /** Nothing comes through any more, and nobody is told: a tunnel, a radio hole, a pulled cable. */
  cut() {
    if (!this.mend) this.whole = new Promise((mended) => (this.mend = () => ((this.mend = undefined), mended())));
  }

  close() {
    lines.delete(this);
    this.mend?.();
    for (const socket of this.sockets) socket.destroy();
    this.proxy.close();
  }

  keep(socket) {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
  }

  /** Waits until so many bytes have gone over the line; all connections share it. */
  pace(bytesPerSecond) {
    let free = 0;
    return async (bytes) => {
      await this.whole;
      if (bytesPerSecond === Infinity) return;
      free = Math.max(free, performance.now()) + (bytes / bytesPerSecond) * 1000;
      await new Promise((passed) => setTimeout(passed, free - performance.now()));
      await this.whole;
    };
  }

  async carry(from, to, pace) {
    try {
      for await (const chunk of from) {
        for (let at = 0; at < chunk.length; at += PIECE) {
          const piece = chunk.subarray(at, at + PIECE);
          await pace(piece.length);
          if (!to.write(piece)) await once(to, "drain");
        }
      }
      to.end();
    } catch {
      to.destroy(); // the other side went away, which is what lines are for
    }
  }

  fetch(asked, answer) {
    const { method, headers } = asked;
    const onward = request(asked.url, { method, headers });
    this.carry(asked, onward, this.up);
    onward.on("error", () => answer.destroy());
    onward.on("response", (got) => {
      answer.writeHead(got.statusCode, got.rawHeaders);
      this.carry(got, answer, this.down);
    });
  }

  tunnel(asked, socket, head) {
    const [host, port] = asked.url.split(":");
    const server = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.write(head);
      this.carry(socket, server, this.up);
      this.carry(server, socket, this.down);
    });
    this.keep(server);
  }
}

// A real server for a story: the built binary, a data folder of its own, and the facilitators' HTTP interface.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = process.env.ROLLCALL_BINARY ?? join(target, "debug", "rollcall");
const houses = new Set();

/** Stops every server a story has left running. */
export async function closeHouses() {
  for (const house of [...houses]) await house.close();
}

/** A port nobody uses at the moment. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export class House {
  /** Starts a server. `officers`: simulated ones, in an open practice session. */
  static async start({ officers } = {}) {
    const house = new House();
    house.data = mkdtempSync(join(tmpdir(), "rollcall-story-"));
    house.port = await freePort();
    house.officers = officers;
    houses.add(house);
    await house.run();
    return house;
  }

  get url() {
    return `http://localhost:${this.port}`;
  }

  /** Runs the binary on the house's folder and port until it listens. */
  async run() {
    const options = ["--data", this.data, "--listen", `127.0.0.1:${this.port}`];
    const args = this.officers === undefined ? ["serve", ...options] : ["demo", ...options, "--officers", `${this.officers}`];
    this.output = "";
    this.process = spawn(binary, args, { env: { ...process.env, ROLLCALL_LOG: "warn" }, stdio: ["ignore", "pipe", "pipe"] });
    this.process.stdout.on("data", (text) => (this.output += text));
    this.process.stderr.on("data", (text) => (this.output += text));
    this.exited = new Promise((resolve) => this.process.on("exit", resolve));
    const ready = this.officers === undefined ? /home.*#(\w+)/ : /Stop with/;
    const deadline = Date.now() + 30_000;
    while (!ready.test(this.output)) {
      if (this.process.exitCode !== null || Date.now() > deadline) throw new Error(`the server does not start:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    this.homeKey = /\/home#(\w+)/.exec(this.output)[1];
    this.cookie = await this.enterHome();
  }

  /** Kills the server as a power cut would. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.exited;
  }

  async close() {
    houses.delete(this);
    this.process.kill("SIGTERM");
    await Promise.race([this.exited, new Promise((resolve) => setTimeout(resolve, 10_000))]);
    this.process.kill("SIGKILL");
    rmSync(this.data, { recursive: true, force: true });
  }

  async enterHome() {
    const response = await this.request("POST", "/api/home/enter", { key: this.homeKey });
    return response.headers.get("set-cookie").split(";")[0];
  }

  async request(method, path, body) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { origin: this.url, "content-type": "application/json", ...(this.cookie && { cookie: this.cookie }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async json(method, path, body) {
    return (await this.request(method, path, body)).json();
  }

  /** Plans a session from a template; `change` are its details. */
  async plan(change = {}, template = "FS-2H") {
    const plan = await this.json("POST", "/api/sessions", {
      template,
      starts_at: Date.now(),
      time_zone: "America/Los_Angeles",
      led_by: "Amina R.",
    });
    const details = { departments: ["Riverton PD", "Lakeside SO"], audio_fallback: "Phone 555-0100, code 4411", ...change };
    return this.json("PUT", `/api/sessions/${plan.session.id}`, details);
  }

  /** Plans a session and opens its room: what its planning page knows. */
  async open(change, template) {
    const plan = await this.plan(change, template);
    return this.json("POST", `/api/sessions/${plan.session.id}/open`);
  }

  /** The session that the demo has opened. */
  async demo() {
    const home = await this.json("GET", "/api/home");
    return this.json("GET", `/api/sessions/${home.sessions.find((session) => session.practice).id}`);
  }
}

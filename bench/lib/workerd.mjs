import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { start } from "../../scripts/lib/child.mjs";
import { Problem } from "../../scripts/lib/problem.mjs";
import { configOf } from "./config.mjs";
import { pages } from "./contenders.mjs";

/** A start or an end that takes longer hangs. */
const patienceMillis = 20_000;

const { default: binary, version } = createRequire(import.meta.url)("workerd");

export const workerdVersion = version;

/** Copies a contender's modules beside its configuration, and the pages: a build meanwhile must not change what is measured. */
export function prepare(contender, folder) {
  mkdirSync(folder);
  for (const module of contender.modules) {
    copyFileSync(join(contender.folder, module), join(folder, module));
  }
  cpSync(pages, join(folder, "pages"), { recursive: true });
  writeFileSync(join(folder, "config.capnp"), configOf(contender));
}

/** Starts `workerd serve` on a prepared folder, with databases of its own, and answers once it listens. */
export async function startWorkerd(folder) {
  const databases = join(folder, "databases");
  rmSync(databases, { recursive: true, force: true });
  mkdirSync(databases);
  const args = ["serve", join(folder, "config.capnp"), `--directory-path=databases=${databases}`, "--control-fd=3"];
  const child = start(binary, args, { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const workerd = new Workerd(child);
  workerd.port = await workerd.within("start to listen", listening(child));
  return workerd;
}

class Workerd {
  /** On 127.0.0.1. */
  port;
  #child;
  #printed = "";
  #ended;

  constructor(child) {
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(`it could not be started: ${error.message}`));
      child.once("close", (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        this.#printed += text;
      });
    }
  }

  get pid() {
    return this.#child.pid;
  }

  /**
   * Waits for something that workerd does or lets others do.
   *
   * @throws Problem with what it printed, when that fails, takes too long, or workerd ends meanwhile
   */
  async within(what, promise, millis = patienceMillis) {
    let timer;
    const tooLong = new Promise((resolve) => {
      timer = setTimeout(resolve, millis, `${millis / 1_000} s were not enough`);
    });
    const failed = Promise.race([this.#ended, tooLong]).then((why) => {
      throw new Error(why);
    });
    try {
      return await Promise.race([promise, failed]);
    } catch (error) {
      const printed = this.#printed.trimEnd() || "(nothing)";
      throw new Problem(`workerd did not ${what}: ${error.message}\nIt printed:\n${printed}`);
    } finally {
      clearTimeout(timer);
    }
  }

  async stop() {
    // Nothing is to be saved, and a polite end would wait for sockets.
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

/** workerd says on its control channel, a line of JSON each, on which port a socket listens. */
const listening = (child) =>
  new Promise((resolve) => {
    createInterface({ input: child.stdio[3] }).once("line", (line) => resolve(JSON.parse(line).port));
  });

import { spawn } from "node:child_process";
import { Problem } from "./problem.mjs";
import { root } from "./root.mjs";

/** How long children may take to end after Ctrl-C before they are killed. */
const stopMillis = 5_000;

const running = new Set();
let stopping = false;

/** Whether this process was asked to end, so that children that end are no news. */
export const isStopping = () => stopping;

/** A command that ended with another exit code than 0, with everything it printed. */
export class CommandFailed extends Problem {
  constructor(command, code, output) {
    super(`${output.trimEnd()}\n\n\`${command}\` failed with exit code ${code}.`);
    this.output = output;
  }
}

/** Starts a command in the repository's folder; Ctrl-C and SIGTERM end it together with this process. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, ...options });
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * Runs a command to its end and answers what it printed on both streams.
 *
 * @throws CommandFailed when its exit code is not 0
 * @throws Problem when it cannot be started
 */
export function run(command, args, options = {}) {
  const line = [command, ...args].join(" ");
  return new Promise((resolve, reject) => {
    const child = start(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.once("error", (error) => reject(new Problem(`\`${line}\` could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) {
        resolve(output);
      } else {
        reject(new CommandFailed(line, code ?? signal, output));
      }
    });
  });
}

function stopAll(exitCode) {
  stopping = true;
  const children = [...running];
  if (children.length === 0) {
    process.exit(exitCode);
  }
  setTimeout(() => {
    for (const child of running) {
      child.kill("SIGKILL");
    }
    process.exit(exitCode);
  }, stopMillis);
  for (const child of children) {
    child.once("close", () => running.size === 0 && process.exit(exitCode));
    child.kill();
  }
}

process.once("SIGINT", () => stopAll(130));
process.once("SIGTERM", () => stopAll(143));
process.once("SIGHUP", () => stopAll(129));

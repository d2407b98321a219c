import { run } from "./child.mjs";

/** Runs the Maven wrapper, which fetches its own Maven; quiet, so that what it prints is what went wrong. */
export function maven(...args) {
  const quiet = ["-q", "-B", "-ntp", ...args];
  return process.platform === "win32" ? run("mvnw.cmd", quiet, { shell: true }) : run("sh", ["mvnw", ...quiet]);
}

import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { run } from "./child.mjs";
import { inRoot } from "./root.mjs";

/** Installs node_modules when it is missing or is not what package-lock.json asks for. */
export async function ensureInstalled(progress) {
  if (!isInstalled()) {
    await progress.step("npm packages", npmInstall);
  }
}

function isInstalled() {
  // npm leaves a lock file of what it installed; it has no entries for optional packages of other systems.
  const installedLock = inRoot("node_modules", ".package-lock.json");
  if (!existsSync(installedLock)) {
    return false;
  }
  const wanted = packagesOf(inRoot("package-lock.json"));
  const installed = packagesOf(installedLock);
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" || (installed[path] ? installed[path].version === entry.version : entry.optional === true),
  );
}

const packagesOf = (lockFile) => JSON.parse(readFileSync(lockFile, "utf8")).packages;

function npmInstall() {
  // Not `npm ci`: it refuses a lock file without the optional binaries of other systems, and npm leaves those out that
  // the registry lacked when the lock was written. Without saving, this takes the locked versions and leaves the lock.
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  return npm && basename(npm) === "npm-cli.js"
    ? run(process.execPath, [npm, ...args])
    : run("npm", args, { shell: process.platform === "win32" });
}

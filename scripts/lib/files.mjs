import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { inRoot, root } from "./root.mjs";

/** Folders that are made, not written: nothing in them is a source. */
const made = new Set(["node_modules", "target", ".git", ".wrangler"]);

/** Every file below a folder (or the file itself), sorted; none when the path does not exist. */
export function filesBelow(path) {
  if (!existsSync(path)) {
    return [];
  }
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !made.has(entry.name))
    .flatMap((entry) => filesBelow(join(path, entry.name)))
    .sort();
}

/** Every folder at and below a path; the folder of a file when the path is one. */
export function foldersBelow(path) {
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    return [];
  }
  const below = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !made.has(entry.name),
  );
  return [path, ...below.flatMap((entry) => foldersBelow(join(path, entry.name)))];
}

/** A hash over names and contents of all files below the given paths of the repository. */
export function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => filesBelow(inRoot(path)))) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

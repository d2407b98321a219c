import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { filesBelow } from "./files.mjs";

/**
 * Makes a served folder equal to a built one while it is being served: each file appears whole by a rename, the entry
 * file after everything it refers to, and files that are gone last of all. Unchanged files are not touched.
 */
export function publish(built, served, entry) {
  const files = filesBelow(built).map((file) => relative(built, file));
  const entryLast = [...files.filter((file) => file !== entry), entry];
  for (const file of entryLast) {
    replace(join(served, file), readFileSync(join(built, file)), `${served}.incoming`);
  }
  for (const file of filesBelow(served).map((path) => relative(served, path))) {
    if (!files.includes(file)) {
      rmSync(join(served, file));
    }
  }
}

function replace(file, content, incoming) {
  if (existsSync(file) && readFileSync(file).equals(content)) {
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(incoming, content);
  renameSync(incoming, file);
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot } from "./root.mjs";

/** In the root's target folder, so that `mvn clean` forgets what it deletes. */
const file = inRoot("target", "build-stamps.json");

/** The fingerprint of the inputs of the last good build of a part, or undefined. */
export const stampOf = (part) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8"))[part] : undefined);

/** Remembers the fingerprint of the inputs a part was built from. */
export function writeStamp(part, fingerprint) {
  const stamps = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...stamps, [part]: fingerprint }, null, 2)}\n`);
}

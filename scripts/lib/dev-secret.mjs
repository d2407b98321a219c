import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Makes the secret that signs guests' tokens on this machine, once, in the file wrangler reads an example's secrets from. */
export function ensureDevSecret({ home }) {
  const file = join(home, ".dev.vars");
  const present = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!/^\s*AUTH_SECRET\s*=/m.test(present)) {
    const gap = present === "" || present.endsWith("\n") ? "" : "\n";
    appendFileSync(file, `${gap}AUTH_SECRET="${randomBytes(32).toString("base64url")}"\n`, { mode: 0o600 });
  }
}

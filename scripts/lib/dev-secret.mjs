import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { inRoot } from "./root.mjs";

/** Makes the secret that signs guests' tokens on this machine, once, in the file wrangler reads secrets from. */
export function ensureDevSecret() {
  const file = inRoot(".dev.vars");
  const present = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!/^\s*AUTH_SECRET\s*=/m.test(present)) {
    const gap = present === "" || present.endsWith("\n") ? "" : "\n";
    appendFileSync(file, `${gap}AUTH_SECRET="${randomBytes(32).toString("base64url")}"\n`, { mode: 0o600 });
  }
}

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { arch, cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { contenders } from "./contenders.mjs";
import { workerdVersion } from "./workerd.mjs";

/** On what, and of what, the figures are. */
export const machine = (databases) => ({
  date: new Date().toISOString().slice(0, 10),
  system: `${type()} ${release()} ${arch()}`,
  cpu: `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown CPU"}`,
  memoryBytes: totalmem(),
  node: process.versions.node,
  workerd: workerdVersion,
  databases,
  samovar: fingerprint(),
});

/** Which build was measured, and what it weighs. */
function fingerprint() {
  const { folder, modules } = contenders.samovar;
  const content = readFileSync(join(folder, modules[1]));
  return {
    module: modules[1],
    bytes: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
    sha256: createHash("sha256").update(content).digest("hex"),
  };
}

import { existsSync } from "node:fs";
import { fingerprint } from "./files.mjs";
import { parts } from "./parts.mjs";
import { Problem } from "./problem.mjs";
import { inRoot } from "./root.mjs";
import { stampOf, writeStamp } from "./stamps.mjs";

/**
 * Builds what has changed inputs or missing outputs of the chosen parts, in order; answers whether anything was built.
 * The parts of the bench are not among those chosen by default.
 */
export async function buildWhatChanged(progress, chosen = parts) {
  let built = false;
  for (const part of chosen) {
    // Taken before the build: a file saved while it runs makes the part stale again.
    const inputs = fingerprint(part.inputs());
    if (inputs !== stampOf(part.stamp) || missingOutputs(part).length > 0) {
      if (part.firstTime && stampOf(part.stamp) === undefined) {
        progress.say(part.firstTime);
      }
      await progress.step(part.name, () => part.build());
      requireOutputs(part);
      writeStamp(part.stamp, inputs);
      built = true;
    }
  }
  return built;
}

/** For builds of a part that do more than its own: runs one and remembers what it was built from. */
export async function buildAs(part, work) {
  const inputs = fingerprint(part.inputs());
  const answer = await work();
  requireOutputs(part);
  writeStamp(part.stamp, inputs);
  return answer;
}

const missingOutputs = (part) => part.outputs.filter((output) => !existsSync(inRoot(output)));

function requireOutputs(part) {
  const missing = missingOutputs(part);
  if (missing.length > 0) {
    throw new Problem(
      `${part.name}: the build ended well but did not make ${missing.join(", ")}.\n` +
        "Look at what the build of that module binds to its phases, then run the command again.",
    );
  }
}

import { existsSync } from "node:fs";
import { fingerprint } from "./files.mjs";
import { maven } from "./maven.mjs";
import { parts } from "./parts.mjs";
import { Problem } from "./problem.mjs";
import { inRoot } from "./root.mjs";
import { stampOf, writeStamp } from "./stamps.mjs";

/**
 * Builds what has changed inputs or missing outputs of the chosen parts, in order; answers whether anything was built.
 * The parts of the bench are not among those chosen by default.
 */
export async function buildWhatChanged(progress, chosen = parts) {
  const stale = chosen.filter((part) => part.module && isStale(part));
  if (stale.length > 0) {
    await buildModules(progress, stale);
  }
  let built = stale.length > 0;
  // Looked at when its turn comes: what was built before may be among its inputs.
  for (const part of chosen.filter(({ module }) => !module)) {
    if (isStale(part)) {
      await buildAs([part], () => progress.step(part.name, () => part.build()));
      built = true;
    }
  }
  return built;
}

/** For builds of parts that do more than their own: runs one and remembers what they were built from. */
export async function buildAs(chosen, work) {
  // Taken before the build: a file saved while it runs makes the part stale again.
  const inputs = chosen.map((part) => fingerprint(part.inputs()));
  const answer = await work();
  chosen.forEach((part, index) => {
    requireOutputs(part);
    part.finish?.();
    writeStamp(part.stamp, inputs[index]);
  });
  return answer;
}

async function buildModules(progress, stale) {
  const news = stale.find((part) => part.firstTime && stampOf(part.stamp) === undefined);
  if (news) {
    progress.say(news.firstTime);
  }
  const modules = stale.map(({ module }) => module).join(",");
  const names = stale.map(({ name }) => name).join(", ");
  await buildAs(stale, () =>
    // Tests are neither compiled nor run: `npm test` is for that.
    progress.step(`Java: ${names}`, () => maven("-pl", modules, "-am", "-Dmaven.test.skip=true", "package")),
  );
}

const isStale = (part) => fingerprint(part.inputs()) !== stampOf(part.stamp) || missingOutputs(part).length > 0;

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

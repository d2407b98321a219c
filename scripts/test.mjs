// Runs every ring of tests in order, stops at the first that fails, and ends with one line of totals.
import { buildAs, buildWhatChanged } from "./lib/build.mjs";
import { sum } from "./lib/counts.mjs";
import { ensureInstalled } from "./lib/installation.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { checkLint } from "./lib/lint.mjs";
import { maven } from "./lib/maven.mjs";
import { forgetNodeTestCounts, nodeTestCounts, runNodeTests } from "./lib/node-tests.mjs";
import { parts } from "./lib/parts.mjs";
import { main, Problem } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";
import { measureSizes, requireWithinBudgets } from "./lib/sizes.mjs";
import { forgetSurefireReports, surefireCounts } from "./lib/surefire.mjs";
import { checkTypes } from "./lib/types.mjs";

const java = parts.filter(({ module }) => module);

const jvm = {
  name: "JVM tests, format and analysis",
  forget: forgetSurefireReports,
  // One run both tests and builds: what the later rings use is what was tested here.
  run: () => buildAs(java, () => maven("spotless:check", "verify")),
  counts: surefireCounts,
};

const nodeRing = (name, folder, tanstackDb) => ({
  name,
  forget: () => forgetNodeTestCounts(folder, tanstackDb),
  run: () => runNodeTests(folder, tanstackDb),
  counts: () => nodeTestCounts(folder, tanstackDb),
});

const clientTests = "client-web/src/test/js";
const client = nodeRing("Client package on Node", clientTests);
/** The other one is the lowest that the package says it works with. */
const newest = nodeRing("Client package with the newest TanStack DB", clientTests, "tanstack-db-newest");
const load = nodeRing("The bench's load", "bench/test");
const workerd = nodeRing("End to end in workerd", "test-e2e");
const browser = nodeRing("End to end in a browser", "test-e2e/browser");
const rings = [jvm, client, newest, load, workerd, browser];

await main(async () => {
  const progress = new Progress(process.stdout);
  for (const ring of rings) {
    ring.forget();
  }
  let error;
  try {
    await runAll(progress);
  } catch (caught) {
    error = caught;
    progress.say(`\n${error instanceof Problem ? error.message : error.stack}`);
    process.exitCode = 1;
  }
  const { passed, failed } = sum(rings.map((ring) => ring.counts()));
  // What fails without a failed test, such as a compiler or a budget, counts as one failure.
  progress.say(`\n${passed} passed, ${error ? Math.max(failed, 1) : failed} failed`);
});

async function runAll(progress) {
  requireJdk();
  await ensureInstalled(progress);
  await runRing(progress, jvm);
  await buildWhatChanged(progress);
  await progress.step("Format and lint of scripts and page", checkLint);
  await runRing(progress, client);
  await runRing(progress, newest);
  await runRing(progress, load);
  await progress.step("Types", checkTypes, (projects) => `${projects} projects`);
  await runRing(progress, workerd);
  await runRing(progress, browser);
  await progress.step("Size budgets", async () => requireWithinBudgets(await measureSizes()));
}

function runRing(progress, ring) {
  return progress.step(ring.name, () => runAndCount(ring), describe);
}

async function runAndCount(ring) {
  await ring.run();
  const counts = ring.counts();
  if (counts.passed === 0) {
    throw new Problem(`${ring.name}: no test ran. A ring without tests proves nothing, so this is a failure.`);
  }
  return counts;
}

function describe({ passed, skipped }) {
  return `${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

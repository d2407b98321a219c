import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./child.mjs";
import { noTests } from "./counts.mjs";
import { inRoot } from "./root.mjs";
import { toolEnvironment, toolNode } from "./tool-node.mjs";

/** A test that takes longer than this hangs. */
const testMillis = 180_000;

/** The test files directly in a folder. */
const testFiles = (folder) =>
  existsSync(inRoot(folder)) ? readdirSync(inRoot(folder)).filter((name) => name.endsWith(".test.mjs")) : [];

/**
 * Runs the `*.test.mjs` of a folder with node:test, one file at a time: each may start servers and browsers.
 *
 * @param {string} [tanstackDb] the package that takes the place of `@tanstack/db`
 */
export async function runNodeTests(folder, tanstackDb) {
  const files = testFiles(folder);
  if (files.length === 0) {
    // Without files node:test would search the whole repository for some.
    return;
  }
  await run(
    toolNode(),
    [
      ...(tanstackDb ? [`--import=${pathToFileURL(inRoot("scripts", "lib", "tanstack-db.mjs"))}`] : []),
      "--test",
      "--test-concurrency=1",
      `--test-timeout=${testMillis}`,
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      `--test-reporter=${pathToFileURL(inRoot("scripts", "lib", "counting-reporter.mjs"))}`,
      `--test-reporter-destination=${countsFile(folder, tanstackDb)}`,
      ...files.map((name) => `${folder}/${name}`),
    ],
    { env: { ...toolEnvironment(), ...(tanstackDb && { TANSTACK_DB: tanstackDb }) } },
  );
}

/** Deletes the counts of an earlier run of a folder and makes room for the next. */
export function forgetNodeTestCounts(folder, tanstackDb) {
  mkdirSync(dirname(countsFile(folder, tanstackDb)), { recursive: true });
  rmSync(countsFile(folder, tanstackDb), { force: true });
}

/** The counts of the last run of a folder; nothing when it did not get as far as to write them. */
export const nodeTestCounts = (folder, tanstackDb) =>
  existsSync(countsFile(folder, tanstackDb))
    ? JSON.parse(readFileSync(countsFile(folder, tanstackDb), "utf8"))
    : noTests;

const countsFile = (folder, tanstackDb) =>
  inRoot("target", "test-counts", `${[folder.replaceAll("/", "-"), tanstackDb].filter(Boolean).join("-")}.json`);

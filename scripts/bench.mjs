// Measures Samovar beside the least that a Durable Object could do; bench/README.md says how, and `usage` below what can
// be asked for.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as growthReport from "../bench/lib/growth-report.mjs";
import { tables } from "../bench/lib/growth-tables.mjs";
import { profiles } from "../bench/lib/profiles.mjs";
import { asText } from "../bench/lib/report.mjs";
import { rowsOf } from "../bench/lib/results.mjs";
import { scenarios } from "../bench/lib/scenarios.mjs";
import { buildWhatChanged } from "./lib/build.mjs";
import { ensureInstalled } from "./lib/installation.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { benchParts } from "./lib/parts.mjs";
import { main, Problem } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";

const usage = `The options are
  --rounds=N              how often each pair is measured: more rounds, less luck
  --quick                 a little of the work, in one round: does everything run?
  --only=NAME[,NAME...]   these scenarios only
  --profile=NAME          this profile only
  --growth                tables of how cost grows, instead of the scenarios
  --json FILE             also writes the figures into a file
  --no-build              takes the build that is there`;

const maxRounds = 100;

await main(async () => {
  const options = readOptions();
  if (process.platform !== "linux") {
    throw new Problem(
      `The bench reads the CPU time of workerd from /proc, which ${process.platform} does not have.\n` +
        "Run it on Linux, for example in a container: nothing else of the repository needs it.",
    );
  }
  const progress = new Progress(process.stdout);
  await ensureInstalled(progress);
  if (options.build) {
    requireJdk();
    await buildWhatChanged(progress, benchParts);
  }
  await (options.growth ? runGrowth : runScenarios)(options, progress);
});

async function runScenarios(options, progress) {
  // Not before: it needs the packages that were just installed.
  const { bench } = await import("../bench/lib/bench.mjs");
  const figures = await bench(options, progress);
  progress.say(asText(figures));
  if (options.json !== undefined) {
    writeJson(options.json, rowsOf(figures.results));
  }
  requireNoFailure(figures.failures);
}

async function runGrowth(options, progress) {
  const { growth } = await import("../bench/lib/growth.mjs");
  const figures = await growth(options, progress);
  progress.say(growthReport.asText(figures));
  if (options.json !== undefined) {
    writeJson(options.json, growthReport.rowsOf(figures));
  }
  requireNoFailure(figures.failures);
}

function writeJson(file, rows) {
  writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
}

function requireNoFailure(failures) {
  if (failures.length > 0) {
    throw new Problem(`${failures.length} could not be measured; the lines above say why.`);
  }
}

function readOptions() {
  const { json, quick, rounds, build, growth, only, profile } = parse().values;
  const number = Number(rounds ?? (quick || growth ? 1 : 5));
  if (!Number.isInteger(number) || number < 1 || number > maxRounds) {
    throw new Problem(`--rounds is "${rounds}". Use a whole number from 1 to ${maxRounds}.`);
  }
  const chosen = only?.split(",");
  if (growth) {
    requireKnown(chosen, Object.keys(tables), "table");
  } else {
    requireKnown(
      chosen,
      scenarios.map(({ name }) => name),
      "scenario",
    );
  }
  requireKnown(profile && [profile], profiles, "profile");
  return { json, quick, build, growth, profile, only: chosen, rounds: number };
}

function parse() {
  try {
    return parseArgs({
      allowNegative: true,
      options: {
        json: { type: "string" },
        quick: { type: "boolean", default: false },
        growth: { type: "boolean", default: false },
        only: { type: "string" },
        profile: { type: "string" },
        rounds: { type: "string" },
        build: { type: "boolean", default: true },
      },
    });
  } catch (error) {
    throw new Problem(`${error.message}\n${usage}`);
  }
}

function requireKnown(names = [], known, kind) {
  for (const name of names) {
    if (!known.includes(name)) {
      throw new Problem(`There is no ${kind} "${name}". There are: ${known.join(", ")}.`);
    }
  }
}

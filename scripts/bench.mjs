// Measures what a commit of the compiled chat costs beside the least that a Durable Object could do; bench/README.md
// says how. `--quick` does a tenth of it in one round, `--json` prints figures only, `--rounds=N` sets the number of
// rounds, `--no-build` takes the build that is there.
import { parseArgs } from "node:util";
import { buildWhatChanged } from "./lib/build.mjs";
import { ensureInstalled } from "./lib/installation.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { parts } from "./lib/parts.mjs";
import { main, Problem } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";

const maxRounds = 100;

await main(async () => {
  const options = readOptions();
  if (process.platform !== "linux") {
    throw new Problem(
      `The bench reads the CPU time of workerd from /proc, which ${process.platform} does not have.\n` +
        "Run it on Linux, for example in a container: nothing else of the repository needs it.",
    );
  }
  const progress = new Progress(options.json ? process.stderr : process.stdout);
  await ensureInstalled(progress);
  if (options.build) {
    requireJdk();
    const [java] = parts;
    await buildWhatChanged(progress, [java]);
  }
  // Not before: it needs the packages that were just installed.
  const { bench } = await import("../bench/lib/bench.mjs");
  const { asText } = await import("../bench/lib/report.mjs");
  const result = await bench(options, progress);
  console.log(options.json ? JSON.stringify(result) : asText(result));
});

function readOptions() {
  const { json, quick, rounds, build } = parse().values;
  const number = Number(rounds ?? (quick ? 1 : 5));
  if (!Number.isInteger(number) || number < 1 || number > maxRounds) {
    throw new Problem(`--rounds is "${rounds}". Use a whole number from 1 to ${maxRounds}.`);
  }
  return { json, quick, build, rounds: number };
}

function parse() {
  try {
    return parseArgs({
      allowNegative: true,
      options: {
        json: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
        rounds: { type: "string" },
        build: { type: "boolean", default: true },
      },
    });
  } catch (error) {
    throw new Problem(`${error.message}\nThe options are --quick, --json, --rounds=N and --no-build.`);
  }
}

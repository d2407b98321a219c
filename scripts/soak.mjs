// Runs random histories for as long as one likes; exit status 0 only when nothing happened that must never happen.
import { parseArgs } from "node:util";
import { start } from "./lib/child.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { main, Problem } from "./lib/problem.mjs";

const usage = `The options are
  --histories N   how many; 100000 unless given
  --seed S        of the first; those that follow have the next ones. The clock unless given
  --threads N     how many run at a time; 2 unless given`;

await main(async () => {
  const { histories, seed, threads } = readOptions();
  requireJdk();
  const test = ["-Dtest=HistoryTest", "-Dsurefire.failIfNoSpecifiedTests=false", "-Dsurefire.trimStackTrace=true"];
  const size = [`-Dhistories=${histories}`, `-Dseed=${seed}`, `-Dthreads=${threads}`];
  const args = ["-q", "-B", "-ntp", "-pl", "worker-java", "-am", "test", ...test, ...size];
  const code = await ended(
    process.platform === "win32"
      ? start("mvnw.cmd", args, { stdio: "inherit", shell: true })
      : start("sh", ["mvnw", ...args], { stdio: "inherit" }),
  );
  if (code !== 0) {
    throw new Problem(
      "The soak failed. `npm run soak -- --histories 1 --seed S` repeats a history, with the seed S that it names.",
    );
  }
  console.log(`${histories} histories from seed ${seed}: all that must hold held.`);
});

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        histories: { type: "string", default: "100000" },
        seed: { type: "string", default: String(Date.now()) },
        threads: { type: "string", default: "2" },
      },
    }));
  } catch (error) {
    throw new Problem(`${error.message}\n${usage}`);
  }
  const { histories, seed, threads } = values;
  if (!isCount(histories) || !isCount(threads) || !/^-?\d{1,18}$/.test(seed)) {
    throw new Problem(`These are no numbers that can be used.\n${usage}`);
  }
  return values;
}

function isCount(text) {
  return /^[1-9]\d{0,8}$/.test(text);
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Problem(`Maven could not be started: ${error.message}`)));
    child.once("close", resolve);
  });
}

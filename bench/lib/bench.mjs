import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "../../scripts/lib/problem.mjs";
import { contenders } from "./contenders.mjs";
import { machine } from "./machine.mjs";
import { run } from "./run.mjs";
import { quick, scenarios } from "./scenarios.mjs";
import { prepare } from "./workerd.mjs";

/** Memory, where there is some: else a disk's mood would be measured too. */
const memory = "/dev/shm";

/** Measures everything and answers the figures, which `report.mjs` can show. */
export async function bench(options, progress) {
  requireBuilt();
  const databases = existsSync(memory) ? memory : tmpdir();
  const folder = mkdtempSync(join(databases, "samovar-bench-"));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  // Also after Ctrl-C: what lies in memory stays there until the next boot.
  process.once("exit", removeFolder);
  const folders = {};
  for (const [name, contender] of Object.entries(contenders)) {
    folders[name] = join(folder, name);
    prepare(contender, folders[name]);
  }
  const { rounds } = options;
  const chosen = options.quick ? scenarios.map(quick) : scenarios;
  const results = await run(chosen, rounds, folders, (scenario, round, work) =>
    progress.step(`${scenario.name}, round ${round + 1} of ${rounds}`, work),
  );
  return { machine: machine(databases), rounds, quick: options.quick, ...results };
}

function requireBuilt() {
  for (const { folder, modules } of Object.values(contenders)) {
    for (const module of modules) {
      if (!existsSync(join(folder, module))) {
        throw new Problem(`${join(folder, module)} is missing. Run \`npm run build\`, or leave --no-build out.`);
      }
    }
  }
}

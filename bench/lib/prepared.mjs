import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "../../scripts/lib/problem.mjs";
import { contenders, pages } from "./contenders.mjs";
import { prepare } from "./workerd.mjs";

/** Memory, where there is some: else a disk's mood would be measured too. */
const memory = "/dev/shm";

/** Copies what is measured into folders that go with this process; answers them by contender, and where they are. */
export function prepared() {
  requireBuilt();
  const databases = existsSync(memory) ? memory : tmpdir();
  const folder = mkdtempSync(join(databases, "samovar-bench-"));
  // Also after Ctrl-C: what lies in memory stays there until the next boot.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const folders = {};
  for (const [name, contender] of Object.entries(contenders)) {
    folders[name] = join(folder, name);
    prepare(contender, folders[name]);
  }
  return { folders, databases };
}

function requireBuilt() {
  for (const { folder, modules, page } of Object.values(contenders)) {
    for (const file of [...modules.map((module) => join(folder, module)), join(pages, page)]) {
      if (!existsSync(file)) {
        throw new Problem(`${file} is missing. Run \`npm run bench\` without --no-build.`);
      }
    }
  }
}

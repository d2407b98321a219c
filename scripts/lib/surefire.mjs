import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sum } from "./counts.mjs";
import { modules } from "./modules.mjs";
import { inRoot } from "./root.mjs";

const folders = () => modules().map((module) => inRoot(module, "target", "surefire-reports"));

/** Deletes the reports of earlier runs, which would count classes that are gone. */
export function forgetSurefireReports() {
  for (const folder of folders()) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sums the reports of all modules. */
export const surefireCounts = () =>
  sum(
    folders()
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      .filter((file) => /TEST-.*\.xml$/.test(file))
      .map((file) => countsOf(readFileSync(file, "utf8"))),
  );

function countsOf(report) {
  const suite = /<testsuite\b[^>]*>/.exec(report)[0];
  const attribute = (name) => Number(new RegExp(`\\s${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = attribute("errors") + attribute("failures");
  const skipped = attribute("skipped");
  return { passed: attribute("tests") - failed - skipped, failed, skipped };
}

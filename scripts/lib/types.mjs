import { basename, relative } from "node:path";
import { filesBelow } from "./files.mjs";
import { Problem } from "./problem.mjs";
import { inRoot, root } from "./root.mjs";
import { runTool } from "./tools.mjs";

/** Where TypeScript lives: every tsconfig.json below these is a project that must compile. */
const homes = ["examples", "docs", "client-web/src", "codegen/src", "test-e2e", "bench"];

/** Compiles every TypeScript project without output and answers how many there were; none at all is a failure. */
export async function checkTypes() {
  const projects = homes
    .flatMap((home) => filesBelow(inRoot(home)))
    .filter((file) => basename(file) === "tsconfig.json")
    .map((file) => relative(root, file));
  if (projects.length === 0) {
    throw new Problem(`No tsconfig.json found below ${homes.join(", ")}: nothing was checked.`);
  }
  for (const project of projects) {
    await runTool("tsc", "--noEmit", "--pretty", "false", "-p", project);
  }
  return projects.length;
}

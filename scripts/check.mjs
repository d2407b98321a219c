// Checks format, lint and types of everything; `npm run check -- --fix` formats what can be formatted.
import { buildWhatChanged } from "./lib/build.mjs";
import { ensureInstalled } from "./lib/installation.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { checkLint, fixLint } from "./lib/lint.mjs";
import { maven } from "./lib/maven.mjs";
import { main } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";
import { checkTypes } from "./lib/types.mjs";

await main(async () => {
  const fix = process.argv.includes("--fix");
  const progress = new Progress(process.stdout);
  requireJdk();
  await ensureInstalled(progress);
  await progress.step("Format of Java and poms", () => maven(fix ? "spotless:apply" : "spotless:check"));
  await progress.step("Format and lint of scripts and page", fix ? fixLint : checkLint);
  // The page is typed against the client's generated declarations.
  await buildWhatChanged(progress);
  await progress.step("Types", checkTypes, (projects) => `${projects} projects`);
});

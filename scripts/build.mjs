// Builds what changed: the client, and Worker and page of each example.
import { buildWhatChanged } from "./lib/build.mjs";
import { ensureInstalled } from "./lib/installation.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { main } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";

await main(async () => {
  const progress = new Progress(process.stdout);
  requireJdk();
  await ensureInstalled(progress);
  if (!(await buildWhatChanged(progress))) {
    progress.say("Everything is up to date.");
  }
});

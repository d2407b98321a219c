// Builds what changed: the Worker, the client and the chat's page.
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

// Serves the chat on this machine and builds again whenever a source changes.
import { buildWhatChanged } from "./lib/build.mjs";
import { isStopping } from "./lib/child.mjs";
import { ensureDevSecret } from "./lib/dev-secret.mjs";
import { publishBuild, startDevServer } from "./lib/dev-server.mjs";
import { fingerprint } from "./lib/files.mjs";
import { ensureInstalled } from "./lib/installation.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { parts } from "./lib/parts.mjs";
import { freePort } from "./lib/port.mjs";
import { main, Problem } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";
import { watchPaths } from "./lib/watch.mjs";

await main(async () => {
  const progress = new Progress(process.stdout);
  const port = await freePort();
  requireJdk();
  await ensureInstalled(progress);
  ensureDevSecret();
  await buildWhatChanged(progress);
  publishBuild();
  startDevServer(port, {
    onReady: () => progress.say(welcome(port)),
    onEnd: (code) => {
      if (!isStopping()) {
        progress.say(`\nThe server has ended by itself (exit code ${code}); what it printed above says why.`);
        process.exit(1);
      }
    },
  });
  let attempted = fingerprint(sources());
  watchPaths(sources, async () => {
    const now = fingerprint(sources());
    if (now !== attempted) {
      attempted = now;
      await buildAndPublish(progress);
    }
  });
});

function sources() {
  return parts.flatMap((part) => part.inputs());
}

async function buildAndPublish(progress) {
  try {
    if (await buildWhatChanged(progress)) {
      publishBuild();
    }
  } catch (error) {
    progress.say(error instanceof Problem ? error.message : error.stack);
    progress.say("The last good build is still served; save a mended file to build again.");
  }
}

function welcome(port) {
  return `
  The samovar is on:  http://localhost:${port}

  Open two tabs and write in one. Another room is another path, such as /garden.
  Saved sources are built and served again. Ctrl-C ends it.
`;
}

// Serves an example on this machine and builds again whenever a source changes: the chat, or the one that is named, as
// in `npm start -- items`.
import { buildWhatChanged } from "./lib/build.mjs";
import { isStopping } from "./lib/child.mjs";
import { ensureDevSecret } from "./lib/dev-secret.mjs";
import { publishBuild, startDevServer } from "./lib/dev-server.mjs";
import { exampleNamed } from "./lib/examples.mjs";
import { fingerprint } from "./lib/files.mjs";
import { ensureInstalled } from "./lib/installation.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { partsOf } from "./lib/parts.mjs";
import { freePort } from "./lib/port.mjs";
import { main, Problem } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";
import { watchPaths } from "./lib/watch.mjs";

await main(async () => {
  const progress = new Progress(process.stdout);
  const example = exampleNamed(process.argv[2]);
  const parts = partsOf([example]);
  const sources = () => parts.flatMap((part) => part.inputs());
  const port = await freePort();
  requireJdk();
  await ensureInstalled(progress);
  ensureDevSecret(example);
  await buildWhatChanged(progress, parts);
  publishBuild(example);
  startDevServer(example, port, {
    onReady: () => progress.say(welcome(example, port)),
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
      await buildAndPublish(progress, example, parts);
    }
  });
});

async function buildAndPublish(progress, example, parts) {
  try {
    if (await buildWhatChanged(progress, parts)) {
      publishBuild(example);
    }
  } catch (error) {
    progress.say(error instanceof Problem ? error.message : error.stack);
    progress.say("The last good build is still served; save a mended file to build again.");
  }
}

function welcome({ hint }, port) {
  return `
  The samovar is on:  http://localhost:${port}

  ${hint}
  Saved sources are built and served again. Ctrl-C ends it.
`;
}

import { join } from "node:path";
import { createInterface } from "node:readline";
import { host } from "./port.mjs";
import { publish } from "./publish.mjs";
import { inRoot } from "./root.mjs";
import { startTool } from "./tools.mjs";

// The server works on copies: builds write their output file by file, and it must never see half of one.
const served = ({ name }, what) => inRoot("target", "dev", name, what);

/** Puts the last good build of an example where the server reads; it notices by itself. */
export function publishBuild(example) {
  for (const [what, entry] of [
    ["page", "index.html"],
    ["worker", "worker.js"],
  ]) {
    publish(inRoot(example.folder, "target", what), served(example, what), entry);
  }
}

/** Starts `wrangler dev`, passes its output on, and calls back when it first answers and when it ended. */
export function startDevServer(example, port, { onReady, onEnd }) {
  const wrangler = startTool(
    "wrangler",
    "dev",
    join(served(example, "worker"), "worker.js"),
    `--config=${join(example.home, "wrangler.toml")}`,
    `--assets=${served(example, "page")}`,
    `--ip=${host}`,
    `--port=${port}`,
    "--local",
    "--show-interactive-dev-session=false",
  );
  let ready = false;
  for (const stream of [wrangler.stdout, wrangler.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (!ready && line.includes("Ready on")) {
        ready = true;
        onReady();
      } else if (ready || !startupNoise.test(line)) {
        console.log(line);
      }
    });
  }
  wrangler.once("close", onEnd);
}

/** What wrangler says before it is ready and nobody acts on; everything else, errors above all, is shown. */
const startupNoise =
  /^\s*$|^Using secrets|^Your Worker has access|^Binding\s|^env\.|Starting local server|Parsed \d+ valid/;

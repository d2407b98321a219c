import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Problem } from "./problem.mjs";
import { inRoot } from "./root.mjs";
import { runTool } from "./tools.mjs";

/**
 * What each end may weigh, minified and gzipped. 1 KB is 1,024 bytes here and in everything that quotes these. The Worker
 * holds the whole engine: filters and their evaluator, windows, both profiles, effects, jobs and presence. It was 60 KB
 * with whole collections and one profile. The client was 28 KB in the reference profile; `samovar/1` brought it snapshots that
 * go on after a drop, credit, holds of rows, filters, pages, renewal of tokens and dead sockets that are found. It was 33 KB
 * until plain JavaScript read and wrote its values, and 29 until what loads on demand was a part of its own. The store was
 * 4 KB until it kept what is loaded on demand.
 */
export const budgets = { worker: 102 * 1024, client: 27.3 * 1024, store: 5.25 * 1024, loads: 1.6 * 1024 };

/** The parts that a client loads by itself, for what only some pages do, and how the bundler names them. */
const parts = { store: /\bpersistence-/, loads: /\bloads-/ };

/**
 * Measures both ends as they ship: the Worker as wrangler bundles and minifies it for an upload, the client as Vite
 * bundles and minifies it for a page, without its peer dependencies, and apart from it the parts that it loads for `persist` and
 * on demand. Source maps are not counted.
 */
export async function measureSizes() {
  const worker = await bundleWorker();
  const client = await bundleClient();
  return {
    worker: { ...weigh(worker.folder), note: worker.note },
    client: weigh(client, (name) => !Object.values(parts).some((part) => part.test(name))),
    store: weigh(client, (name) => parts.store.test(name)),
    loads: weigh(client, (name) => parts.loads.test(name)),
  };
}

/** @throws Problem naming every end that is heavier than its budget */
export function requireWithinBudgets(sizes) {
  const tooHeavy = Object.keys(budgets).filter((end) => sizes[end].gzip > budgets[end]);
  if (tooHeavy.length > 0) {
    throw new Problem(
      tooHeavy
        .map((end) => `The ${end} weighs ${sizes[end].gzip} bytes gzipped, more than its budget of ${budgets[end]}.`)
        .join("\n") +
        "\nFind what came in (String.format, regular expressions and Locale cost most) and leave it out; a raised budget needs a reason.",
    );
  }
}

async function bundleWorker() {
  const folder = inRoot("target", "size", "worker");
  rmSync(folder, { recursive: true, force: true });
  const printed = await runTool("wrangler", "deploy", "--dry-run", "--minify", "--outdir", folder);
  return { folder, note: /Total Upload:.*/.exec(printed)?.[0].trim() };
}

async function bundleClient() {
  await runTool("vite", "build", "--config", "scripts/lib/client-bundle.mjs", "--logLevel", "warn");
  return inRoot("target", "size", "client");
}

function weigh(folder, isMeant = () => true) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.m?js$/.test(name) && isMeant(name));
  if (files.length === 0) {
    throw new Problem(`The bundle in ${folder} has no JavaScript: the sizes would be those of nothing.`);
  }
  const contents = files.map((name) => readFileSync(join(folder, name)));
  return {
    minified: contents.reduce((total, content) => total + content.length, 0),
    gzip: contents.reduce((total, content) => total + gzipSync(content, { level: 9 }).length, 0),
  };
}

// Prints what the Worker and the client weigh; fails when one is over its budget. `--json` prints bytes only.
import { buildWhatChanged } from "./lib/build.mjs";
import { ensureInstalled } from "./lib/installation.mjs";
import { requireJdk } from "./lib/jdk.mjs";
import { main } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";
import { budgets, measureSizes, requireWithinBudgets } from "./lib/sizes.mjs";

await main(async () => {
  const json = process.argv.includes("--json");
  const progress = new Progress(json ? process.stderr : process.stdout);
  requireJdk();
  await ensureInstalled(progress);
  await buildWhatChanged(progress);
  const sizes = await progress.step("Bundling as for a deployment", measureSizes);
  console.log(json ? asJson(sizes) : asText(sizes));
  requireWithinBudgets(sizes);
});

function asJson(sizes) {
  return JSON.stringify(Object.fromEntries(Object.entries(sizes).map(([end, { gzip }]) => [end, { gzip }])));
}

function asText({ worker, client, store, loads }) {
  return `
  worker  ${line(worker, budgets.worker)}
  client  ${line(client, budgets.client)}
  store   ${line(store, budgets.store)}   of clients with \`persist\`
  loads   ${line(loads, budgets.loads)}   of collections on demand

  Minified, gzip -9, without source maps; 1 KB is 1,024 bytes.
  wrangler deploy --dry-run says of the Worker: ${worker.note}`;
}

function line({ gzip, minified }, budget) {
  return `${kilobytes(gzip)} gzip of ${kilobytes(budget)}   (${kilobytes(minified)} before gzip)`;
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1).padStart(6)} KB`;
}

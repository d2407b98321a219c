// What `npx wrangler deploy` would upload of each example, made without a network and without an account.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { examples } from "../scripts/lib/examples.mjs";
import { runTool } from "../scripts/lib/tools.mjs";

const OUT = new URL("target/deploy/", import.meta.url);

/** A proxy that nobody is: whoever asks the network fails. */
const NO_NETWORK = "http://127.0.0.1:9";

before(() => {
  rmSync(OUT, { recursive: true, force: true });
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"]) {
    process.env[name] = NO_NETWORK;
  }
  for (const name of ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"]) {
    delete process.env[name];
  }
});

for (const { name, object, home } of examples) {
  test(`a dry run of deploying ${name} makes a Worker with a source map that leads to Java`, async (t) => {
    const out = fileURLToPath(new URL(name, OUT));
    const config = join(home, "wrangler.toml");

    const printed = await runTool("wrangler", "deploy", "--dry-run", `--config=${config}`, "--outdir", out);

    const worker = readFileSync(join(out, "worker.js"), "utf8");
    t.diagnostic(`The Worker has ${worker.length} bytes, ${gzipSync(worker).length} gzipped.`);
    assert.match(printed, new RegExp(`env\\.[A-Z_]+ \\(${object}\\)`));
    assert.match(printed, /env\.ASSETS/);
    assert.match(worker, new RegExp(`export \\{[^}]*\\b${object}\\b[^}]*\\}`));
    assert.match(worker, /export \{[^}]*\bdefault\b[^}]*\}/);
    assert.deepEqual(
      printed.match(/WARNING.*/g)?.filter((warning) => !warning.includes("Proxy environment variables")) ?? [],
      [],
    );
    const { sources } = JSON.parse(readFileSync(join(out, "worker.js.map"), "utf8"));
    assert.ok(
      sources.some((source) => source.endsWith(`dev/samovar/examples/${name}/${object}.java`)),
      `The source map knows only:\n${sources.join("\n")}`,
    );
  });
}

// What `npx wrangler deploy` would upload, made without a network and without an account.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { runTool } from "../scripts/lib/tools.mjs";

const OUT = new URL("target/deploy/", import.meta.url);

/** A proxy that nobody is: whoever asks the network fails. */
const NO_NETWORK = "http://127.0.0.1:9";

const read = (name) => readFileSync(new URL(name, OUT), "utf8");

test("a dry run of the deployment makes a Worker with a source map that leads to Java", async (t) => {
  rmSync(OUT, { recursive: true, force: true });
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"]) {
    process.env[name] = NO_NETWORK;
  }
  for (const name of ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"]) {
    delete process.env[name];
  }

  const printed = await runTool("wrangler", "deploy", "--dry-run", "--outdir", fileURLToPath(OUT));

  const worker = read("worker.js");
  t.diagnostic(`The Worker has ${worker.length} bytes, ${gzipSync(worker).length} gzipped.`);
  assert.match(printed, /env\.CHAT_ROOM/);
  assert.match(printed, /env\.ASSETS/);
  assert.match(worker, /export \{[^}]*\bChatRoom\b[^}]*\}/);
  assert.match(worker, /export \{[^}]*\bdefault\b[^}]*\}/);
  assert.deepEqual(
    printed.match(/WARNING.*/g)?.filter((warning) => !warning.includes("Proxy environment variables")) ?? [],
    [],
  );
  const { sources } = JSON.parse(read("worker.js.map"));
  assert.ok(
    sources.some((source) => source.endsWith("dev/samovar/examples/chat/ChatRoom.java")),
    `The source map knows only:\n${sources.join("\n")}`,
  );
});

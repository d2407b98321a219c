// The client as npm packs it, where there is no page: on Node, and inside a Worker. Both talk to the chat in workerd.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../scripts/lib/child.mjs";
import { runTool } from "../scripts/lib/tools.mjs";
import { startChat } from "./chat/chat.mjs";
import { insert, messageOf, mut } from "./chat/frames.mjs";
import { serve } from "./package/bare-workerd.mjs";
import { Project } from "./package/project.mjs";

/** How long a visit may take. A guard only. */
const TIMEOUT_MILLIS = 20_000;

const code = (name) => readFileSync(new URL(`package/visitor/${name}`, import.meta.url), "utf8");

let chat;
let project;

before(async () => {
  const folder = fileURLToPath(new URL("target/visitor", import.meta.url));
  const files = ["visit.js", "on-node.js", "worker.js", "wrangler.toml"];
  project = await Project.at(folder, Object.fromEntries(files.map((name) => [name, code(name)])));
  chat = await startChat();
});

after(() => chat?.stop());

/** A room with one message, and what a visitor needs to write another. */
async function invitation(room) {
  const host = await chat.enterAs("host", room);
  await host.commit(mut(insert(messageOf(host, "a message of before"))));
  const guest = await chat.signIn("guest");
  return { url: String(new URL(`/sync/${room}`, chat.runtime.url)), ...guest };
}

/** What a visitor has seen and left behind. */
async function assertVisited(room, seen) {
  assert.deepEqual(seen, {
    found: ["a message of before"],
    left: ["I was here", "a message of before"],
    status: "closed",
  });
  const contents = (await chat.messages(room)).map(({ content }) => content);
  assert.deepEqual(contents.sort(), ["I was here", "a message of before"]);
}

test("on Node it connects with the WebSocket that is there", async () => {
  const invited = await invitation("from-node");

  const printed = await run(process.execPath, ["on-node.js", JSON.stringify(invited)], { cwd: project.folder });

  await assertVisited("from-node", JSON.parse(printed));
});

test("a Worker bundles it, and connects to an object elsewhere", async (t) => {
  await runTool("wrangler", "deploy", "--dry-run", "--cwd", project.folder, "--outdir", project.path("bundle"));
  const worker = await serve(project.path("bundle", "worker.js"), "2026-11-17");
  t.after(() => worker.stop());
  const invited = await invitation("from-worker");

  const answer = await fetch(worker.url, {
    method: "POST",
    body: JSON.stringify(invited),
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });

  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  await assertVisited("from-worker", JSON.parse(text));
});

// Pages that a Worker in Java renders with rows. The browser shows them before it has run anything, and then goes on from where they
// were read.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { decode } from "../../client-web/src/test/js/lib/messagepack.mjs";
import { SECRET } from "../chat/chat.mjs";
import { insert, remove, update } from "../chat/frames.mjs";
import { RoomClient } from "../chat/room-client.mjs";
import { claimsOf, sign } from "../chat/tokens.mjs";
import { start } from "../harness.mjs";
import { bundle } from "./stage/bundle.mjs";
import { launchChromium } from "./stage/chromium.mjs";
import { Network } from "./stage/network.mjs";

/** How long any one wait may take before it fails. A guard only. */
const TIMEOUT_MILLIS = 20_000;

let script;
let runtime;
let browser;
let network;
let rooms = 0;
let room;
const open = [];

before(async () => {
  const [{ code }] = await bundle({
    rolldownOptions: { input: fileURLToPath(new URL("stage/rendered/page.js", import.meta.url)) },
  });
  script = code;
  runtime = await start(new URL("../probe/wrangler.toml", import.meta.url));
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await runtime?.stop();
});

beforeEach(async () => {
  room = `rendered-${++rooms}`;
  network = await Network.to(runtime.url);
});

afterEach(async () => {
  const complaints = open.flatMap((tab) => tab.complaints).filter((text) => !/^WebSocket connection to/.test(text));
  await Promise.all(open.splice(0).map(({ page }) => page.context().close()));
  await network.cut();
  assert.deepEqual(complaints, []);
});

const tokenOf = (user) => sign(claimsOf(user, { aud: "probe" }), SECRET);

/** Opens the page of a user; its script comes with `run`. */
async function openPage(user) {
  const context = await browser.newContext();
  await context.addCookies([{ name: "token", value: tokenOf(user), url: String(network.url) }]);
  const tab = { complaints: [], sent: [], received: [], sockets: 0 };
  const released = new Promise((resolve) => {
    tab.run = resolve;
  });
  await context.route("**/stage/page.js", async (route) => {
    await released;
    await route.fulfill({ contentType: "text/javascript", body: script });
  });
  tab.page = await context.newPage();
  tab.page.setDefaultTimeout(TIMEOUT_MILLIS);
  tab.page.on("console", (message) => message.type() === "error" && tab.complaints.push(message.text()));
  tab.page.on("pageerror", (error) => tab.complaints.push(String(error)));
  tab.page.on("websocket", (socket) => {
    tab.sockets++;
    socket.on("framesent", ({ payload }) => tab.sent.push(decode(payload)));
    socket.on("framereceived", ({ payload }) => tab.received.push(decode(payload)));
  });
  open.push(tab);
  const answer = await tab.page.goto(new URL(`rendered/${room}`, network.url).href, { waitUntil: "commit" });
  assert.equal(answer.status(), 200);
  tab.html = await answer.text();
  tab.status = (status) => tab.page.waitForFunction((wanted) => globalThis.stage?.status() === wanted, status);
  return tab;
}

/** Waits until exactly these notes are shown. */
async function shows({ page }, ...bodies) {
  await page.waitForFunction(
    (wanted) => JSON.stringify([...document.querySelectorAll("li")].map((item) => item.textContent)) === wanted,
    JSON.stringify(bodies),
  );
}

/** Writes in the name of a user, over a connection of its own. */
async function write(user, ...ops) {
  const socket = await runtime.connect(`/pages/${room}`, { protocols: ["samovar.1", tokenOf(user)] });
  const client = new RoomClient(socket);
  await client.commit({ t: "mut", txId: randomUUID(), collection: "notes", ops });
  await client.close();
}

/** The position in a page, as a subscription names it. */
function whereRead({ html }) {
  const { epoch, position } = JSON.parse(/id="notes">(.*?)<\/script>/.exec(html)[1]);
  return { since: String(position), epoch };
}

const whereReset = ({ received }) => received.filter(({ t }) => t === "reset").map(({ reason }) => reason);

/** What the page has shown, one after the other. */
async function renderings({ page }) {
  const all = (await page.evaluate(() => stage.renderings)).map((bodies) => JSON.stringify(bodies));
  return all.filter((bodies, at) => bodies !== all[at - 1]).map((bodies) => JSON.parse(bodies));
}

const note = (id, body, author = "alice") => ({ id, body, author });

test("a page shows its rows before a script has run, and goes on from where they were read", async () => {
  const tab = await openPage("alice");
  await shows(tab, "tea", "sugar");
  assert.deepEqual([tab.sockets, await tab.page.evaluate(() => typeof stage)], [0, "undefined"]);

  await network.cut();
  tab.run();
  await tab.status("reconnecting");
  await shows(tab, "tea", "sugar");
  assert.equal(await tab.page.evaluate(() => stage.collection()), "ready");
  await write("alice", insert(note("4", "milk")), remove("1"), update("3", { body: "brown sugar" }));
  await network.mend();

  await shows(tab, "brown sugar", "milk");
  const subscriptions = tab.sent.filter(({ t }) => t === "sub");
  assert.deepEqual(
    subscriptions.map(({ since, epoch }) => ({ since, epoch })),
    [whereRead(tab)],
  );
  const [, { t, changes }, live, ...others] = tab.received;
  assert.deepEqual([t, live.t, others], ["changes", "live", []]);
  assert.deepEqual(changes.map(([, key]) => key).sort(), ["1", "3", "4"]);
  assert.deepEqual(await renderings(tab), [
    ["tea", "sugar"],
    ["brown sugar", "milk"],
  ]);
  await write("alice", insert(note("5", "lemon")));
  await shows(tab, "brown sugar", "milk", "lemon");
});

test("what its user may not see is neither in a page nor in what it is sent", async () => {
  const tab = await openPage("bob");
  await shows(tab, "the secret");
  await write("alice", update("1", { body: "green tea" }), remove("3"), insert(note("4", "milk")));
  tab.run();
  await tab.status("open");
  await write("alice", update("1", { body: "black tea" }));
  await write("bob", insert(note("5", "another", "bob")));
  await shows(tab, "the secret", "another");

  const all = tab.html + JSON.stringify(tab.received);
  for (const body of ["tea", "sugar", "milk", "alice"]) {
    assert.ok(!all.includes(body), body);
  }
  assert.deepEqual(whereReset(tab), []);
});

test("nothing that a user wrote becomes a part of the page or of its script", async () => {
  const evils = [
    "</script><script>document.title = 'harmed'</script>",
    "<!--<script>",
    "</SCRIPT ><img src=x onerror=\"document.title = 'harmed'\">",
    "]]>&lt;/script>\u2028'\"\\",
  ];
  await write("alice", ...evils.map((body, at) => insert(note(`e${at}`, body))));

  const tab = await openPage("alice");
  await shows(tab, "tea", "sugar", ...evils);
  tab.run();
  await tab.status("open");
  await shows(tab, "tea", "sugar", ...evils);

  assert.deepEqual(await tab.page.evaluate(() => [document.title, document.scripts.length, document.images.length]), [
    "Notes",
    2,
    0,
  ]);
  assert.deepEqual(whereReset(tab), []);
});

test("a page of a database that is no more is given the rows that there are now, and shows its own until then", async () => {
  await write("alice", insert(note("4", "of the old one")));
  const tab = await openPage("alice");
  await shows(tab, "tea", "sugar", "of the old one");

  assert.equal((await runtime.fetch(`/erased/${room}/`, { method: "DELETE" })).status, 200);
  await write("alice", insert(note("5", "of the new one")));
  tab.run();
  await shows(tab, "tea", "sugar", "of the new one");

  assert.deepEqual(
    tab.sent.filter(({ t }) => t === "sub").map(({ since, epoch }) => ({ since, epoch })),
    [whereRead(tab)],
  );
  assert.deepEqual(whereReset(tab), ["epoch"]);
  assert.deepEqual(await renderings(tab), [
    ["tea", "sugar", "of the old one"],
    ["tea", "sugar", "of the new one"],
  ]);
});

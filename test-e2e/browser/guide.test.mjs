// The samples of docs/react-client.md in a browser, against the chat in workerd.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { bundleAs } from "./stage/bundle.mjs";
import { openChatStage } from "./stage/chat-stage.mjs";

const timeoutMillis = 20_000;

let script;
let chat;
let network;
let close;
let browser;
let guest;
let page;
let complaints;
let rooms = 0;
let room;

before(async () => {
  script = await bundleAs("guide", new URL("../../docs/src/test/react/page.tsx", import.meta.url));
  ({ chat, network, browser, close } = await openChatStage());
});

after(() => close?.());

/** A page of the chat's origin that has the samples, whose guest has come over a network that tests may cut. */
beforeEach(async () => {
  room = `guide-${++rooms}`;
  guest = await chat.signIn("ann");
  // Chromium does not know that the page is from this machine, and asks whether it may connect to it.
  const context = await browser.newContext({ permissions: ["local-network-access"] });
  await context.route("**/guide", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  page = await context.newPage();
  page.setDefaultTimeout(timeoutMillis);
  complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await load();
});

async function load() {
  await page.goto(new URL("guide", network.url).href);
  await page.addScriptTag({ content: script });
}

afterEach(async () => {
  await page.context().close();
  assert.deepEqual(complaints, []);
});

const play = (name, ...args) => page.evaluate(([name, args]) => globalThis.guide[name](...args), [name, args]);

const enter = () => play("enter", room, guest.token, guest.userId);

async function send(content) {
  await page.getByLabel("Message").fill(content);
  await page.getByRole("button", { name: "Send" }).click();
}

const shows = (content, state) =>
  page.locator(`li[data-state="${state}"]`, { hasText: `${guest.userId}: ${content}` }).waitFor();

const seeText = (text) => page.getByText(text).first().waitFor();

const messageOf = (n) => ({ id: `m${n}`, author: guest.userId, content: `message ${n}`, created_at: n });

test("a message is shown, confirmed and counted; the room is cleared", async () => {
  await enter();
  await send("hello");
  await shows("hello", "confirmed");
  await seeText("1 messages");
  await page.getByRole("button", { name: "Clear the room" }).click();
  await seeText("1 messages are gone.");
  assert.deepEqual(await chat.messages(room), []);
});

test("a refused message is taken back and explained", async () => {
  await enter();
  await send("   ");
  await seeText("Not sent: validation failed");
  assert.equal(await page.locator("li").count(), 0);
});

test("a message without a network waits and is sent once", async () => {
  await enter();
  await send("before");
  await shows("before", "confirmed");
  await network.cut();
  await send("meanwhile");
  await shows("meanwhile", "pending");
  await seeText("1 changes wait.");
  await network.mend();
  await shows("meanwhile", "confirmed");
  const rows = await chat.messages(room);
  assert.deepEqual(rows.map(({ content }) => content).sort(), ["before", "meanwhile"]);
});

test("a kept room is there without a network, sends what waits, and is forgotten", async () => {
  const enterKept = () => play("enterKept", room, guest.token, guest.userId);
  await enterKept();
  await send("before");
  await shows("before", "confirmed");
  await network.cut();
  await send("meanwhile");
  await shows("meanwhile", "pending");

  await load();
  await enterKept();
  await shows("before", "confirmed");
  await shows("meanwhile", "pending");
  await network.mend();
  await shows("meanwhile", "confirmed");
  assert.equal((await chat.messages(room)).length, 2);
  assert.equal(await play("leaveForGood"), 0);
});

test("a filter, a long list in pages, and a transaction of many", async () => {
  const writer = await chat.enter(room, guest);
  const rows = Array.from({ length: 45 }, (_, n) => messageOf(n + 10));
  const ops = rows.map((row) => ({ type: "insert", key: row.id, cols: row }));
  await writer.commit({ t: "mut", txId: randomUUID(), collection: "messages", ops });
  await enter();
  await shows("message 54", "confirmed");
  assert.deepEqual(await play("contentsSince", 53), ["message 53", "message 54"]);

  await play("showHistory");
  const items = page.locator("section li");
  await items.nth(19).waitFor();
  await page.getByRole("button", { name: "Older" }).click();
  await items.nth(39).waitFor();
  assert.deepEqual([await items.nth(0).textContent(), await items.nth(39).textContent()], ["message 54", "message 15"]);
  await seeText(`45 messages of ${guest.userId}`);

  await play("clear");
  assert.deepEqual(await chat.messages(room), []);
  await play("leave");
});

test("a page that was rendered with rows goes on with them", async () => {
  const lobby = await chat.enter("lobby", guest);
  const real = { ...messageOf(1), content: "in the lobby" };
  const ops = [{ type: "insert", key: real.id, cols: real }];
  await lobby.commit({ t: "mut", txId: randomUUID(), collection: "messages", ops });
  const row = { ...messageOf(1), id: "1", content: "rendered" };
  const html = await play("renderPage", JSON.stringify({ rows: [row], epoch: "of another database", position: 7 }));
  assert.match(html, /^<main><p>rendered<\/p><\/main><script type="application\/json" id="messages">\{"rows":/);
  await page.evaluate((rendered) => {
    document.body.innerHTML = rendered;
  }, html);
  await play("resumePage", guest.token);
  await page.getByText("in the lobby", { exact: true }).waitFor();
});

test("a component is tested with rows that nobody serves", async () => {
  await play("count", ["one", "two"]);
  await seeText("2 messages");
});

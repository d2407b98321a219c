// What of `persist` needs no browser. The rest is in test-e2e/browser/persistence.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ownerOf } from "../../../target/npm/store-owner.js";
import { newStory, rowsOf } from "./lib/story.mjs";

const tokenOf = (claims) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;

test("what is kept is of the user that the app names, whatever the token", () => {
  assert.equal(ownerOf({ user: "ann" }), "ann");
  assert.equal(
    ownerOf({ user: "ann" }, () => "token"),
    "ann",
  );
});

test("what is kept is of the subject of a token, if the app leaves it to that", () => {
  assert.equal(ownerOf(true, tokenOf({ sub: "änn-1" })), "änn-1");
});

test("without a token all are one user", () => {
  assert.equal(ownerOf(true), "");
});

const unnamed = {
  "a token that a function gives": [true, () => "token"],
  "a token that is no JWT": [true, "token"],
  "a token without a subject": [true, tokenOf({})],
  "a user that is not known yet": [{ user: undefined }],
  "a user without a name": [{ user: "" }],
};

for (const [what, [persist, token]] of Object.entries(unnamed)) {
  test(`${what} does not tell whose it is`, () => {
    assert.equal(ownerOf(persist, token), undefined);
  });
}

test("nothing is kept of who is not known", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const { client, server } = newStory(t, { persist: true, token: () => "token" });
  client.call.touch().catch(() => {});
  await server.accept();

  assert.equal(client.persistence, "failed");
  assert.match(warn.mock.calls[0].arguments[0], /does not tell whose writes and rows/);
  await assert.doesNotReject(client.forget());
});

test("where nothing can be kept the client says so once, and works", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const { client, collection, server } = newStory(t, { persist: { user: "ann" } });
  assert.equal(client.persistence, "opening");
  const states = [];
  client.onStatusChange(() => states.push(client.persistence));
  const messages = collection("messages");
  messages.insert({ id: "1", text: "early" });
  const result = client.call.touch();

  const connection = await server.accept();
  const sub = await connection.next();
  const [write, call] = [await connection.next(), await connection.next()];
  connection.snapshot(sub.subId, []);
  connection.changes(sub.subId, [{ id: "1", text: "early" }], 2);
  connection.committed(write.txId, 3).committed(call.txId, 4, "done");

  assert.equal(await result, "done");
  assert.deepEqual(rowsOf(messages), [{ id: "1", text: "early" }]);
  assert.equal(client.persistence, "failed");
  assert.ok(states.includes("failed"));
  assert.equal(warn.mock.callCount(), 1);
  assert.match(warn.mock.calls[0].arguments[0], /Nothing more is kept over a reload.*no IndexedDB/);
});

test("a client without a store has nothing to forget", async (t) => {
  const { client } = newStory(t);

  await client.forget();

  assert.equal(client.persistence, "off");
});

test("a collection that is cleaned up before the store is open does not begin", async (t) => {
  t.mock.method(console, "warn", () => {});
  const { client, collection, server } = newStory(t, { persist: { user: "ann" } });
  const messages = collection("messages");
  messages.startSyncImmediate();
  messages.cleanup();
  client.call.touch().catch(() => {});

  const connection = await server.accept();

  assert.equal((await connection.next()).t, "call");
  assert.equal(connection.unread, 0);
});

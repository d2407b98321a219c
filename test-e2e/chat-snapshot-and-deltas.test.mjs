// What a subscription sends: the rows there are, what becomes of them, and after an absence what was missed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startChat } from "./chat/chat.mjs";
import { insert, kinds, messageOf, mut, remove, update } from "./chat/frames.mjs";

const ref = (column) => ({ type: "ref", path: [column] });
const isNull = (column) => ({ type: "func", name: "isNull", args: [ref(column)] });

let chat;

before(async () => {
  chat = await startChat();
});

after(() => chat.stop());

/** A guest in a room with so many messages of theirs. */
async function authorOf(room, count) {
  const author = await chat.enterAs("author", room);
  const messages = Array.from({ length: count }, (_, i) => messageOf(author, `message ${i}`));
  if (count > 0) {
    await author.commit(mut(...messages.map(insert)));
  }
  return { author, messages };
}

const byKey = (frames) => frames.toSorted((one, other) => (one.key < other.key ? -1 : 1));

test("an empty room answers with the end of its snapshot", async () => {
  const client = await chat.enterAs("alice", "empty");

  const frames = await client.subscribe();

  assert.equal(frames.length, 1);
  assert.equal(frames[0].t, "snap-end");
  assert.match(frames[0].seq, /^\d+$/);
});

test("a snapshot has every row once, then its position", async () => {
  const { messages } = await authorOf("snapshot", 3);
  const client = await chat.enterAs("reader", "snapshot");

  const frames = await client.subscribe();

  const { t, seq } = frames.pop();
  assert.equal(t, "snap-end");
  assert.deepEqual(byKey(frames), byKey(messages.map((row) => ({ t: "snap", sub: "s", key: row.id, row, seq }))));
});

test("a change reaches another client as one delta and one boundary", async () => {
  const writer = await chat.enterAs("alice", "live");
  const reader = await chat.enterAs("bob", "live");
  await reader.subscribe();
  const message = messageOf(writer);

  const { seq } = await writer.commit(mut(insert(message)));

  assert.deepEqual(await reader.tick(), [
    { t: "d", sub: "s", key: message.id, op: "insert", cols: message, seq },
    { t: "uptodate", seq },
  ]);
  assert.deepEqual(await reader.unsaid(), []);
});

test("a writer has their own change and its boundary before it is committed", async () => {
  const writer = await chat.enterAs("alice", "own");
  await writer.subscribe();
  const message = messageOf(writer);
  const write = mut(insert(message));

  const frames = await writer.write(write);

  const { seq } = frames.at(-1);
  assert.deepEqual(frames, [
    { t: "d", sub: "s", key: message.id, op: "insert", cols: message, seq },
    { t: "uptodate", seq },
    { t: "committed", txId: write.txId, seq },
  ]);
});

test("who has not subscribed is told of no change, not even of a position", async () => {
  const writer = await chat.enterAs("alice", "unconcerned");
  const other = await chat.enterAs("bob", "unconcerned");

  assert.deepEqual(kinds(await writer.write(mut(insert(messageOf(writer))))), ["committed"]);
  assert.deepEqual(await other.unsaid(), []);
});

test("an update brings the whole row, a delete none", async () => {
  const { author, messages } = await authorOf("update-delete", 2);
  const reader = await chat.enterAs("reader", "update-delete");
  await reader.subscribe();

  await author.commit(mut(update(messages[0].id, { content: "changed" })));
  const [updated] = await reader.tick();
  await author.commit(mut(remove(messages[1].id)));
  const [deleted] = await reader.tick();

  assert.equal(updated.op, "update");
  assert.deepEqual(updated.cols, { ...messages[0], content: "changed" });
  assert.equal(deleted.op, "delete");
  assert.equal(deleted.key, messages[1].id);
  assert.equal("cols" in deleted, false);
});

test("a row that changed several times at once is sent once, as it is now", async () => {
  const { author, messages } = await authorOf("newest", 2);
  const [kept, deleted] = messages.map(({ id }) => id);
  const reader = await chat.enterAs("reader", "newest");
  await reader.subscribe();

  await author.commit(
    mut(
      update(kept, { content: "once" }),
      update(deleted, { content: "for nothing" }),
      update(kept, { content: "twice" }),
      remove(deleted),
    ),
  );

  const deltas = (await reader.tick()).slice(0, -1);
  assert.deepEqual(
    deltas.map(({ key, op, cols }) => [key, op, cols?.content]),
    [
      [kept, "update", "twice"],
      [deleted, "delete", undefined],
    ],
  );
});

test("every subscription of a client gets the change, and the client one boundary", async () => {
  const writer = await chat.enterAs("alice", "two-subscriptions");
  const reader = await chat.enterAs("bob", "two-subscriptions");
  await reader.subscribe({ subId: "one" });
  await reader.subscribe({ subId: "two" });

  await writer.commit(mut(insert(messageOf(writer))));

  const frames = await reader.tick();
  assert.deepEqual(
    frames.map(({ t, sub }) => [t, sub]),
    [
      ["d", "one"],
      ["d", "two"],
      ["uptodate", undefined],
    ],
  );
});

test("the id of a subscription used again replaces it", async () => {
  const { author, messages } = await authorOf("replaced", 1);
  const reader = await chat.enterAs("reader", "replaced");
  await reader.subscribe();

  assert.deepEqual(kinds(await reader.subscribe()), ["snap", "snap-end"]);

  await author.commit(mut(remove(messages[0].id)));
  assert.deepEqual(kinds(await reader.tick()), ["d", "uptodate"]);
});

test("an ended subscription gets nothing more", async () => {
  const { author } = await authorOf("ended", 0);
  const reader = await chat.enterAs("reader", "ended");
  await reader.subscribe();

  reader.send({ t: "unsub", subId: "s" });
  // It has no answer of its own; that of a later question says that it was taken in.
  assert.deepEqual(await reader.unsaid(), []);
  await author.commit(mut(insert(messageOf(author))));

  assert.deepEqual(await reader.unsaid(), []);
});

test("who was away gets what changed meanwhile, deletes of what they had or may have had, and nothing else", async () => {
  const { author, messages } = await authorOf("catch-up", 3);
  const [untouched, changed, deleted] = messages;
  const reader = await chat.enterAs("reader", "catch-up");
  const since = (await reader.subscribe()).at(-1).seq;
  await reader.close();

  const added = messageOf(author, "added meanwhile");
  const passing = messageOf(author, "came and went");
  await author.commit(mut(insert(added), insert(passing), update(changed.id, { content: "changed meanwhile" })));
  const { seq } = await author.commit(mut(remove(deleted.id), remove(passing.id)));
  const back = await chat.enter("catch-up", reader.guest);
  const frames = await back.subscribe({ since });

  assert.deepEqual(frames.pop(), { t: "uptodate", seq, sub: "s" });
  assert.deepEqual(
    byKey(frames).map(({ t, key, op, cols }) => [t, key, op === "delete" ? "gone" : cols]),
    byKey([
      { key: added.id, now: added },
      { key: changed.id, now: { ...changed, content: "changed meanwhile" } },
      { key: deleted.id, now: "gone" },
      { key: passing.id, now: "gone" },
    ]).map(({ key, now }) => ["d", key, now]),
  );
  assert.equal(
    frames.some(({ key }) => key === untouched.id),
    false,
  );
});

test("who missed nothing is told so", async () => {
  const { author } = await authorOf("nothing-missed", 2);
  const since = (await author.subscribe()).at(-1).seq;
  await author.close();

  const back = await chat.enter("nothing-missed", author.guest);

  assert.deepEqual(await back.subscribe({ since }), [{ t: "uptodate", seq: since, sub: "s" }]);
});

test("the positions of a boundary and of a commit can be resumed from", async () => {
  const { author } = await authorOf("resume", 1);
  const reader = await chat.enterAs("reader", "resume");
  await reader.subscribe();
  const { seq } = await author.commit(mut(insert(messageOf(author))));
  const boundary = (await reader.tick()).at(-1);

  for (const since of [seq, boundary.seq]) {
    assert.deepEqual(kinds(await reader.subscribe({ since })), ["uptodate"]);
  }
});

test("a position the room never had is answered with reset and a snapshot", async () => {
  const { messages } = await authorOf("beyond", 1);
  const client = await chat.enterAs("reader", "beyond");

  const frames = await client.subscribe({ since: "9007199254740991" });

  assert.deepEqual(kinds(frames), ["reset", "snap", "snap-end"]);
  assert.equal(frames[0].sub, "s");
  assert.equal(frames[1].key, messages[0].id);
});

test("position 0 asks for everything", async () => {
  await authorOf("zero", 1);
  const client = await chat.enterAs("reader", "zero");

  assert.deepEqual(kinds(await client.subscribe({ since: "0" })), ["snap", "snap-end"]);
});

for (const [what, fields, code] of [
  ["a function nobody serves", { where: { type: "func", name: "ilike", args: [] } }, "UNSUPPORTED"],
  ["a filter by an unknown column", { where: isNull("colour") }, "VALIDATION"],
  ["a limit below 0", { limit: -1 }, "VALIDATION"],
  ["a limit that is no whole number", { limit: 1.5 }, "VALIDATION"],
  ["an offset below 0", { offset: -1 }, "VALIDATION"],
  ["an unknown collection", { collection: "people" }, "UNKNOWN_COLLECTION"],
  ["a table of the object's own", { collection: "_sync_receipts" }, "UNKNOWN_COLLECTION"],
  ["a since that is no number", { since: "yesterday" }, "VALIDATION"],
  ["a since below 0", { since: "-1" }, "VALIDATION"],
  ["a since with a leading zero", { since: "01" }, "VALIDATION"],
  ["a since beyond 2^53-1", { since: "9007199254740992" }, "VALIDATION"],
]) {
  test(`a subscription with ${what} is refused with its reason, and leaves none behind`, async () => {
    const room = what.replace(/\W/g, "-");
    const { author, messages } = await authorOf(room, 1);
    const client = await chat.enterAs("reader", room);

    const frames = await client.subscribe(fields);

    assert.deepEqual(kinds(frames), ["sub-error", "reset"]);
    assert.equal(frames[0].code, code);
    assert.ok(frames[0].message.length > 10, frames[0].message);
    assert.equal(frames[1].sub, "s");
    await author.commit(mut(remove(messages[0].id)));
    assert.deepEqual(await client.unsaid(), []);
  });
}

test("a snapshot has the rows of the filter, in its order, as many as asked for", async () => {
  const { author, messages } = await authorOf("bounded", 5);
  const reader = await chat.enterAs("reader", "bounded");

  const frames = await reader.subscribe({
    where: { type: "func", name: "eq", args: [ref("author"), { type: "val", value: author.userId }] },
    orderBy: [{ expression: ref("content"), compareOptions: { direction: "desc", stringSort: "lexical" } }],
    limit: 2,
    offset: 1,
  });

  assert.deepEqual(
    frames.slice(0, -1).map(({ row }) => row),
    [messages[3], messages[2]],
  );
});

test("a fetch is answered with a page and subscribes to nothing", async () => {
  const { author, messages } = await authorOf("fetch", 3);
  const reader = await chat.enterAs("reader", "fetch");

  const orderBy = [{ expression: ref("content"), compareOptions: { direction: "desc", stringSort: "lexical" } }];
  reader.send({ t: "fetch", fetchId: "f", collection: "messages", orderBy, limit: 2 });

  const { seq, ...page } = await reader.next();
  assert.deepEqual(page, { t: "page", fetchId: "f", rows: [messages[2], messages[1]] });
  assert.match(seq, /^\d+$/);
  await author.commit(mut(remove(messages[2].id)));
  assert.deepEqual(await reader.unsaid(), []);
});

test("a fetch of an unknown collection is refused, with an empty page behind the reason", async () => {
  const client = await chat.enterAs("reader", "fetch-people");

  client.send({ t: "fetch", fetchId: "f", collection: "people", limit: 10 });

  const error = await client.next();
  assert.equal(error.t, "page-error");
  assert.equal(error.fetchId, "f");
  assert.equal(error.code, "UNKNOWN_COLLECTION");
  const { seq, ...page } = await client.next();
  assert.deepEqual(page, { t: "page", fetchId: "f", rows: [] });
  assert.match(seq, /^\d+$/);
});

test("a since that is no text makes the frame malformed: it is ignored and the connection stays", async () => {
  const client = await chat.enterAs("alice", "malformed-since");

  client.send({ t: "sub", subId: "s", collection: "messages", since: 1 });

  assert.deepEqual(await client.unsaid(), []);
  assert.match(await chat.runtime.logged("Malformed frame"), /since/);
  assert.deepEqual(kinds(await client.subscribe()), ["snap-end"]);
});

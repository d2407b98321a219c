// What becomes of a write: done once and in one piece, or refused with its reason and nothing of it done.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startChat } from "./chat/chat.mjs";
import { call, insert, kinds, messageOf, mut, remove, update } from "./chat/frames.mjs";

let chat;

before(async () => {
  chat = await startChat();
});

after(() => chat.stop());

async function assertRefused(writer, write, code, message) {
  const outcome = await writer.outcome(write);
  assert.deepEqual(
    { t: outcome.t, code: outcome.error?.code },
    { t: "rejected", code },
    `${JSON.stringify(write)} was answered with ${JSON.stringify(outcome)}`,
  );
  assert.match(outcome.error.message, message);
}

test("a message in another's name is refused, and nobody sees it", async () => {
  const alice = await chat.enterAs("alice", "foreign-author");
  const bob = await chat.enterAs("bob", "foreign-author");
  await bob.subscribe();

  await assertRefused(alice, mut(insert(messageOf(bob))), "FORBIDDEN", /^author mismatch$/);

  assert.deepEqual(await chat.messages("foreign-author"), []);
  assert.deepEqual(await bob.unsaid(), []);
});

test("another's message can be neither changed nor deleted nor taken over", async () => {
  const alice = await chat.enterAs("alice", "foreign-message");
  const bob = await chat.enterAs("bob", "foreign-message");
  const message = messageOf(bob);
  await bob.commit(mut(insert(message)));

  for (const op of [
    update(message.id, { content: "taken" }),
    update(message.id, { author: alice.userId }),
    remove(message.id),
  ]) {
    await assertRefused(alice, mut(op), "FORBIDDEN", /^not your message$/);
  }

  assert.deepEqual(await chat.messages("foreign-message"), [message]);
});

test("an own message cannot be given another author", async () => {
  const alice = await chat.enterAs("alice", "given-away");
  const message = messageOf(alice);
  await alice.commit(mut(insert(message)));

  await assertRefused(alice, mut(update(message.id, { author: "bob" })), "FORBIDDEN", /^author mismatch$/);

  assert.deepEqual(await chat.messages("given-away"), [message]);
});

test("rows that are none are refused, each with what is wrong", async () => {
  const alice = await chat.enterAs("alice", "invalid");
  const valid = messageOf(alice);

  for (const [change, message] of [
    [{ content: " \n " }, /content must have something to read/],
    [{ content: "x".repeat(2_001) }, /content must have 1 to 2000 characters/],
    [{ content: 7 }, /content must be text/],
    [{ content: null }, /content is missing/],
    [{ created_at: 1.5 }, /created_at must be an integer/],
    [{ created_at: "now" }, /created_at must be a number/],
    [{ admin: true }, /unknown column admin/],
    [{ id: "another" }, /primary key must match/],
  ]) {
    const op = { ...insert(valid), cols: { ...valid, ...change } };
    await assertRefused(alice, mut(op), "VALIDATION", message);
  }
  const longId = "x".repeat(65);
  await assertRefused(alice, mut(insert({ ...valid, id: longId })), "VALIDATION", /id must have 1 to 64 characters/);

  assert.deepEqual(await chat.messages("invalid"), []);
});

test("changing or deleting what is not there is refused", async () => {
  const alice = await chat.enterAs("alice", "not-there");

  await assertRefused(alice, mut(update("none", { content: "x" })), "NOT_FOUND", /no row 'none' in messages/);
  await assertRefused(alice, mut(remove("none")), "NOT_FOUND", /no row 'none' in messages/);
});

test("unknown collections and commands are refused by name", async () => {
  const alice = await chat.enterAs("alice", "unknown");
  const elsewhere = { ...mut(insert(messageOf(alice))), collection: "_sync_receipts" };

  await assertRefused(alice, elsewhere, "UNKNOWN_COLLECTION", /unknown collection '_sync_receipts'/);
  await assertRefused(alice, call("dropTables"), "UNKNOWN_COMMAND", /unknown command 'dropTables'/);
});

test("a refused write leaves the connection and the next write alone", async () => {
  const alice = await chat.enterAs("alice", "goes-on");
  await alice.outcome(mut(remove("none")));

  const message = messageOf(alice);
  await alice.commit(mut(insert(message)));

  assert.deepEqual(await chat.messages("goes-on"), [message]);
});

test("a write sent again is answered like the first time and done once", async () => {
  const alice = await chat.enterAs("alice", "again");
  const bob = await chat.enterAs("bob", "again");
  await bob.subscribe();
  const write = mut(insert(messageOf(alice)));
  const first = await alice.commit(write);
  await bob.tick();
  await alice.commit(mut(insert(messageOf(alice))));
  await bob.tick();

  assert.deepEqual(await alice.outcome(write), first);

  assert.equal((await chat.messages("again")).length, 2);
  assert.deepEqual(await bob.unsaid(), []);
});

test("a write sent again on a new connection is answered like the first time and done once", async () => {
  const alice = await chat.enterAs("alice", "again-later");
  const write = mut(insert(messageOf(alice)));
  const first = await alice.commit(write);
  alice.socket.terminate();

  const back = await chat.enter("again-later", alice.guest);

  assert.deepEqual(await back.outcome(write), first);
  assert.equal((await chat.messages("again-later")).length, 1);
});

test("a write sent twice at once is done once and answered twice", async () => {
  const alice = await chat.enterAs("alice", "twice-at-once");
  const write = mut(insert(messageOf(alice)));

  alice.send(write);
  const answers = [await alice.outcome(write), await alice.next()];

  assert.deepEqual(answers[0], answers[1]);
  assert.equal(answers[0].t, "committed");
  assert.equal((await chat.messages("twice-at-once")).length, 1);
});

test("another write under a used transaction id is refused", async () => {
  const alice = await chat.enterAs("alice", "reused");
  const message = messageOf(alice);
  const write = mut(insert(message));
  await alice.commit(write);

  const other = { ...mut(insert(messageOf(alice))), txId: write.txId };
  await assertRefused(alice, other, "TX_ID_REUSED", /take a new one for each write/);

  assert.deepEqual(await chat.messages("reused"), [message]);
});

test("the same transaction id of another user is a write of their own", async () => {
  const alice = await chat.enterAs("alice", "two-users");
  const bob = await chat.enterAs("bob", "two-users");
  const aliceWrite = mut(insert(messageOf(alice)));
  const bobWrite = { ...mut(insert(messageOf(bob))), txId: aliceWrite.txId };
  const { seq } = await alice.commit(aliceWrite);

  const outcome = await bob.commit(bobWrite);

  assert.ok(Number(outcome.seq) > Number(seq), `${outcome.seq} is not after ${seq}`);
  assert.equal((await chat.messages("two-users")).length, 2);
});

test("a refusal sent again stays a refusal, also when it would be accepted by now", async () => {
  const alice = await chat.enterAs("alice", "still-refused");
  const message = messageOf(alice);
  const early = mut(update(message.id, { content: "changed" }));
  const refusal = await alice.outcome(early);
  assert.equal(refusal.error.code, "NOT_FOUND");
  await alice.commit(mut(insert(message)));

  assert.deepEqual(await alice.outcome(early), refusal);

  assert.deepEqual(await chat.messages("still-refused"), [message]);
});

test("a mutation is done with all its operations or with none", async () => {
  const alice = await chat.enterAs("alice", "batch");
  const bob = await chat.enterAs("bob", "batch");
  await bob.subscribe();
  const kept = messageOf(alice);
  await alice.commit(mut(insert(kept)));
  await bob.tick();

  // Refused by the author's rule, by the row's type, and, the last one, only by SQLite inside the transaction.
  for (const [wrong, code] of [
    [insert(messageOf(bob)), "FORBIDDEN"],
    [insert(messageOf(alice, "")), "VALIDATION"],
    [insert(kept), "EXECUTE_FAILED"],
  ]) {
    const batch = mut(insert(messageOf(alice)), update(kept.id, { content: "changed" }), wrong);
    await assertRefused(alice, batch, code, /./);
  }

  assert.deepEqual(await chat.messages("batch"), [kept]);
  assert.deepEqual(await bob.unsaid(), []);
});

test("a batch reaches others as one tick", async () => {
  const alice = await chat.enterAs("alice", "one-tick");
  const bob = await chat.enterAs("bob", "one-tick");
  await bob.subscribe();

  const { seq } = await alice.commit(mut(...Array.from({ length: 5 }, () => insert(messageOf(alice)))));

  const frames = await bob.tick();
  assert.deepEqual(kinds(frames), [..."ddddd", "uptodate"]);
  assert.equal(frames.at(-1).seq, seq);
});

test("writes of one connection are done in the order they came", async () => {
  const alice = await chat.enterAs("alice", "ordered");
  const message = messageOf(alice);
  const writes = [
    mut(insert(message)),
    ...Array.from({ length: 50 }, (_, i) => mut(update(message.id, { content: `version ${i}` }))),
  ];

  for (const write of writes) {
    alice.send(write);
  }

  const answers = await alice.until(({ txId }) => txId === writes.at(-1).txId);
  assert.deepEqual(
    answers.map(({ t, txId }) => [t, txId]),
    writes.map(({ txId }) => ["committed", txId]),
  );
  assert.deepEqual(
    answers.map(({ seq }) => Number(seq)),
    answers.map(({ seq }) => Number(seq)).toSorted((one, other) => one - other),
  );
  assert.equal((await chat.messages("ordered"))[0].content, "version 49");
});

test("clearRoom deletes everything, tells everyone, and says how much it was", async () => {
  const alice = await chat.enterAs("alice", "clear");
  const bob = await chat.enterAs("bob", "clear");
  const messages = [messageOf(alice), messageOf(bob), messageOf(alice)];
  await alice.commit(mut(insert(messages[0]), insert(messages[2])));
  await bob.commit(mut(insert(messages[1])));
  const reader = await chat.enterAs("reader", "clear");
  await reader.subscribe();

  const { result } = await alice.commit(call("clearRoom"));

  assert.deepEqual(result, { deleted: 3 });
  assert.deepEqual(await chat.messages("clear"), []);
  const deltas = (await reader.tick()).slice(0, -1);
  assert.deepEqual(deltas.map(({ key }) => key).toSorted(), messages.map(({ id }) => id).toSorted());
  assert.ok(deltas.every(({ t, op }) => t === "d" && op === "delete"));
});

test("clearRoom sent again has the same result and deletes nothing more", async () => {
  const alice = await chat.enterAs("alice", "clear-again");
  await alice.commit(mut(insert(messageOf(alice))));
  const clear = call("clearRoom");
  const first = await alice.commit(clear);
  const later = messageOf(alice);
  await alice.commit(mut(insert(later)));

  assert.deepEqual(await alice.outcome(clear), first);

  assert.deepEqual(first.result, { deleted: 1 });
  assert.deepEqual(await chat.messages("clear-again"), [later]);
});

test("clearRoom of an empty room deletes nothing and is committed", async () => {
  const alice = await chat.enterAs("alice", "clear-empty");

  assert.deepEqual((await alice.commit(call("clearRoom"))).result, { deleted: 0 });
});

test("a mutation may have 128 operations, not 129", async () => {
  const alice = await chat.enterAs("alice", "limit");
  const inserts = Array.from({ length: 129 }, () => insert(messageOf(alice)));

  await assertRefused(alice, mut(...inserts), "LIMIT_EXCEEDED", /maxOpsPerMutation \(128\)/);
  assert.deepEqual(await chat.messages("limit"), []);

  await alice.commit(mut(...inserts.slice(1)));
  assert.equal((await chat.messages("limit")).length, 128);
});

test("a connection may have 256 subscriptions, not 257", async () => {
  const alice = await chat.enterAs("alice", "limit-subscriptions");
  for (let i = 0; i < 256; i++) {
    alice.send({ t: "sub", subId: `s${i}`, collection: "messages" });
  }
  await alice.until(({ t, sub }) => t === "snap-end" && sub === "s255");

  const refused = await alice.subscribe({ subId: "one too many" });

  assert.deepEqual(kinds(refused), ["sub-error", "reset"]);
  assert.equal(refused[0].code, "LIMIT_EXCEEDED");
  assert.deepEqual(kinds(await alice.subscribe({ subId: "s0" })), ["snap-end"]);
});

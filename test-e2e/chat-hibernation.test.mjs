// A room that was evicted, hibernating or not, or whose workerd was restarted, goes on as if nothing had been.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startChat } from "./chat/chat.mjs";
import { call, insert, kinds, messageOf, mut, remove, update } from "./chat/frames.mjs";

let chat;

before(async () => {
  chat = await startChat();
});

after(() => chat.stop());

/** Two guests who follow a room. */
async function conversation(room) {
  const alice = await chat.enterAs("alice", room);
  const bob = await chat.enterAs("bob", room);
  await alice.subscribe();
  await bob.subscribe();
  return { alice, bob };
}

const contents = (frames) => frames.filter(({ t }) => t === "d").map(({ cols }) => cols.content);

test("a conversation goes on over hibernation, with no frame lost or repeated", async () => {
  const { alice, bob } = await conversation("conversation");

  for (let round = 1; round <= 5; round++) {
    await alice.commit(mut(insert(messageOf(alice, `question ${round}`))));
    assert.deepEqual(contents(await bob.tick()), [`question ${round}`]);
    await chat.evict("conversation");

    await bob.commit(mut(insert(messageOf(bob, `answer ${round}`))));
    assert.deepEqual(contents(await alice.tick()), [`answer ${round}`]);
    await chat.evict("conversation");
  }

  assert.deepEqual(await alice.unsaid(), []);
  assert.deepEqual(await bob.unsaid(), []);
  assert.equal((await chat.messages("conversation")).length, 10);
});

test("a woken object still knows who its clients are", async () => {
  const { alice, bob } = await conversation("who");
  const message = messageOf(alice);
  await alice.commit(mut(insert(message)));
  await bob.tick();
  await chat.evict("who");

  const refusal = await bob.outcome(mut(remove(message.id)));
  assert.equal(refusal.error?.message, "not your message");

  await chat.evict("who");
  await alice.commit(mut(remove(message.id)));
});

test("a write committed right before the eviction reaches the other client", async () => {
  const { alice, bob } = await conversation("right-before");

  // Whether the tick or the eviction comes first is not ours to say; after an eviction, this question is the wake.
  for (let round = 1; round <= 5; round++) {
    await alice.commit(mut(insert(messageOf(alice, `message ${round}`))));
    await chat.evict("right-before");
    await alice.unsaid();
    assert.ok(contents(await bob.tick()).includes(`message ${round}`));
  }
});

test("a write that nobody was told of before the eviction reaches everyone after the wake", async () => {
  const { alice, bob } = await conversation("untold");
  const message = messageOf(alice, "written past the engine");
  await chat.sql(
    "untold",
    "INSERT INTO messages (id, author, content, created_at) VALUES (?, ?, ?, ?)",
    ...Object.values(message),
  );
  await chat.evict("untold");

  // Any event wakes the object; this one is alice's.
  const told = await alice.unsaid();

  assert.deepEqual(contents(told), ["written past the engine"]);
  assert.deepEqual(contents(await bob.missed()), ["written past the engine"]);
});

test("a client who enters a sleeping room wakes it for all", async () => {
  const { alice, bob } = await conversation("enters");
  await chat.evict("enters");

  const carol = await chat.enterAs("carol", "enters");
  await carol.commit(mut(insert(messageOf(carol, "anybody here?"))));

  assert.deepEqual(contents(await alice.tick()), ["anybody here?"]);
  assert.deepEqual(contents(await bob.tick()), ["anybody here?"]);
});

test("a receipt survives hibernation", async () => {
  const alice = await chat.enterAs("alice", "receipt");
  const write = mut(insert(messageOf(alice)));
  const first = await alice.commit(write);
  await chat.evict("receipt");

  assert.deepEqual(await alice.outcome(write), first);
  assert.equal((await chat.messages("receipt")).length, 1);
});

test("a subscription that was ended does not come back with the wake", async () => {
  const { alice, bob } = await conversation("not-back");
  bob.send({ t: "unsub", subId: "s" });
  assert.deepEqual(await bob.unsaid(), []);
  await chat.evict("not-back");

  await alice.commit(mut(insert(messageOf(alice))));

  assert.deepEqual(await bob.unsaid(), []);
});

test("a ping is answered without waking the object", async () => {
  const { alice } = await conversation("ping");
  await chat.evict("ping");

  alice.socket.send("ping");
  assert.equal(await alice.socket.next(), "pong");

  await assert.rejects(chat.evict("ping"), /not currently running/);
  assert.deepEqual(await alice.unsaid(), []);
  await chat.evict("ping");
});

test("who was closed by an eviction comes back and misses nothing", async () => {
  const { alice, bob } = await conversation("closed");
  await alice.commit(mut(insert(messageOf(alice, "before"))));
  const since = (await bob.tick()).at(-1).seq;

  await chat.evict("closed", "close");
  await alice.socket.end();
  await bob.socket.end();
  const aliceAgain = await chat.enter("closed", alice.guest);
  await aliceAgain.commit(mut(insert(messageOf(alice, "while bob was away"))));
  const bobAgain = await chat.enter("closed", bob.guest);

  assert.deepEqual(contents(await bobAgain.subscribe({ since })), ["while bob was away"]);
  await aliceAgain.commit(mut(insert(messageOf(alice, "after"))));
  assert.deepEqual(contents(await bobAgain.tick()), ["after"]);
  const held = await chat.sql("closed", "SELECT DISTINCT session FROM _sync_subscriptions");
  assert.equal(held.length, 1, "the subscriptions of the closed connections are forgotten");
});

test("rows, receipts and positions survive a restart of workerd", async () => {
  const { alice, bob } = await conversation("restart");
  const kept = messageOf(alice, "kept");
  const changed = messageOf(alice, "changed");
  const write = mut(insert(kept), insert(changed));
  const first = await alice.commit(write);
  const since = (await bob.tick()).at(-1).seq;
  const passing = messageOf(alice, "came and went");
  await alice.commit(mut(insert(passing)));
  const cleared = await alice.commit({ ...call("clearRoom"), txId: "clear" });
  const again = mut(insert({ ...kept, content: "written again" }));
  await alice.commit(again);

  await chat.runtime.restart();
  await alice.socket.end();
  await bob.socket.end();

  const aliceAgain = await chat.enter("restart", alice.guest);
  assert.deepEqual(await aliceAgain.outcome(write), first);
  assert.deepEqual(await aliceAgain.outcome({ ...call("clearRoom"), txId: "clear" }), cleared);
  assert.deepEqual(await chat.messages("restart"), [{ ...kept, content: "written again" }]);

  const bobAgain = await chat.enter("restart", bob.guest);
  const missed = await bobAgain.subscribe({ since });
  assert.deepEqual(kinds(missed), ["d", "d", "d", "uptodate"]);
  assert.deepEqual(
    new Map(missed.slice(0, -1).map(({ key, cols }) => [key, cols?.content])),
    new Map([
      [changed.id, undefined],
      [passing.id, undefined],
      [kept.id, "written again"],
    ]),
  );
  const { seq } = await aliceAgain.commit(mut(update(kept.id, { content: "and again" })));
  assert.ok(Number(seq) > Number(missed.at(-1).seq), `${seq} is not after ${missed.at(-1).seq}`);
  assert.deepEqual(contents(await bobAgain.tick()), ["and again"]);
});

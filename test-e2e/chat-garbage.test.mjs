// Whatever bytes a client sends, the room goes on: for that client, for the others, and in its database.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { encode } from "../client-web/src/test/js/lib/messagepack.mjs";
import { startChat } from "./chat/chat.mjs";
import { insert, kinds, messageOf, mut } from "./chat/frames.mjs";
import { seeded } from "./chat/seeded.mjs";

const FRAMES = new URL("../sync-protocol/src/test/resources/frames/", import.meta.url);
const MAX_FRAME_BYTES = 1 << 20;

let chat;
let rooms = 0;
let room;
let sender;
let other;

before(async () => {
  chat = await startChat();
});

after(() => chat.stop());

beforeEach(async () => {
  room = `garbage-${++rooms}`;
  sender = await chat.enterAs("sender", room);
  other = await chat.enterAs("other", room);
  await sender.subscribe();
  await other.subscribe();
});

/** Whatever a test has sent: both connections still work, and there is in the database what they wrote and no more. */
afterEach(async () => {
  const message = messageOf(sender, "still here");
  const { seq } = await sender.commit(mut(insert(message)));
  assert.deepEqual(await other.tick(), [
    { t: "d", sub: "s", key: message.id, op: "insert", cols: message, seq },
    { t: "uptodate", seq },
  ]);
  assert.deepEqual(await chat.messages(room), [message]);
  assert.deepEqual(await chat.sql(room, "PRAGMA quick_check"), [{ quick_check: "ok" }]);
});

/** Sends them all, then proves that none was answered. */
async function assertIgnored(frames, what) {
  for (const frame of frames) {
    sender.socket.send(frame);
  }
  assert.deepEqual(await sender.unsaid(), [], what);
}

/** The golden frames of a file. */
const goldenFrames = (file) =>
  Object.values(JSON.parse(readFileSync(new URL(file, FRAMES), "utf8"))).map((golden) =>
    Buffer.from(typeof golden === "string" ? golden : golden.frame, "base64"),
  );

/** Every length below that of a short frame; of a long one both ends, where all the structure is. */
const cuts = (frame) => Array.from(frame.keys()).filter((cut) => cut < 300 || cut > frame.length - 50);

test("random bytes are ignored", async () => {
  const seed = randomInt(2 ** 31);
  const random = seeded(seed);
  const frames = Array.from({ length: 1_000 }, () => Uint8Array.from({ length: random(200) }, () => random(256)));

  await assertIgnored(frames, `seed ${seed}`);
});

test("random maps with the words of the protocol are ignored or refused", async () => {
  const seed = randomInt(2 ** 31);
  const random = seeded(seed);
  const pick = (items) => items[random(items.length)];
  const values = ["s", "", 0, -1, 1.5, 2n ** 63n, null, true, [], {}, [{}], new Uint8Array(3), new Date(0), "\ud800"];
  const fields = ["subId", "txId", "fetchId", "collection", "name", "ops", "args", "since", "where", "limit", "cursor"];
  const isAnswer = ({ t }) => ["rejected", "page-error", "page", "sub-error", "reset"].includes(t);

  for (let i = 0; i < 1_000; i++) {
    const kind = pick(["sub", "unsub", "mut", "call", "fetch", "hello", "", 7]);
    // A collection that does not exist, so that whatever is well-formed by chance is refused and changes nothing.
    const others = Array.from({ length: random(6) }, () => [pick(fields), pick(values)]);
    sender.send({ t: kind, collection: "none", ...Object.fromEntries(others), subId: pick(["x", "", 7]) });
  }

  const answers = await sender.unsaid();
  assert.ok(answers.every(isAnswer), `seed ${seed}: ${JSON.stringify(answers.find((answer) => !isAnswer(answer)))}`);
});

for (const file of readdirSync(FRAMES).filter((name) => name.endsWith(".json"))) {
  test(`frames of ${file} that are cut short are ignored`, async () => {
    const frames = goldenFrames(file);
    assert.ok(frames.length > 10);

    for (const frame of frames) {
      await assertIgnored(
        cuts(frame).map((cut) => frame.subarray(0, cut)),
        frame.toString("base64"),
      );
    }
  });

  test(`frames of ${file} with bytes behind them are ignored`, async () => {
    await assertIgnored(goldenFrames(file).map((frame) => Buffer.concat([frame, Buffer.from([0xc0])])));
  });
}

test("frames of a server are ignored", async () => {
  await assertIgnored(
    [
      { t: "committed", txId: "x", seq: "1" },
      { t: "snap", sub: "s", key: "k", row: {}, seq: "1" },
      { t: "d", sub: "s", key: "k", op: "delete", seq: "1" },
      { t: "reset" },
    ].map(encode),
  );
});

test("frames without what they need are ignored", async () => {
  await assertIgnored(
    [
      {},
      { t: "sub" },
      { t: "sub", subId: "", collection: "messages" },
      { t: "mut", txId: "x", collection: "messages", ops: [] },
      { t: "mut", txId: "", collection: "messages", ops: [{ type: "delete", key: "k" }] },
      { t: "mut", txId: "x", collection: "messages", ops: [{ type: "upsert", key: "k" }] },
      { t: "mut", txId: "x", collection: "messages", ops: [{ type: "delete", key: 7 }] },
      { t: "call", txId: "x" },
      { t: "fetch", collection: "messages" },
    ].map(encode),
  );
});

test("text messages are ignored, but for the ping", async () => {
  await assertIgnored(["", "hello", '{"t":"sub"}', "ping ", "Ping", "pong", "x".repeat(100_000)]);

  sender.socket.send("ping");
  assert.equal(await sender.socket.next(), "pong");
});

test("a frame of 1 MiB is taken, one byte more is ignored", async () => {
  const write = mut(insert(messageOf(sender, "")));
  const [{ cols: message }] = write.ops;
  const space = MAX_FRAME_BYTES - encode(write).length;

  message.content = "x".repeat(space + 1);
  await assertIgnored([encode(write)]);

  message.content = "x".repeat(space);
  const refusal = await sender.outcome(write);
  assert.match(refusal.error?.message, /content must have 1 to 2000 characters/);
});

test("a frame that nests deeper than 64 levels is ignored", async () => {
  // In place of the nil at its end come arrays in arrays. The frame's own map is the first level.
  const flat = Buffer.from(encode({ t: "sub", subId: "nested", collection: "messages", where: null }));
  const nested = (levels) => Buffer.concat([flat.subarray(0, -1), Buffer.alloc(levels - 1, 0x91), flat.subarray(-1)]);

  await assertIgnored([nested(65), nested(10_000), nested(1_000_000)]);

  sender.socket.send(nested(64));
  assert.deepEqual(kinds(await sender.unsaid()), ["sub-error", "reset"]);
});

test("a frame that announces more than it brings is ignored", async () => {
  const announcing = [
    [0xdf, 0xff, 0xff, 0xff, 0xff],
    [0xdd, 0xff, 0xff, 0xff, 0xff],
    [0xdb, 0x7f, 0xff, 0xff, 0xff],
    [0xc6, 0x7f, 0xff, 0xff, 0xff],
    [0x81, 0xa1, 0x74, 0xdb, 0xff, 0xff, 0xff, 0xff],
  ];

  await assertIgnored(announcing.map((bytes) => Uint8Array.from(bytes)));
});

// What the real alarm does for a synced object: effects that failed come again, connections end with their tokens.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { reference, samovar } from "./synced/clients.mjs";

/** Connections are ended at whole tens of seconds. */
const ROUND_SECONDS = 10;

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

const note = (id, body) => ({
  t: "mut",
  txId: randomUUID(),
  collection: "notes",
  ops: [{ type: "insert", key: id, cols: { id, body } }],
});

/** A client who sees what was sent: "user attempt idempotency-key", and of which note. */
async function watching(object) {
  const client = await samovar(runtime, object, "watcher");
  await client.subscribe("mails", { collection: "mails" });
  return client;
}

const mails = (client) =>
  [...client.rows.get("mails").values()].map(({ id, body }) => {
    const [user, attempt, key] = id.split(" ");
    return { user, attempt: Number(attempt), key, note: body };
  });

async function untilSent(client, attempt) {
  while (!mails(client).some((mail) => mail.attempt === attempt)) {
    await client.next();
  }
  return mails(client);
}

const waiting = async (object) => runtime.sql("ProbeOfSync", object, "SELECT name FROM _sync_effects");

// The alarm takes its real time, so these wait side by side.
test("the alarm", { concurrency: true }, async (t) => {
  await Promise.all([
    t.test("brings an effect again that failed, of an object that sleeps, under the same key", async () => {
      const watcher = await watching("retried");
      const alice = await reference(runtime, "retried", "alice");
      assert.equal((await alice.write(note("n1", "mail"))).t, "committed");
      await untilSent(watcher, 1);
      // The effect fails right after what it has sent.
      await runtime.logged(`Attempt 1 of notes:insert.${Buffer.from("alice").toString("base64url")}`);
      assert.equal((await waiting("retried")).length, 1);
      await runtime.evict("ProbeOfSync", "retried");

      const sent = await untilSent(watcher, 2);

      assert.deepEqual(
        sent.map(({ user, attempt, note: of }) => [user, attempt, of]),
        [
          ["alice", 1, "n1"],
          ["alice", 2, "n1"],
        ],
      );
      assert.equal(sent[0].key, sent[1].key);
      // The row goes when the attempt has ended, behind what it told.
      await watcher.fetch({ limit: 0 });
      assert.deepEqual(await waiting("retried"), []);
    }),

    t.test("brings it again when nobody is connected any more", async () => {
      const bob = await reference(runtime, "closed", "bob");
      assert.equal((await bob.write(note("n1", "mail"))).t, "committed");
      await runtime.evict("ProbeOfSync", "closed", "close");

      const sent = await untilSent(await watching("closed"), 2);

      assert.equal(new Set(sent.map(({ key }) => key)).size, 1);
    }),

    t.test("ends connections of both profiles with their tokens while the object sleeps", async () => {
      const now = Date.now() / 1_000;
      const exp = Math.ceil((now + 2) / ROUND_SECONDS) * ROUND_SECONDS - 0.5;
      const client = await samovar(runtime, "idle", "alice", { exp });
      assert.equal(client.welcome.expires, exp * 1_000);
      const other = await reference(runtime, "idle", "bob", { exp });
      const stays = await samovar(runtime, "idle", "carol", { exp: now + 3_600 });
      await client.subscribe("all");
      const { epoch, since } = client.positions.get("all");
      await runtime.evict("ProbeOfSync", "idle");

      assert.equal((await client.socket.end()).code, 4401);
      assert.equal((await other.socket.end()).code, 4401);
      assert.ok(Date.now() / 1_000 >= exp, "not before its time");

      await stays.exec("INSERT INTO things (id) VALUES ('a')");
      const back = await samovar(runtime, "idle", "alice", { exp: now + 3_600 });
      back.rows = client.rows;
      await back.subscribe("all", { epoch, since });
      assert.deepEqual(back.keys("all"), ["a"]);
      assert.equal(
        back.frames.some(({ t: kind }) => kind === "reset"),
        false,
      );
    }),
  ]);
});

test("whoever writes behind the end of their token is sent away, and nothing is written", async () => {
  const exp = Math.floor(Date.now() / 1_000) + 1;
  const mallory = await reference(runtime, "late", "mallory", { exp });
  let before = 0;
  while (mallory.socket.closed === undefined && Date.now() / 1_000 < exp + 15) {
    before = Date.now() < exp * 1_000 ? before + 1 : before;
    mallory.send(note(`n${before}`, Date.now() < exp * 1_000 ? "early" : "late"));
    await mallory.next().catch(() => {});
  }

  assert.equal((await mallory.socket.end()).code, 4401);
  const bodies = await runtime.sql("ProbeOfSync", "late", "SELECT DISTINCT body FROM notes ORDER BY body");
  assert.deepEqual(bodies, [{ body: "early" }]);
});

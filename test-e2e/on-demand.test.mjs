// Collections of TanStack DB that load on demand, by the compiled client, from the chat in workerd.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { BasicIndex, createCollection, createLiveQueryCollection, eq, gte } from "@tanstack/db";
import { SyncClient, samovarCollectionOptions } from "../client-web/target/npm/index.js";
import { startChat } from "./chat/chat.mjs";
import { seeded } from "./chat/seeded.mjs";

/** How long a row may take before a test fails. A guard only. */
const TIMEOUT_MILLIS = 20_000;
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);

let chat;
let rooms = 0;

before(async () => {
  chat = await startChat();
});

after(() => chat.stop());

/** A room where a guest has everything and writes, and a reader who loads what is asked for. */
async function newRoom(t, config = {}) {
  const room = `on-demand-${++rooms}`;
  const guest = await chat.signIn("ann");
  const client = () => {
    const url = new URL(`/sync/${room}`, chat.runtime.url);
    const made = new SyncClient({ url, token: guest.token });
    t.after(() => made.close());
    return made;
  };
  const getKey = (row) => row.id;
  const all = createCollection(samovarCollectionOptions({ client: client(), table: "messages", getKey }));
  const reading = client();
  const some = createCollection({
    ...samovarCollectionOptions({ client: reading, table: "messages", getKey, syncMode: "on-demand" }),
    ...config,
  });
  await all.preload();
  const write = async (id, at, content = "text") =>
    all.insert({ id, author: guest.userId, content, created_at: at }).isPersisted.promise;
  const query = async (build) => {
    const live = createLiveQueryCollection((q) => build(q.from({ m: some })));
    t.after(() => live.cleanup());
    await live.preload();
    return live;
  };
  return { all, some, reading, write, query };
}

/** Waits until a collection shows these values of its rows. */
async function shows(collection, pick, expected) {
  const deadline = Date.now() + TIMEOUT_MILLIS;
  const seen = () => collection.toArray.map(pick);
  while (`${seen()}` !== `${expected}` && Date.now() < deadline) {
    await nextTurn();
  }
  assert.deepEqual(seen(), expected);
}

const keys = (collection) => [...collection.keys()].sort();
const at = (row) => row.created_at;

test("a query has the rows of its filter and follows them, and the collection has no others", async (t) => {
  const { all, some, write, query } = await newRoom(t);
  await Promise.all([write("a", 1, "red"), write("b", 2, "blue"), write("c", 3, "red")]);

  const red = await query((q) => q.where(({ m }) => eq(m.content, "red")));
  assert.deepEqual(keys(red), ["a", "c"]);
  assert.deepEqual(keys(some), ["a", "c"]);

  const changed = [
    all.update("b", (row) => {
      row.content = "red";
    }),
    all.update("a", (row) => {
      row.content = "blue";
    }),
  ];
  await Promise.all(changed.map(({ isPersisted }) => isPersisted.promise));
  const content = (row) => `${row.id} ${row.content}`;
  const sorted = await query((q) => q.where(({ m }) => eq(m.content, "red")).orderBy(({ m }) => m.created_at));
  await shows(sorted, content, ["b red", "c red"]);
  assert.deepEqual(keys(red), ["b", "c"]);
  assert.deepEqual(keys(some), ["b", "c"]);
});

test("what was written while the connection was lost is there when it is back", async (t) => {
  const { some, reading, write, query } = await newRoom(t);
  await Promise.all([write("a", 1), write("b", 2)]);
  const late = await query((q) => q.where(({ m }) => gte(m.created_at, 2)).orderBy(({ m }) => m.created_at));
  const back = new Promise((resolve) => {
    const stop = reading.onStatusChange((status) => status === "open" && resolve(stop()));
  });

  reading.close();
  await Promise.all([write("c", 0), write("d", 4), write("e", 3)]);
  assert.deepEqual(late.toArray.map(at), [2]);
  reading.connect();
  await back;

  await shows(late, at, [2, 3, 4]);
  assert.deepEqual(keys(some), ["b", "d", "e"]);
});

for (const [how, config] of [
  ["without an index", {}],
  ["with an index", { autoIndex: "eager", defaultIndexType: BasicIndex }],
]) {
  test(`a window that grows is right whatever happens around it, ${how}`, async (t) => {
    const { all, query, write } = await newRoom(t, config);
    const random = seeded(SEED);
    t.diagnostic(`SEED=${SEED}`);
    await Promise.all(Array.from({ length: 30 }, (_, i) => write(`first-${i}`, random(100))));
    const live = await query((q) =>
      q
        .orderBy(({ m }) => m.created_at, "desc")
        .offset(0)
        .limit(5),
    );
    let limit = 5;
    for (let round = 0; round < 12; round++) {
      const writes = [];
      const ids = keys(all);
      for (let i = 0; i < 4; i++) {
        const id = ids[random(ids.length)];
        const kind = random(4);
        if (kind === 0 && all.has(id)) {
          writes.push(all.delete(id));
        } else if (kind === 1 && all.has(id)) {
          const later = random(100);
          writes.push(
            all.update(id, (row) => {
              row.created_at = later;
            }),
          );
        } else {
          writes.push({ isPersisted: { promise: write(`${round}-${i}`, random(110)) } });
        }
      }
      await Promise.all(writes.map(({ isPersisted }) => isPersisted.promise));
      if (round % 4 === 3) {
        limit += 5;
        await live.utils.setWindow({ offset: 0, limit });
      }
      const newest = all.toArray
        .map(at)
        .sort((a, b) => b - a)
        .slice(0, limit);
      await shows(live, at, newest);
    }
  });
}

// What a run of a collection that loads on demand stores and when, with a store and subscriptions that the test plays.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptLoads } from "../../../target/npm/kept-loads.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** What a query asks for, by a letter. */
const wanted = (letter) => ({ where: new TextEncoder().encode(letter), orderBy: null, limit: -1 });

const idOf = (letter) => `[-1,"${letter}",null]`;

const load = (position, keys, { epoch = "e1", used = 1 } = {}) => ({ epoch, position, keys, used });

const rowsOf = (...keys) => new Map(keys.map((key) => [key, { text: `old ${key}` }]));

/** What is stored: loads by their letter, and rows of these keys. */
const store = (loads, ...keys) => ({
  loads: new Map(Object.entries(loads).map(([letter, stored]) => [idOf(letter), stored])),
  rows: rowsOf(...keys),
  unusable: [],
});

/** A run over this store, and what it has written. */
function newRun(kept, { isMine = true, mayRestore = true } = {}) {
  const heard = [];
  const stored = [];
  const feeds = {};
  const answers = [isMine ? () => heard.push("unlocked") : undefined, kept];
  let note;
  const target = {
    putRow: (_, key, { text }) => stored.push(`put ${key}=${text}`),
    deleteRow: (_, key) => stored.push(`delete ${key}`),
    putLoad: (_, id, { epoch, position, keys }) =>
      stored.push(`load ${JSON.parse(id)[1]} at ${epoch} ${position}: ${keys}`),
    deleteLoad: (_, id) => stored.push(`forget ${JSON.parse(id)[1]}`),
  };
  const keeping = {
    name: "store",
    // Nothing ever gets the lock that it waits for.
    isFailed: !isMine,
    attempt: async () => answers.shift(),
    began: () => heard.push("began"),
    ended: () => heard.push("ended"),
    save: () => run.isDue && run.save(target),
    saveSoon: () => {},
  };
  const start = (listener) => {
    note = listener;
    return {
      subscribe({ where }, seed, listening) {
        const letter = new TextDecoder().decode(where);
        heard.push(seed ? `${letter} with ${seed.keys} of ${seed.position}` : letter);
        const feed = { position: seed?.position ?? -1, epoch: seed?.epoch ?? null, keys: [...(seed?.keys ?? [])] };
        for (const [i, key] of feed.keys.entries()) {
          note({ type: "update", key, value: seed.rows[i] });
        }
        feeds[letter] = Object.assign(feed, {
          /** Rows have come up to a position. */
          live(position, rows, epoch = "e1") {
            Object.assign(feed, { position, epoch, keys: Object.keys(rows) });
            for (const [key, text] of Object.entries(rows)) {
              note({ type: "update", key, value: { text } });
            }
            listening.live();
          },
          refused() {
            const { keys } = feed;
            Object.assign(feed, { position: -1, epoch: null, keys: [] });
            for (const key of keys) {
              note({ type: "delete", key });
            }
            listening.failed(new Error("no"));
          },
          void() {
            Object.assign(feed, { position: -1, epoch: null });
          },
        });
        return {
          end() {
            heard.push(`${letter} ended`);
            for (const key of feed.keys) {
              note({ type: "delete", key });
            }
          },
          epoch: () => feed.epoch,
          since: () => feed.position,
          keys: () => feed.keys,
        };
      },
      close: () => heard.push("closed"),
    };
  };
  const run = new KeptLoads(keeping, "messages", start, () => heard.push("shown"), mayRestore);
  const ask = async (...letters) => {
    const asked = letters.map((letter) => {
      const listener = { live: () => heard.push(`${letter} live`), failed: () => heard.push(`${letter} failed`) };
      return run.subscribe(wanted(letter), null, listener);
    });
    await settled();
    return asked;
  };
  /** What is written now. */
  const written = () => {
    keeping.save();
    return stored.splice(0);
  };
  return { run, heard, feeds, ask, written, note: (message) => note(message) };
}

test("loads begin with their rows of before, and are live; what waits is shown behind all of them", async () => {
  const { heard, ask } = newRun(store({ a: load(7, ["1", "2"]), b: load(5, ["2"]) }, "1", "2"));

  await ask("a", "b", "c");

  const begun = ["began", "a with 1,2 of 7", "a live", "b with 2 of 5", "b live", "c"];
  assert.deepEqual(heard, [...begun, "shown", "shown", "shown"]);
});

test("a load that has come is stored with its rows, each once", async () => {
  const { ask, feeds, written } = newRun(store({}));
  await ask("a", "b");
  feeds.a.live(7, { 1: "one", 2: "two" });
  feeds.b.live(7, { 2: "two", 3: "three" });

  assert.deepEqual(written(), ["load a at e1 7: 1,2", "load b at e1 7: 2,3", "put 1=one", "put 2=two", "put 3=three"]);
  assert.deepEqual(written(), []);
});

test("of a row that changes only that is stored, and one that leaves goes", async () => {
  const { ask, feeds, written, note } = newRun(store({ a: load(7, ["1", "2"]) }, "1", "2"));
  await ask("a");
  assert.deepEqual(written(), ["load a at e1 7: 1,2"]);

  feeds.a.live(8, { 2: "due" });
  note({ type: "delete", key: "1" });

  assert.deepEqual(written(), ["load a at e1 8: 2", "put 2=due", "delete 1"]);
});

test("a position that has moved without rows is stored too", async () => {
  const { ask, feeds, written } = newRun(store({ a: load(7, ["1"]) }, "1"));
  await ask("a");
  written();
  feeds.a.position = 8;

  assert.deepEqual(written(), ["load a at e1 8: 1"]);
  assert.deepEqual(written(), []);
});

test("a load that has ended is kept as it was last, also where its rows leave the collection", async () => {
  const { ask, feeds, heard, written } = newRun(store({}));
  const [a] = await ask("a");
  feeds.a.live(7, { 1: "one" });
  a.end();

  assert.deepEqual(written(), ["load a at e1 7: 1", "put 1=one"]);
  heard.splice(0);
  await ask("a");
  assert.deepEqual(heard, ["a with 1 of 7", "a live", "shown"]);
});

test("a row that another load has seen later is kept as that saw it", async () => {
  const { ask, feeds, written } = newRun(store({ a: load(5, ["1", "2"]) }, "1", "2"));
  await ask("b");
  feeds.b.live(9, { 2: "newer" });

  assert.deepEqual(written(), ["load b at e1 9: 2", "put 2=newer"]);
});

test("a row that left one load stays for another that is not followed, as long as that is kept", async () => {
  const { ask, feeds, written } = newRun(store({ a: load(5, ["1"]), b: load(5, ["1"]) }, "1"));
  await ask("b");
  feeds.b.refused();

  assert.deepEqual(written(), ["forget b"]);
});

test("the rows of a load that is refused go with it", async () => {
  const { ask, feeds, heard, written } = newRun(store({ a: load(5, ["1"]) }, "1"));
  await ask("a");
  feeds.a.refused();

  assert.deepEqual(written(), ["forget a", "delete 1"]);
  assert.equal(heard.at(-1), "a failed");
});

test("void rows leave the stored ones alone, until others come", async () => {
  const { ask, feeds, written, note } = newRun(store({ a: load(5, ["1"]) }, "1"));
  await ask("a");
  written();
  feeds.a.void();
  note({ type: "update", key: "9", value: { text: "of no load" } });
  assert.deepEqual(written(), []);

  feeds.a.live(3, { 4: "four" }, "e2");
  note({ type: "delete", key: "1" });

  assert.deepEqual(written(), ["load a at e2 3: 4", "put 4=four", "delete 1"]);
});

test("the loads used longest ago are forgotten, with rows that no other has", async () => {
  const letters = [..."abcdefghijklmnop"];
  const loads = Object.fromEntries(letters.map((letter, at) => [letter, load(5, [letter, "all"], { used: 100 - at })]));
  const { ask, feeds, written } = newRun(store(loads, ...letters, "all"));
  await ask("z");
  feeds.z.live(6, { 1: "one" });

  assert.deepEqual(written(), ["forget p", "load z at e1 6: 1", "put 1=one", "delete p"]);
});

test("a load with very many rows is not kept, and does not drive out others", async () => {
  const { ask, feeds, written } = newRun(store({ a: load(5, ["1"]) }, "1"));
  await ask("z");
  feeds.z.live(6, Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`z${i}`, "many"])));

  assert.deepEqual(written(), ["forget z"]);
});

test("what cannot be used is forgotten", async () => {
  const { ask, feeds, written } = newRun({ ...store({}, "1"), unusable: [idOf("x")] });
  await ask("a");
  feeds.a.live(7, {});

  assert.deepEqual(written(), ["forget x", "load a at e1 7: ", "delete 1"]);
});

test("what takes the place of what cannot be used is stored", async () => {
  const { ask, feeds, written } = newRun({ ...store({}), unusable: [idOf("a")] });
  await ask("a");
  feeds.a.live(7, { 1: "one" });

  assert.deepEqual(written(), ["forget a", "load a at e1 7: 1", "put 1=one"]);
});

test("without the lock stored loads are shown, and nothing is written", async () => {
  const { run, ask, feeds, heard, written } = newRun(store({ a: load(7, ["1"]) }, "1"), { isMine: false });
  await ask("a");
  feeds.a.live(8, { 1: "one" });

  assert.deepEqual(heard.slice(0, 3), ["began", "a with 1 of 7", "a live"]);
  assert.equal(run.isDue, false);
  assert.deepEqual(written(), []);
});

test("a collection that has newer rows begins without the stored ones", async () => {
  const { ask, heard } = newRun(store({ a: load(7, ["1"]) }, "1"), { mayRestore: false });
  await ask("a");

  assert.deepEqual(heard, ["began", "a", "shown"]);
});

test("a load that has ended before the store was read is not begun", async () => {
  const { run, heard } = newRun(store({ a: load(7, ["1"]) }, "1"));
  run.subscribe(wanted("a"), null, { live: () => heard.push("live") }).end();
  await settled();

  assert.deepEqual(heard, ["began"]);
});

test("closing writes what is due, gives the lock back and ends the run", async () => {
  const { run, ask, feeds, heard, written } = newRun(store({}));
  const [a] = await ask("a");
  feeds.a.live(7, { 1: "one" });
  heard.splice(0);

  run.close();
  a.end();
  run.close();

  assert.deepEqual(heard, ["closed", "unlocked", "ended", "a ended"]);
  assert.deepEqual(written(), ["load a at e1 7: 1", "put 1=one"]);
});

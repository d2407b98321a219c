// What a run of a collection stores and when, with a store and a subscription that the test plays.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptRun } from "../../../target/npm/kept-run.js";

const wanted = {};
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A run that has the lock and finds these rows stored. */
async function begun(kept, { epoch = null, position: at = -1 } = {}, known = null) {
  const position = { epoch, position: at };
  const heard = [];
  const answers = [() => heard.push("unlocked"), kept];
  let note;
  const keeping = {
    name: "store",
    isFailed: false,
    attempt: async () => answers.shift(),
    began: () => heard.push("began"),
    ended: () => heard.push("ended"),
    save: () => {},
    saveSoon: () => {},
  };
  const start = (listener) => {
    note = listener;
    return {
      subscribe(_, rows) {
        heard.push(rows ? `subscribed with ${rows.keys}` : "subscribed");
        for (const [i, key] of (rows?.isShown ? [] : (rows?.keys ?? [])).entries()) {
          note({ type: "update", key, value: rows.rows[i] });
        }
        return { end() {}, epoch: () => position.epoch, since: () => position.position };
      },
      close: () => heard.push("closed"),
    };
  };
  const run = new KeptRun(keeping, "messages", start, () => heard.push("shown"));
  run.subscribe(wanted, known, { live: () => heard.push("live") });
  await settled();
  const save = () => {
    const stored = [];
    run.save({
      putRow: (_, key, row) => stored.push(`put ${key}=${row.text}`),
      deleteRow: (_, key) => stored.push(`delete ${key}`),
      deleteRows: () => stored.push("delete all"),
      putPosition: (_, { epoch, position }) => stored.push(`at ${epoch} ${position}`),
      deletePosition: () => stored.push("nowhere"),
    });
    return stored;
  };
  return { run, heard, position, save, note: (message) => note(message) };
}

const put = (key, text) => ({ type: "update", key, value: { text } });

const stored = { epoch: "e1", position: 7, keys: ["1", "2"], rows: [{ text: "one" }, { text: "two" }] };
const there = { epoch: "e1", position: 7 };

test("it begins with the stored rows, shows what waits, and is live", async () => {
  const { run, heard } = await begun(stored, there);

  assert.deepEqual(heard, ["subscribed with 1,2", "began", "shown", "live"]);
  assert.equal(run.isDue, false);
});

test("without stored rows it is live when the server says so", async () => {
  const { run, heard } = await begun(undefined);

  assert.deepEqual(heard, ["subscribed", "began", "shown"]);
  assert.equal(run.isDue, false);
});

test("what changes is stored with its position, and nothing else", async () => {
  const { run, position, save, note } = await begun(stored, there);
  note(put("2", "due"));
  note(put(3, "three"));
  note({ type: "delete", key: "1" });
  position.position = 9;

  assert.equal(run.isDue, true);
  assert.deepEqual(save(), ["put 2=due", "put 3=three", "delete 1", "at e1 9"]);
  assert.equal(run.isDue, false);
});

test("a position that has moved without rows is stored too", async () => {
  const { run, position, save } = await begun(stored, there);
  position.position = 8;

  assert.equal(run.isDue, true);
  assert.deepEqual(save(), ["at e1 8"]);
});

test("void rows leave the stored ones alone, until others come", async () => {
  const { run, position, save, note } = await begun(stored, there);
  Object.assign(position, { epoch: null, position: -1 });
  assert.equal(run.isDue, false);

  note(put("4", "four"));
  Object.assign(position, { epoch: "e2", position: 1 });

  assert.deepEqual(save(), ["put 4=four", "at e2 1"]);
});

test("rows that change while there is no position take the stored one with them", async () => {
  const { run, position, save, note } = await begun(stored, there);
  Object.assign(position, { epoch: null, position: -1 });

  note({ type: "delete", key: "1" });

  assert.equal(run.isDue, true);
  assert.deepEqual(save(), ["delete 1", "nowhere"]);
});

test("rows that replace unknown ones replace them all", async () => {
  const { run, position, save, note } = await begun(undefined);
  note(put("1", "one"));
  assert.equal(run.isDue, false);

  Object.assign(position, there);

  assert.equal(run.isDue, true);
  assert.deepEqual(save(), ["delete all", "put 1=one", "at e1 7"]);
});

test("rows that are shown already take the place of the stored ones", async () => {
  const shown = { epoch: "e1", position: 8, keys: ["9"], rows: [{ text: "nine" }], isShown: true };
  const { heard, save } = await begun(stored, { epoch: "e1", position: 8 }, shown);

  assert.deepEqual(heard, ["subscribed with 9", "began", "shown"]);
  assert.deepEqual(save(), ["delete all", "put 9=nine", "at e1 8"]);
});

test("who has let others write writes everything anew", async () => {
  const { run, heard, note } = await begun(stored, there);

  run.pause();
  note(put("2", "due"));

  assert.equal(heard.at(-1), "unlocked");
  assert.equal(run.isDue, false);
});

test("a run that is closed closes what is behind it, once", async () => {
  const { run, heard } = await begun(stored, there);

  run.close();
  run.close();

  assert.deepEqual(heard.slice(4), ["closed", "unlocked", "ended"]);
});

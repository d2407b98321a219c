// Random lives of tabs that share what is kept of a collection on demand: whatever they did, what a load begins with must be what
// the server takes it for, or what it was not told later is wrong for good.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { seeded } from "../../../../test-e2e/chat/seeded.mjs";
import { KeptLoads } from "../../../target/npm/kept-loads.js";

const seed = Number(process.env.SEED ?? randomInt(2 ** 31));
const histories = 1_000;
const steps = 120;

const keys = [..."123456"];

/** What each load has, by the value of a row. */
const loads = {
  a: (value) => value < 2,
  b: (value) => value % 2 === 0,
  c: (value) => value > 0,
  d: () => true,
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A table whose every row is known at every position. */
class Server {
  head = 1;
  #past = new Map(keys.map((key) => [key, []]));

  write(key, value) {
    this.head++;
    this.#past.get(key).push({ at: this.head, value });
  }

  /** The row as it was at a position; undefined if there was none. */
  row(key, position) {
    const row = this.#past.get(key).findLast(({ at }) => at <= position);
    return row?.value === null ? undefined : row;
  }

  isMember(letter, key, position) {
    const row = this.row(key, position);
    return row !== undefined && loads[letter](row.value);
  }
}

/** The locks of a browser. */
class Locks {
  #queues = new Map();

  request = async (name, { signal, ifAvailable = false }, granted) => {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    if (ifAvailable && queue.length > 0) {
      return granted(null);
    }
    const turn = {};
    turn.come = new Promise((resolve, reject) => {
      turn.begin = resolve;
      signal?.addEventListener("abort", () => {
        if (queue[0] !== turn && queue.includes(turn)) {
          queue.splice(queue.indexOf(turn), 1);
          reject(signal.reason);
        }
      });
    });
    queue.push(turn);
    queue[0].begin();
    await turn.come;
    await granted({ name });
    queue.shift();
    queue[0]?.begin();
  };
}

/** As much of a database as is read, and what writes to it. */
class Store {
  stores = { rows: new Map(), positions: new Map() };

  transaction() {
    const answer = (read) => {
      const request = {};
      queueMicrotask(() => {
        request.result = read();
        request.onsuccess();
      });
      return request;
    };
    return {
      objectStore: (name) => ({
        getAllKeys: () => answer(() => [...this.stores[name].keys()].map((key) => ["messages", key])),
        getAll: () => answer(() => [...this.stores[name].values()]),
      }),
    };
  }

  target = {
    putRow: (_, key, row) => this.stores.rows.set(key, row),
    deleteRow: (_, key) => this.stores.rows.delete(key),
    putLoad: (_, id, load) => this.stores.positions.set(id, structuredClone(load)),
    deleteLoad: (_, id) => this.stores.positions.delete(id),
  };
}

/** A tab: a collection over what it follows, which is as the server was when it heard of it last. */
class Tab {
  #server;
  #store;
  #feeds = new Map();
  /** Of each row who holds it. */
  #held = new Map();
  #note;
  #run;
  isPaused = false;

  constructor(server, store) {
    this.#server = server;
    this.#store = store;
    const keeping = {
      name: "store",
      isFailed: false,
      attempt: (work) => work(store),
      began: () => {},
      ended: () => {},
      save: () => this.save(),
      saveSoon: () => {},
    };
    const start = (note) => {
      this.#note = note;
      return { subscribe: (...args) => this.#subscribe(...args), close: () => {} };
    };
    this.#run = new KeptLoads(keeping, "messages", start, () => {}, true);
  }

  get letters() {
    return [...this.#feeds.keys()];
  }

  async ask(letter) {
    const wanted = { where: new TextEncoder().encode(letter), orderBy: null, limit: -1 };
    const following = this.#run.subscribe(wanted, null, { live: () => {}, failed: assert.fail });
    await settled();
    this.#feeds.get(letter).following = following;
  }

  end(letter) {
    this.#feeds.get(letter).following.end();
    this.#feeds.delete(letter);
  }

  save() {
    if (this.#run.isDue) {
      this.#run.save(this.#store.target);
    }
  }

  /** Is told everything up to now. */
  catchUp() {
    const head = this.#server.head;
    for (const feed of this.#feeds.values()) {
      for (const key of keys) {
        const was = feed.position >= 0 && this.#server.isMember(feed.letter, key, feed.position);
        const row = this.#server.row(key, head);
        const isChanged =
          feed.position < 0 || row?.at > feed.position || was !== this.#server.isMember(feed.letter, key, head);
        if (isChanged && this.#server.isMember(feed.letter, key, head)) {
          this.#hold(feed, key, row);
        } else if (isChanged && feed.keys.has(key)) {
          this.#release(feed, key);
        }
      }
      feed.position = head;
    }
    for (const { listener } of this.#feeds.values()) {
      listener.live();
    }
    for (const feed of this.#feeds.values()) {
      const wanted = keys.filter((key) => this.#server.isMember(feed.letter, key, head));
      assert.deepEqual([...feed.keys].sort(), wanted);
      for (const key of wanted) {
        assert.deepEqual(this.#held.get(key).row, this.#server.row(key, head), `row ${key} of ${feed.letter}`);
      }
    }
  }

  pause() {
    this.save();
    this.#run.pause();
    this.isPaused = true;
  }

  resume() {
    this.#run.resume();
    this.isPaused = false;
  }

  /** Nothing is saved any more. */
  crash() {
    this.#run.pause();
  }

  close() {
    this.#run.close();
  }

  #subscribe({ where }, begun, listener) {
    const letter = new TextDecoder().decode(where);
    const feed = { letter, listener, keys: new Set(), position: begun?.position ?? -1 };
    this.#feeds.set(letter, feed);
    for (const [i, key] of (begun?.keys ?? []).entries()) {
      assert.ok(begun.rows[i].at >= this.#server.row(key, begun.position).at, `row ${key} of ${letter} is older`);
      // What another load has is as new or newer.
      this.#hold(feed, key, this.#held.get(key)?.row ?? begun.rows[i]);
    }
    if (begun) {
      const wanted = keys.filter((key) => this.#server.isMember(letter, key, begun.position));
      assert.deepEqual([...feed.keys].sort(), wanted, `${letter} at ${begun.position}`);
    }
    return {
      since: () => feed.position,
      epoch: () => "e1",
      keys: () => [...feed.keys],
      end: () => {
        for (const key of [...feed.keys]) {
          this.#release(feed, key);
        }
      },
    };
  }

  #hold(feed, key, row) {
    const held = this.#held.get(key) ?? { by: new Set() };
    this.#held.set(key, held);
    held.by.add(feed);
    feed.keys.add(key);
    if (held.row !== row) {
      held.row = row;
      this.#note({ type: "update", key, value: row });
    }
  }

  #release(feed, key) {
    const held = this.#held.get(key);
    feed.keys.delete(key);
    held.by.delete(feed);
    if (held.by.size === 0) {
      this.#held.delete(key);
      this.#note({ type: "delete", key });
    }
  }
}

async function play(random) {
  const locks = new Locks();
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
  const server = new Server();
  const store = new Store();
  const tabs = [new Tab(server, store), new Tab(server, store)];
  const pick = (list) => list[random(list.length)];
  for (let i = 0; i < steps; i++) {
    const at = random(tabs.length);
    const tab = tabs[at];
    switch (random(9)) {
      case 0:
      case 1:
        server.write(pick(keys), random(4) === 0 ? null : random(4));
        break;
      case 2:
      case 3: {
        const letter = pick(Object.keys(loads));
        await (tab.letters.includes(letter) ? tab.end(letter) : tab.ask(letter));
        break;
      }
      case 4:
      case 5:
        if (!tab.isPaused) {
          tab.catchUp();
        }
        break;
      case 6:
        tab.save();
        break;
      case 7:
        tab.isPaused ? tab.resume() : tab.pause();
        break;
      default:
        random(2) === 0 ? tab.crash() : tab.close();
        tabs[at] = new Tab(server, store);
    }
    await settled();
  }
  const restored = [...store.stores.positions.keys()].length;
  for (const tab of tabs) {
    tab.crash();
  }
  return restored;
}

test("whatever tabs do, a load begins with what the server takes it for", async (t) => {
  t.diagnostic(`SEED=${seed}`);
  globalThis.IDBKeyRange = { bound: () => null };
  const random = seeded(seed);
  let kept = 0;
  for (let i = 0; i < histories; i++) {
    kept += await play(random);
  }
  assert.ok(kept > histories, `${kept} loads were kept`);
});

// A page with one room and no framework. Tests say what it does, and look at what it shows.
import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection, createLiveQueryCollection, like } from "@tanstack/db";

let client;
let messages;
let guest;

/** Live queries, by what they ask for. */
const looks = new Map();

/** What was told of writes whose maker is gone. */
const rejections = [];

const onRejected = (error, { command, mutations }) => {
  const what = command ?? mutations.map(({ columns }) => columns.content);
  rejections.push(`${error.code} ${what}, shown: ${stage.shown()}`);
};

globalThis.stage = {
  rejections,

  enter(room, who, { syncMode = "eager", ...options } = {}) {
    guest = who;
    client = new SyncClient({
      url: `/sync/${room}`,
      token: guest.token,
      persist: { user: guest.userId, onRejected },
      retryDelayMs: () => 50,
      ...options,
    });
    messages = createCollection(
      samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id, syncMode }),
    );
    messages.startSyncImmediate();
  },

  /** Asks for the messages that begin with each of the texts; with a number for so many, the newest. */
  look(...wanted) {
    for (const what of wanted) {
      const query = (q) => {
        const all = q.from({ message: messages });
        return typeof what === "number"
          ? all.orderBy(({ message }) => message.created_at, "desc").limit(what)
          : all.where(({ message }) => like(message.content, `${what}%`));
      };
      const live = createLiveQueryCollection({ query });
      live.subscribeChanges(() => {});
      looks.set(what, live);
    }
  },

  /** Asks no more. */
  leave: (what) => looks.get(what).cleanup(),

  /** Whether what was asked for is there. */
  looked: (what) => looks.get(what).status === "ready" && !looks.get(what).isLoadingSubset,

  /** Writes messages, each by itself, and waits for none. */
  write(...contents) {
    for (const content of contents) {
      insert(content, guest.userId);
    }
  },

  /** Writes in the name of somebody else, which the room refuses. */
  forge(content) {
    insert(content, "somebody else");
  },

  delete(content) {
    const { id } = messages.toArray.find((message) => message.content === content);
    messages.delete(id);
  },

  clear() {
    client.call.clearRoom().catch(() => {});
  },

  close: () => client.close(),
  connect: () => client.connect(),
  forget: () => client.forget(),
  state: () => ({ ...client.state.getSnapshot(), lastError: undefined, collection: messages.status }),

  /** The contents in the order in which they were written, with a star those that have no outcome. */
  shown: () =>
    messages.toArray
      .sort((one, other) => one.created_at - other.created_at)
      .map(({ content, $hasPendingWrites }) => content + ($hasPendingWrites ? "*" : "")),

  /** How much is in the stores of all users, by name. */
  async stored() {
    const all = { writes: 0, rows: 0, positions: 0 };
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        all[store] += await done(database.transaction(store).objectStore(store).count());
      }
      database.close();
    }
    return all;
  },

  /** Changes fields of every stored write. */
  spoil: (fields) => change("writes", (writes, write) => writes.put({ ...write, ...fields })),

  /** Changes fields of every stored position, also of loads. */
  spoilPositions: (fields) =>
    change("positions", (positions, position, key) => positions.put({ ...position, ...fields }, key)),
};

/** Does something with everything that is in a store. */
async function change(storeName, action) {
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    const store = database.transaction(storeName, "readwrite").objectStore(storeName);
    const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    for (const [at, value] of values.entries()) {
      await done(action(store, value, keys[at]));
    }
    database.close();
  }
}

let count = 0;

function insert(content, author) {
  const created_at = Date.now() + ++count;
  messages
    .insert({ id: crypto.randomUUID(), author, content, created_at })
    .when("settled")
    .catch(() => {});
}

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

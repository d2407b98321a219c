// A page with one room and no framework. Tests say what it does, and look at what it shows.
import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/db";

let client;
let messages;
let guest;

/** What was told of writes whose maker is gone. */
const rejections = [];

const onRejected = (error, { command, mutations }) => {
  const what = command ?? mutations.map(({ columns }) => columns.content);
  rejections.push(`${error.code} ${what}, shown: ${stage.shown()}`);
};

globalThis.stage = {
  rejections,

  enter(room, who, options = {}) {
    guest = who;
    client = new SyncClient({
      url: `/sync/${room}`,
      token: guest.token,
      persist: { user: guest.userId, onRejected },
      retryDelayMs: () => 50,
      ...options,
    });
    messages = createCollection(
      samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
    );
    messages.startSyncImmediate();
  },

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
  async spoil(fields) {
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      const writes = database.transaction("writes", "readwrite").objectStore("writes");
      for (const write of await done(writes.getAll())) {
        await done(writes.put({ ...write, ...fields }));
      }
      database.close();
    }
  },
};

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

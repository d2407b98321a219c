// The stores of one user of one object, in IndexedDB. All that is written goes through one transaction of all three.

/** Raised with the layout below. A tab with an older one lets go of the database when a newer one asks for it. */
const version = 1;

/**
 * - `writes`, by their id: those without an outcome.
 * - `rows`, by the name of a subscription, or of a collection that loads on demand, and their key.
 * - `positions`, by the name of a subscription: where its rows were complete. The same with their keys, by name and id, for the
 *   loads of a collection.
 */
const stores = ["writes", "rows", "positions"];

/** What comes after every key of an array: in IndexedDB arrays are greater than texts. */
const beyond = [];

const allOf = (name) => IDBKeyRange.bound([name], [name, beyond]);

/** Opens the database, which is empty the first time. */
export function openDatabase(name) {
  const request = indexedDB.open(name, version);
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => {
      request.result.createObjectStore("writes", { keyPath: "txId" });
      request.result.createObjectStore("rows");
      request.result.createObjectStore("positions");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => {
      request.onsuccess = () => request.result.close();
      reject(new Error("Another tab has the database open in an older layout. Close it, or load it anew."));
    };
  });
}

/** Deletes the database, if there is one. Other tabs let go of it. */
export const deleteDatabase = (name) => done(indexedDB.deleteDatabase(name));

/** All writes, as they were put. */
export const readWrites = (database) => done(database.transaction("writes").objectStore("writes").getAll());

/** The position and the rows of a subscription; undefined if there are none, or none that can be used. */
export async function readRows(database, name) {
  const transaction = database.transaction(["rows", "positions"]);
  const rows = transaction.objectStore("rows");
  const [position, keys, columns] = await Promise.all([
    done(transaction.objectStore("positions").get(name)),
    done(rows.getAllKeys(allOf(name))),
    done(rows.getAll(allOf(name))),
  ]);
  const isSound =
    typeof position?.epoch === "string" && Number.isSafeInteger(position.position) && columns.every(isRow);
  return isSound ? { ...position, keys: keys.map(([, key]) => key), rows: columns } : undefined;
}

/**
 * What is kept of a collection that loads on demand: `loads` by their id, and `rows` by their key, each once for all loads. Those
 * loads are under `unusable` whose rows are not all there, or that something else has written.
 */
export async function readLoads(database, name) {
  const transaction = database.transaction(["rows", "positions"]);
  const entries = async (store) => {
    const found = transaction.objectStore(store);
    const [keys, values] = await Promise.all([done(found.getAllKeys(allOf(name))), done(found.getAll(allOf(name)))]);
    return keys.map(([, key], at) => [key, values[at]]);
  };
  const [all, rows] = await Promise.all([entries("positions"), entries("rows")]);
  const kept = { loads: new Map(), rows: new Map(rows), unusable: [] };
  for (const [id, load] of all) {
    isLoad(load, kept.rows) ? kept.loads.set(id, load) : kept.unusable.push(id);
  }
  return kept;
}

const isLoad = (load, rows) =>
  typeof load?.epoch === "string" &&
  Number.isSafeInteger(load.position) &&
  Number.isFinite(load.used) &&
  Array.isArray(load.keys) &&
  load.keys.every((key) => isRow(rows.get(key)));

const isRow = (value) => typeof value === "object" && value !== null;

/**
 * Writes all or nothing, and resolves when that is done. A tab that crashes loses nothing of it; a machine that loses its power
 * may lose the last moments, as the browser leaves it to the system when to write to the disk.
 */
export async function transact(database, work) {
  const transaction = database.transaction(stores, "readwrite");
  const [writes, rows, positions] = stores.map((name) => transaction.objectStore(name));
  const written = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  try {
    work({
      putWrite: (write) => writes.put(write),
      deleteWrite: (txId) => writes.delete(txId),
      putRow: (name, key, row) => rows.put(row, [name, key]),
      deleteRow: (name, key) => rows.delete([name, key]),
      deleteRows: (name) => rows.delete(allOf(name)),
      putPosition: (name, position) => positions.put(position, name),
      deletePosition: (name) => positions.delete(name),
      putLoad: (name, id, load) => positions.put(load, [name, id]),
      deleteLoad: (name, id) => positions.delete([name, id]),
    });
    transaction.commit();
  } catch (error) {
    written.catch(() => {});
    transaction.abort();
    throw error;
  }
  await written;
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

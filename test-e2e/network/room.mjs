// A synced object in workerd, and compiled clients that reach it through a network of their own.
import { setImmediate as nextTurn } from "node:timers/promises";
import { createCollection } from "@tanstack/db";
import { SyncClient, samovarCollectionOptions } from "../../client-web/target/npm/index.js";
import { claimsHeader } from "../chat/tokens.mjs";
import { FaultProxy } from "./fault-proxy.mjs";

/** A guard only: nothing here waits for time to pass. */
const TIMEOUT_TURNS_MILLIS = 20_000;

/** Waits until something holds. */
export async function until(what, holds) {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > TIMEOUT_TURNS_MILLIS) {
      throw new Error(`In vain waited until ${what}.`);
    }
    await nextTurn();
  }
}

/** A row as its columns, without what TanStack DB adds. */
export const plain = ({ $synced, $origin, $key, $collectionId, $hasPendingWrites, ...columns }) => columns;

/** The rows of a collection as their columns, by key. */
export const rowsOf = (collection) =>
  collection.toArray.map(plain).sort((left, right) => (left.id < right.id ? -1 : 1));

export class Room {
  #test;
  #runtime;
  #name;

  /** An object of its own for a test, which ends its clients. */
  constructor(test, runtime, name) {
    this.#test = test;
    this.#runtime = runtime;
    this.#name = name;
  }

  /** A client who sees everything, and its network. It connects when it is needed, and again at once when that fails. */
  async client(options = {}) {
    const proxy = await FaultProxy.start(this.#runtime.url, { "x-samovar-claims": claimsHeader({ sub: "root" }) });
    const url = proxy.url(`/histories/${this.#name}/sync`);
    const client = new SyncClient({ url, retryDelayMs: () => 0, ...options });
    this.#test.after(() => {
      client.close();
      return proxy.close();
    });
    const collection = (config = {}) => {
      const getKey = (row) => row.id;
      const made = createCollection(samovarCollectionOptions({ client, table: "posts", getKey, ...config }));
      this.#test.after(() => made.cleanup());
      return made;
    };
    return { proxy, client, collection };
  }

  /** Writes past all clients, as the object's own doing. */
  async write(statement) {
    const response = await this.#runtime.fetch(`/histories/${this.#name}/write`, { method: "POST", body: statement });
    await response.text();
  }

  sql(query) {
    return this.#runtime.sql("ProbeOfHistories", this.#name, query);
  }

  /** How often each write was done that was done at all, by its `val`. */
  async tally() {
    const rows = await this.sql("SELECT token, times FROM tally");
    return Object.fromEntries(rows.map(({ token, times }) => [token, times]));
  }

  /** The rows, as clients of samovar/1 see them. */
  async rows() {
    const rows = await this.sql("SELECT * FROM posts ORDER BY id");
    return rows.map((row) => ({ ...row, done: row.done === 1 }));
  }
}

/** A row; its `val` counts how often it was written. */
export const post = (id, others = {}) => ({
  id,
  box: "a",
  stars: 0,
  done: false,
  val: `val ${id}`,
  pad: null,
  ...others,
});

import { identity } from "./filter.js";
import { wantedRows } from "./wanted-rows.js";

/** How long rows that nobody wants any more are kept, in milliseconds, and how many subscriptions at most. */
const graceMillis = 5_000;
const maxKept = 16;

/**
 * What the live queries of a collection have loaded, one sync run long. Each load holds one or two live subscriptions; equal ones
 * are shared.
 */
export class Demands {
  #run;
  #own;
  #key;
  #invalidate;
  #complete;
  /** By identity. */
  #entries = new Map();
  /** What each load holds, by its options. */
  #loads = new Map();
  /** Those of them whose windows rows have left since. */
  #moved = new Set();
  /** Entries that nobody holds, the longest kept first. */
  #kept = new Set();
  /** While TanStack DB holds rows back that were published. */
  #receipt = undefined;

  /** `invalidate` has TanStack DB look again at what it has loaded. `complete` is called when all that is asked for has come. */
  constructor(run, own, key, invalidate, complete) {
    this.#run = run;
    this.#own = own;
    this.#key = key;
    this.#invalidate = invalidate;
    this.#complete = complete;
  }

  /** Takes what a commit of rows returned. */
  published(receipt) {
    if (receipt && receipt !== true) {
      const settled = receipt.catch(() => {}).then(() => this.#receipt === settled && this.#show());
      this.#receipt = settled;
    }
    return receipt;
  }

  /**
   * Looks whether a row has left a window. There may be a gap then between what is now its last row, and a page that follows
   * behind what was. TanStack DB then reads the whole again, as one window.
   */
  look() {
    const moved = [...this.#entries.values()].filter(({ feed }) => feed?.takeMoved());
    if (moved.length === 0) {
      return;
    }
    for (const [options, entries] of this.#loads) {
      if (entries.some((entry) => moved.includes(entry))) {
        this.#moved.add(options);
      }
    }
    if ([...this.#loads.keys()].some(({ cursor }) => cursor)) {
      this.#receipt ? this.#receipt.then(this.#invalidate) : this.#invalidate();
    }
  }

  /** True if the rows are there, else a promise that is resolved when they are. */
  load(options) {
    const { signal } = options;
    if (signal?.aborted) {
      return Promise.reject(signal.reason);
    }
    this.unload(options);
    const entries = [];
    this.#loads.set(options, entries);
    // Behind a window that has moved a page is read with all before it.
    const asked = options.offset && this.#moved.size > 0 ? { ...options, cursor: undefined } : options;
    for (const wanted of wantedRows(asked, this.#own, this.#key)) {
      entries.push(this.#hold(wanted));
    }
    if (!this.#receipt && entries.every((entry) => entry.isLive)) {
      return true;
    }
    const loaded = Promise.all(entries.map((entry) => entry.loaded)).then(() => this.#receipt);
    const waiting = this.#run.wait({ signal }, (resolve, reject) => {
      loaded.then(() => resolve(), reject);
    });
    return waiting.catch((error) => {
      this.unload(options);
      throw error;
    });
  }

  /** Lets go of what was loaded with the same options, the object itself. Nothing the second time. */
  unload(options) {
    const entries = this.#loads.get(options) ?? [];
    this.#loads.delete(options);
    this.#moved.delete(options);
    for (const entry of entries) {
      this.#release(entry);
    }
  }

  /** The run is over. */
  close() {
    this.#loads.clear();
    this.#moved.clear();
    for (const { timer } of this.#kept) {
      clearTimeout(timer);
    }
  }

  #show() {
    this.#receipt = undefined;
  }

  #hold(wanted) {
    const id = identity(wanted);
    const entry = this.#entries.get(id) ?? this.#open(id, wanted);
    clearTimeout(entry.timer);
    this.#kept.delete(entry);
    entry.holds++;
    return entry;
  }

  #open(id, wanted) {
    const entry = { id, holds: 0, isLive: false };
    entry.loaded = new Promise((resolve, reject) => {
      entry.live = () => {
        entry.isLive = true;
        if ([...this.#entries.values()].every(({ isLive }) => isLive)) {
          this.#complete();
        }
        resolve();
      };
      entry.failed = (error) => {
        // Another load asks anew. Who has rows already goes on with what there is.
        this.#unlist(entry);
        if (this.#kept.has(entry)) {
          this.#end(entry);
        }
        reject(error);
      };
    });
    // It may be that nobody waits any more.
    entry.loaded.catch(() => {});
    this.#entries.set(id, entry);
    entry.feed = this.#run.subscribe(wanted, entry);
    return entry;
  }

  #release(entry) {
    entry.holds--;
    if (entry.holds > 0) {
      return;
    }
    if (this.#entries.get(entry.id) !== entry) {
      entry.feed.end();
      return;
    }
    this.#kept.add(entry);
    entry.timer = setTimeout(() => this.#end(entry), graceMillis);
    if (this.#kept.size > maxKept) {
      this.#end(this.#kept.values().next().value);
    }
  }

  #end(entry) {
    clearTimeout(entry.timer);
    this.#kept.delete(entry);
    this.#unlist(entry);
    entry.feed.end();
  }

  #unlist(entry) {
    if (this.#entries.get(entry.id) === entry) {
      this.#entries.delete(entry.id);
    }
  }
}

import { identity } from "./filter.js";
import { encode } from "./messagepack.js";

/** How long the rows of a position may take that comes by itself, before the server is asked, in milliseconds. */
const graceMillis = 250;

/** One sync run of a collection: what it follows, and how that fares. */
export class Run {
  /** Why rows cannot be had, as long as that is so. */
  lastError = null;
  /** Settles when that has come, or has not, without which no rows can be asked for; undefined if there is no such thing. */
  coming;
  #failed;
  #whenOpen;
  #start;
  /** Undefined until something is subscribed to. */
  #door;
  #boundaries;
  #look;
  #loadMillis;
  #late;
  #feeds = new Set();
  /** Those who wait for something, as functions that reject. */
  #waiting = new Set();
  /** How many commits are held back by writes of the user. */
  #held = 0;
  /** What was shown when it began, and where that was read. */
  #shown;

  /**
   * `start` starts it on a door, with what TanStack DB gave. Functions in `boundaries` are called when positions may have moved, and so
   * is `onBoundary`. The first rows may take so many milliseconds, 0 for any number; `late` makes the error of those who wait too
   * long.
   */
  constructor({ whenOpen, boundaries }, start, params, onBoundary, loadMillis, late) {
    const commit = () => {
      const receipt = params.commit();
      if (receipt?.finally) {
        this.#held++;
        const shown = () => this.#held--;
        receipt.then(shown, shown);
      }
      return receipt;
    };
    this.#whenOpen = whenOpen;
    this.#start = (door) => start(door, { ...params, commit });
    this.#look = onBoundary ?? (() => {});
    boundaries.add(this.#look);
    this.#boundaries = boundaries;
    this.#loadMillis = loadMillis;
    this.#late = late;
  }

  /** Where the rows that are shown were read: epoch and position, or undefined. */
  get position() {
    const [feed] = this.#feeds;
    const position = feed?.door?.position() ?? -1;
    const shown = this.#shown?.epoch ? { epoch: this.#shown.epoch, position: this.#shown.position } : undefined;
    return position < 0 ? shown : this.#held > 0 ? undefined : { epoch: feed.door.epoch(), position };
  }

  /**
   * Follows some rows, until `end()` of what it returns; `takeMoved()` tells whether rows have left a window since it was asked
   * last. The listener may be called before this returns. `shown` are rows that the collection has already.
   */
  subscribe(wanted, listener, shown = null) {
    this.#shown = shown;
    const id = identity(wanted);
    const feed = { waiting: [] };
    const settle = (how, value) => {
      for (const waiting of feed.waiting.splice(0)) {
        waiting[how](value);
      }
    };
    const failed = (error) => {
      clearTimeout(timer);
      this.#failed = id;
      this.lastError = error;
      listener.failed(error);
      settle("reject", error);
    };
    const timer = this.#loadMillis && setTimeout(() => failed(this.#late()), this.#loadMillis);
    this.#feeds.add(feed);
    feed.end = () => {
      clearTimeout(timer);
      this.#feeds.delete(feed);
      feed.door?.end();
      settle("resolve");
    };
    const following = { end: feed.end, takeMoved: () => feed.door?.takeMoved() ?? false };
    let asked;
    try {
      asked = encoded(wanted);
    } catch (error) {
      failed(error);
      return following;
    }
    const live = () => {
      clearTimeout(timer);
      // What is not about a table, as a closed client, is over for all.
      if (this.#failed === id || !this.lastError?.table) {
        this.lastError = null;
      }
      listener.live();
      settle("resolve");
    };
    this.#whenOpen((door) => {
      if (this.#feeds.has(feed)) {
        this.#door ??= this.#start(door);
        feed.door = this.#door.subscribe(asked, shown, { live, failed });
      }
    });
    return following;
  }

  /** Resolves when all rows have been asked for again, and have come. */
  refetch(timeoutMs) {
    return this.wait({ timeoutMs }, (resolve, reject) => {
      const fresh = (feed) =>
        new Promise((resolve, reject) => {
          feed.waiting.push({ resolve, reject });
          feed.door?.refetch();
        });
      Promise.all([...this.#feeds].map(fresh)).then(() => resolve(), reject);
    });
  }

  /** Resolves when all rows up to a position have come. */
  awaitSeq(position, timeoutMs) {
    return this.wait({ timeoutMs }, (resolve) => {
      const behind = () => [...this.#feeds].filter(({ door }) => !(door?.position() >= position));
      const look = () => behind().length === 0 && resolve();
      this.#boundaries.add(look);
      look();
      // A change that concerns none of the rows is not told.
      const timer = setTimeout(() => {
        for (const { door } of behind()) {
          door?.catchUp();
        }
      }, graceMillis);
      return () => {
        clearTimeout(timer);
        this.#boundaries.delete(look);
      };
    });
  }

  /**
   * A promise that ends in time if it is to, with its signal if it has one, and with the run. It begins when rows can be asked
   * for; what `begin` returns is done at its end.
   */
  wait({ timeoutMs, signal }, begin) {
    let end;
    const promise = new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const timer = timeoutMs && setTimeout(() => reject(this.#late()), timeoutMs);
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      let undo;
      end = () => {
        clearTimeout(timer);
        this.#waiting.delete(reject);
        undo?.();
      };
      const start = () => {
        if (this.#waiting.has(reject)) {
          undo = begin(resolve, reject);
        }
      };
      this.coming ? this.coming.then(start).catch(reject) : start();
    });
    return promise.finally(end);
  }

  close() {
    this.#boundaries.delete(this.#look);
    // First, so that the rows which leave are not told of.
    this.#door?.close();
    for (const feed of this.#feeds) {
      feed.end();
    }
    for (const reject of this.#waiting) {
      reject(new DOMException("The collection was cleaned up.", "AbortError"));
    }
    // Nor is anything begun that has waited.
    this.#waiting.clear();
  }
}

function encoded({ where, orderBy, limit }) {
  return { where: where && encode(where), orderBy: orderBy && encode(orderBy), limit };
}

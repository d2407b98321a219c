import { readLoads } from "./database.js";
import { LateFeed } from "./late-feed.js";
import { Turn } from "./turn.js";

/** How many loads of a collection are kept, those used last, and how many rows they have in all. */
const maxLoads = 16;
const maxRows = 2_000;

/**
 * A sync run of a collection that loads on demand, whose loads are kept: a load that is asked for again, by this page or the next,
 * begins with its rows of before.
 *
 * Each row is kept once, as it was seen last, for as long as a load has it. So rows may be newer than the position of a load, and
 * never older: what is missed is then told from there on. That holds as long as nobody else writes, so of all tabs one does that
 * has the lock; who gets it later drops the loads that are ahead of its own.
 */
export class KeptLoads {
  #keeping;
  #name;
  #start;
  #show;
  #mayRestore;
  #run;
  #turn;
  #opening;
  #isClosed = false;
  /** As the collection has them, by key as text. */
  #rows = new Map();
  /** Those that are followed, by their id. */
  #loads = new Map();
  /** What is stored, as far as this run knows; loads by id, rows by key. */
  #kept;
  /** Whether it may be written. */
  #isOurs = false;
  #isTouched = false;

  /**
   * @param start begins the run behind it, with a listener for what it writes
   * @param show is called when there are rows of before
   * @param mayRestore false if the collection has newer ones, as after a page was rendered on the server
   */
  constructor(keeping, name, start, show, mayRestore) {
    this.#keeping = keeping;
    this.#name = name;
    this.#start = start;
    this.#show = show;
    this.#mayRestore = mayRestore;
    this.#turn = new Turn(`${keeping.name} rows ${name}`);
  }

  subscribe(wanted, known, listener) {
    const id = idOf(wanted);
    const load = new LateFeed(() => this.#end(id, load));
    this.#begin(id, load, wanted, known, listener);
    return load;
  }

  close() {
    if (!this.#isClosed) {
      this.#keeping.save();
      this.#isClosed = true;
      this.#run?.close();
      this.pause();
      this.#keeping.ended(this);
    }
  }

  /** Leaves the writing to others. */
  pause() {
    this.#turn.give();
    this.#isOurs = false;
  }

  /** Writes again when nobody else does. */
  resume() {
    this.#turn.wait(() => this.#read());
  }

  /** Whether there is something to write that may be written. */
  get isDue() {
    return this.#isOurs && (this.#isTouched || this.#complete.some(([id, feed]) => this.#hasMoved(id, feed)));
  }

  /**
   * Writes loads and rows together. A load whose rows are void stays as it is stored until others come; one that has lost them, as
   * it was refused, goes.
   */
  save(target) {
    const { loads, unusable } = this.#kept;
    const forget = (id) => {
      loads.delete(id);
      target.deleteLoad(this.#name, id);
    };
    // First, as what has come may take their place.
    [...unusable.splice(0), ...this.#lost].forEach(forget);
    const complete = this.#complete;
    for (const [id, feed] of complete) {
      loads.set(id, { epoch: feed.epoch(), position: feed.since(), keys: feed.keys(), used: Date.now() });
    }
    this.#beyondBounds().forEach(forget);
    for (const [id] of complete) {
      if (loads.has(id)) {
        target.putLoad(this.#name, id, loads.get(id));
      }
    }
    this.#saveRows(target);
    this.#isTouched = false;
  }

  /** Stores the rows of the loads that are kept, and no others. */
  #saveRows(target) {
    const { loads, rows } = this.#kept;
    const wanted = new Set([...loads.values()].flatMap(({ keys }) => keys));
    for (const key of wanted) {
      const row = this.#rows.get(key);
      if (row && row !== rows.get(key)) {
        rows.set(key, row);
        target.putRow(this.#name, key, row);
      }
    }
    for (const key of [...rows.keys()].filter((key) => !wanted.has(key))) {
      rows.delete(key);
      target.deleteRow(this.#name, key);
    }
  }

  /** The ids of loads that are not kept: those used longest ago, and those that are too large. */
  #beyondBounds() {
    const lastUsed = [...this.#kept.loads].sort(([, one], [, other]) => other.used - one.used);
    let count = 0;
    let size = 0;
    return lastUsed.flatMap(([id, { keys }]) => {
      if (count === maxLoads || size + keys.length > maxRows) {
        return [id];
      }
      count++;
      size += keys.length;
      return [];
    });
  }

  async #open() {
    await this.#turn.takeIfFree((work) => this.#keeping.attempt(work));
    await this.#read();
    if (this.#isClosed) {
      this.pause();
      return;
    }
    this.#keeping.began(this);
    if (!this.#turn.isMine && !this.#keeping.isFailed) {
      this.resume();
    }
  }

  /** Takes over what is stored, but for loads that are ahead of those of this run: their rows would become older. */
  async #read() {
    const kept = await this.#keeping.attempt((database) => readLoads(database, this.#name));
    if (kept) {
      for (const [id, load] of kept.loads) {
        if (this.#isBehind(load)) {
          kept.loads.delete(id);
          kept.unusable.push(id);
        }
      }
      this.#kept = kept;
      this.#isOurs = this.#turn.isMine;
      this.#keeping.save();
    }
  }

  #hasMoved(id, feed) {
    const load = this.#kept.loads.get(id);
    return load !== undefined && load.position !== feed.since();
  }

  #isBehind({ epoch, position }) {
    return this.#complete.some(([, feed]) => feed.epoch() !== epoch || feed.since() < position);
  }

  /** What is followed and not void: ids and feeds. */
  get #complete() {
    return [...this.#loads].map(([id, { feed }]) => [id, feed]).filter(([, feed]) => feed.since() >= 0);
  }

  /** The ids of those whose rows are gone. */
  get #lost() {
    return [...this.#loads].filter(([, { feed }]) => feed.since() < 0 && feed.keys().length === 0).map(([id]) => id);
  }

  async #begin(id, load, wanted, known, listener) {
    this.#opening ??= this.#open();
    await this.#opening;
    if (this.#isClosed || load.isEnded) {
      return;
    }
    this.#run ??= this.#start((message) => this.#note(message));
    const kept = this.#mayRestore ? this.#restored(id) : undefined;
    const live = () => {
      this.#touch();
      listener.live();
    };
    load.feed = this.#run.subscribe(wanted, kept ?? known, { live, failed: listener.failed });
    this.#loads.set(id, load);
    if (kept) {
      live();
    }
    // Others may begin in this turn, whose rows it needs.
    queueMicrotask(this.#show);
  }

  #restored(id) {
    const load = this.#kept?.loads.get(id);
    return load && { ...load, rows: load.keys.map((key) => this.#kept.rows.get(key)), isShown: false };
  }

  /** A load is about to end. */
  #end(id, load) {
    if (this.#loads.get(id) === load) {
      this.#isTouched = true;
      // Before its rows leave with it.
      this.#keeping.save();
      this.#loads.delete(id);
    }
  }

  #note({ type, key, value }) {
    const text = String(key);
    if (type === "delete") {
      this.#rows.delete(text);
    } else {
      this.#rows.set(text, value);
    }
    this.#touch();
  }

  #touch() {
    this.#isTouched = true;
    this.#keeping.saveSoon();
  }
}

const toText = new TextDecoder("latin1");

/** The same text for what is the same to the server. */
function idOf({ where, orderBy, limit }) {
  return JSON.stringify([limit, ...[where, orderBy].map((bytes) => bytes && toText.decode(bytes))]);
}

import { readRows } from "./database.js";
import { LateFeed } from "./late-feed.js";
import { Turn } from "./turn.js";

/**
 * A sync run of a collection whose rows are kept. It begins with those of before, and writes down what changes. Of all runs of all
 * tabs with the same rows one writes, the one that has the lock: two would mix rows of two positions. Who gets the lock later
 * writes everything anew.
 */
export class KeptRun {
  #keeping;
  #name;
  #start;
  #show;
  #run;
  /** Of its one subscription. */
  #followed = new LateFeed(() => this.close());
  #isClosed = false;
  /** As the collection has them, by key as text. */
  #rows = new Map();
  /** Keys of rows that are not as they are stored. */
  #changed = new Set();
  /** Whether what is stored is another's, or unknown. */
  #isForeign = false;
  /** The position that is stored, as a text of both parts. */
  #stored;
  #turn;

  /**
   * @param start begins the run behind it, with a listener for what it writes
   * @param show is called when the rows of before are there
   */
  constructor(keeping, name, start, show) {
    this.#keeping = keeping;
    this.#name = name;
    this.#start = start;
    this.#show = show;
    this.#turn = new Turn(`${keeping.name} rows ${name}`);
  }

  subscribe(wanted, known, listener) {
    this.#begin(wanted, known, listener);
    return this.#followed;
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

  /** Leaves the writing to others: there is no connection any more that could bring changes. */
  pause() {
    this.#turn.give();
    this.#isForeign = true;
  }

  /** Writes again when nobody else does. */
  resume() {
    this.#turn.wait(() => this.#keeping.save());
  }

  /** Whether there is something to write that may be written. Rows that are void replace nobody's. */
  get isDue() {
    if (!this.#turn.isMine || this.#position === undefined) {
      return this.#turn.isMine && !this.#isForeign && this.#changed.size > 0;
    }
    return this.#isForeign || this.#changed.size > 0 || this.#position !== this.#stored;
  }

  /** Writes rows and position together: a position that is stored is never ahead of its rows. */
  save(target) {
    const name = this.#name;
    if (this.#isForeign) {
      target.deleteRows(name);
    }
    for (const key of this.#isForeign ? this.#rows.keys() : this.#changed) {
      const row = this.#rows.get(key);
      row ? target.putRow(name, key, row) : target.deleteRow(name, key);
    }
    this.#changed.clear();
    this.#isForeign = false;
    this.#stored = this.#position;
    if (this.#stored === undefined) {
      target.deletePosition(name);
    } else {
      target.putPosition(name, { epoch: this.#followed.feed.epoch(), position: this.#followed.feed.since() });
    }
  }

  /** As a text of both parts; undefined while the rows are void. Those that are stored stay valid until others come. */
  get #position() {
    const position = this.#followed.feed?.since() ?? -1;
    return position < 0 ? undefined : `${position} ${this.#followed.feed.epoch()}`;
  }

  async #begin(wanted, known, listener) {
    await this.#turn.takeIfFree((work) => this.#keeping.attempt(work));
    const kept = await this.#keeping.attempt((database) => readRows(database, this.#name));
    if (this.#isClosed) {
      this.pause();
      return;
    }
    this.#run = this.#start((message) => this.#note(message));
    // What the collection shows already, as after a page was rendered on the server, is newer than what was kept.
    const isRestored = kept !== undefined && !known?.rows.length;
    for (const [i, row] of isRestored ? [] : (known?.rows ?? []).entries()) {
      this.#rows.set(known.keys[i], row);
    }
    this.#followed.feed = this.#run.subscribe(wanted, isRestored ? { ...kept, isShown: false } : known, listener);
    if (isRestored) {
      this.#changed.clear();
      this.#stored = this.#position;
    }
    this.#isForeign = !isRestored || !this.#turn.isMine;
    this.#keeping.began(this);
    this.#show();
    if (isRestored) {
      listener.live();
    }
    if (!this.#turn.isMine && !this.#keeping.isFailed) {
      this.resume();
    }
  }

  #note({ type, key, value }) {
    const text = String(key);
    if (type === "delete") {
      this.#rows.delete(text);
    } else {
      this.#rows.set(text, value);
    }
    this.#changed.add(text);
    this.#keeping.saveSoon();
  }
}

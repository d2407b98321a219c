import { openDatabase, readWrites, transact } from "./database.js";
import { inTime } from "./in-time.js";
import { KeptLoads } from "./kept-loads.js";
import { KeptRun } from "./kept-run.js";
import { heldLocks, takeLock } from "./locks.js";
import { described, ReplayedWrites } from "./replayed-writes.js";

/** Rows are written so long after they came, together; writes at once. */
const rowsMillis = 200;

/** For so long after it was first sent a write may be sent again: the server keeps its receipt for an hour longer. */
const resendMillis = 23 * 3_600_000;

/**
 * The door of a client that stores what goes through it: writes until they have an outcome, and rows. All of it is here because all
 * of it is stored by one transaction at a time, and fails together.
 */
export class KeepingDoor {
  name;
  #door;
  #host;
  #onRejected;
  #failed;
  /** Undefined before it is open and when it is gone. */
  #database;
  #isFailed = false;
  /** What this tab's writes are stored under. It holds a lock of that name as long as it lives. */
  #session;
  /** Gives that lock back; undefined while the client is closed. */
  #endSession;
  #isOpen = false;
  /** Writes in the outbox, by id. */
  #live = new Map();
  /** Writes to be stored, or to be deleted where there is none, by id. */
  #due = new Map();
  /** Ids of writes that ended while the stored ones are looked through; undefined otherwise. */
  #endedMeanwhile;
  /** What the write is that is just being made. */
  #making;
  #order = 0;
  #runs = new Set();
  #replayed = new ReplayedWrites();
  #timer;

  constructor(name, { door, host, onRejected, failed }) {
    this.name = name;
    this.#door = door;
    this.#host = host;
    this.#onRejected = onRejected ?? host.report;
    this.#failed = failed;
  }

  async open() {
    const database = await openDatabase(this.name);
    if (this.#isFailed) {
      database.close();
      return;
    }
    this.#database = database;
    database.onversionchange = () => this.#lose(new Error("Another tab has deleted what was kept, or is newer."));
    database.onclose = () => this.#lose(new Error("The browser has deleted what was kept."));
    globalThis.addEventListener?.("pagehide", this.save);
    await this.#beginSession();
    for (const { made, outcome } of await this.#adopt()) {
      if (made.mutations) {
        this.#replayed.add(made, outcome);
      }
    }
    this.changed();
  }

  mutate(table, txId, operations, resolve, reject, { name, mutations }) {
    const outcome = this.#replayed.outcomeOf(mutations);
    if (outcome) {
      outcome.then(resolve, reject);
      return;
    }
    const made = { table: name, mutations: mutations.map(described) };
    this.#make(made, reject, (rejected) => this.#door.mutate(table, txId, operations, resolve, rejected));
  }

  call(command, args, resolve, reject) {
    this.#make({ command }, reject, (rejected) => this.#door.call(command, args, resolve, rejected));
  }

  /** @param isWhole whether all its rows are one subscription; otherwise it loads on demand */
  sync(table, getKey, params, name, isWhole) {
    const show = () => this.#replayed.show(name, params.collection);
    const start = (note) => {
      const write = (message) => {
        note(message);
        params.write(message);
      };
      return this.#door.sync(table, getKey, { ...params, write });
    };
    return isWhole
      ? new KeptRun(this, name, start, show)
      : new KeptLoads(this, `${name} on demand`, start, show, !params.collection?.base?.size);
  }

  /** A write is in the outbox. */
  writeAdded(txId, frame) {
    // One that is sent again is known.
    if (!this.#live.has(txId)) {
      const [made, session, sentAt] = [this.#making, this.#session, this.#sendTime()];
      this.#keep({ txId, frame, made, order: ++this.#order, session, sentAt });
    }
  }

  /** A write has ended. */
  writeSettled(txId) {
    this.#live.delete(txId);
    this.#endedMeanwhile?.add(txId);
    this.#due.set(txId, undefined);
    queueMicrotask(this.save);
  }

  /** The state of the client may be another. */
  changed() {
    const status = this.#door.status();
    const wasOpen = this.#isOpen;
    this.#isOpen = status === "open";
    if (this.#isOpen && !wasOpen) {
      this.#sent();
      this.attempt(() => this.#adopt());
    }
    if (status === "closed") {
      // The collections are told in the same turn.
      queueMicrotask(() => this.#pause());
    } else if (!this.#endSession) {
      this.#resume();
    }
    this.saveSoon();
  }

  /** A run has its rows of before, if there are any. */
  began(run) {
    this.#runs.add(run);
  }

  /** Whether nothing is kept any more. */
  get isFailed() {
    return this.#isFailed;
  }

  ended(run) {
    this.#runs.delete(run);
  }

  /** Does something with the database that may fail. Then nothing more is kept, and it resolves to undefined. */
  async attempt(work) {
    if (this.#isFailed) {
      return undefined;
    }
    try {
      return await inTime(work(this.#database));
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  saveSoon() {
    this.#timer ??= setTimeout(this.save, rowsMillis);
  }

  /** Writes all that is due in one transaction: a write is not gone before the rows are there that it made. */
  save = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const wasFailed = this.#isFailed;
    const runs = wasFailed ? [] : [...this.#runs].filter((run) => run.isDue);
    const writes = [...this.#due].filter(([, write]) => !wasFailed || !write);
    this.#due.clear();
    if (!this.#database || writes.length + runs.length === 0) {
      return;
    }
    const written = transact(this.#database, (target) => {
      for (const [txId, write] of writes) {
        write ? target.putWrite(write) : target.deleteWrite(txId);
      }
      for (const run of runs) {
        run.save(target);
      }
    });
    written.catch((error) => {
      if (!wasFailed) {
        this.#fail(error);
        this.#forgetEnded(writes);
      }
    });
  };

  /** Ends everything, and lets go of the database. */
  end() {
    this.#isFailed = true;
    this.#pause();
    globalThis.removeEventListener?.("pagehide", this.save);
    this.#database?.close();
    this.#database = undefined;
  }

  /** Nothing more is kept. What is stored stays as it is, but for writes that end: they must not be sent again. */
  #fail(error) {
    if (!this.#isFailed) {
      this.#isFailed = true;
      for (const run of this.#runs) {
        run.pause();
      }
      this.#failed(error);
    }
  }

  /** The database is gone for this tab. Its lock stays, so that no other tab sends its writes too. */
  #lose(error) {
    this.#database?.close();
    this.#database = undefined;
    this.#fail(error);
  }

  #forgetEnded(writes) {
    for (const [txId, write] of writes) {
      if (!write) {
        this.#due.set(txId, undefined);
      }
    }
    this.save();
  }

  /** Lets others have what this tab does not need while its client is closed: writes that had no outcome, and rows. */
  #pause() {
    this.save();
    this.#endSession?.();
    this.#endSession = undefined;
    for (const run of this.#runs) {
      run.pause();
    }
  }

  #resume() {
    if (this.#isFailed) {
      return;
    }
    this.attempt(() => this.#beginSession());
    for (const run of this.#runs) {
      run.resume();
    }
  }

  async #beginSession() {
    this.#session = crypto.randomUUID();
    this.#endSession = () => {};
    const release = await takeLock(this.#lockOf(this.#session));
    if (this.#endSession) {
      this.#endSession = release;
    } else {
      release();
    }
  }

  #lockOf(session) {
    return `${this.name} session ${session}`;
  }

  /** Sends a write, and notes what it is when the outbox tells of it. */
  #make(made, reject, send) {
    this.#making = made;
    send((error) => {
      // What a close has ended is in the store, and not in the outbox.
      for (const write of this.#live.values()) {
        if (write.made === made) {
          this.#live.delete(write.txId);
        }
      }
      reject(error);
    });
    this.#making = undefined;
  }

  #keep(write) {
    this.#live.set(write.txId, write);
    this.#due.set(write.txId, write);
    // At the end of this turn, before anything could be painted.
    queueMicrotask(this.save);
  }

  /** When a write is sent that comes into the outbox now; null if that is not known yet. */
  #sendTime() {
    return this.#isOpen ? Date.now() : null;
  }

  /** All that is in the outbox is sent now. */
  #sent() {
    for (const write of [...this.#live.values()]) {
      if (write.sentAt === null) {
        this.#keep({ ...write, sentAt: Date.now() });
      }
    }
  }

  /** Takes over the writes of tabs that are gone, and sends them in their order. One tab after the other does this. */
  async #adopt() {
    if (this.#door.status() === "closed") {
      return [];
    }
    const release = await takeLock(`${this.name} adopting`);
    this.#endedMeanwhile = new Set();
    try {
      const held = await heldLocks();
      const stored = await readWrites(this.#database);
      if (this.#isFailed) {
        return [];
      }
      this.#order = stored.reduce((last, { order }) => Math.max(last, order || 0), this.#order);
      const orphans = stored.filter(
        ({ txId, session }) =>
          !this.#live.has(txId) &&
          !this.#endedMeanwhile.has(txId) &&
          (session === this.#session || !held.has(this.#lockOf(session))),
      );
      const replayed = orphans
        .filter((write) => this.#canSend(write))
        .sort((one, other) => one.order - other.order)
        .map((write) => this.#replay({ ...write, session: this.#session, sentAt: write.sentAt ?? this.#sendTime() }));
      this.save();
      return replayed;
    } finally {
      this.#endedMeanwhile = undefined;
      release();
    }
  }

  #canSend({ txId, frame, made, sentAt }) {
    const isMade =
      typeof made?.command === "string" || (typeof made?.table === "string" && Array.isArray(made.mutations));
    const isSound = isMade && frame instanceof Uint8Array;
    if (isSound && (sentAt === null || Date.now() - sentAt < resendMillis)) {
      return true;
    }
    this.writeSettled(txId);
    if (isSound) {
      const message =
        "The write was sent so long ago, without an answer, that it may not be sent again. Look at the rows.";
      this.#reject(this.#host.connectionLost(txId, message), made);
    } else {
      this.#host.warn(`A write that was kept cannot be read, and is dropped: ${txId}.`);
    }
    return false;
  }

  #replay(write) {
    const { txId, frame, made } = write;
    this.#keep(write);
    const outcome = new Promise((resolve, reject) => {
      this.#door.replay(txId, frame, made.command ?? null, resolve, reject);
    });
    outcome.catch(async (error) => {
      const wasLive = this.#live.delete(txId);
      // A close ends it here, and not in the store.
      if (!wasLive || !["ClosedError", "ConnectionLostError"].includes(error.name)) {
        this.writeSettled(txId);
        await this.#replayed.takenBack(outcome);
        this.#reject(error, made);
      }
    });
    return { made, outcome };
  }

  /** Tells that a write failed whose maker is gone. */
  #reject(error, made) {
    try {
      this.#onRejected(error, made);
    } catch (thrown) {
      this.#host.report(thrown);
    }
  }
}

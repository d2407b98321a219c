import { callFrame, insertFrame, txIdOf } from "./rows.mjs";

/** Rows that one call of a command handles: the object answers others in between. */
const rowsPerCall = 5_000;

/** Writes through one client, with a bounded number of unanswered writes, and checks that all are committed in order. */
export class Writer {
  /** When the nth insert was sent and when it was committed, in milliseconds. */
  sentAt = [];
  committedAt = [];
  #client;
  #frames = [];
  #window = 1;
  #committed = 0;
  #calls = 0;
  #reached = () => {};

  constructor(client) {
    this.#client = client;
    client.sink = { ...client.sink, committed: (txId) => this.#takeCommitted(txId) };
  }

  close() {
    this.#client.close();
  }

  /** Runs a command on rows `first` to `end`. */
  async call(name, first, end) {
    for (let from = first; from < end; from += rowsPerCall) {
      const txId = txIdOf(0xf000_0000 + this.#calls++);
      const frame = callFrame(txId, name, [from, Math.min(rowsPerCall, end - from)]);
      await this.#send([{ txId, frame }], 1);
    }
  }

  /**
   * Encodes inserts: the client must never be what is waited for. `run` sends them.
   *
   * @param first the number of the first row
   * @param count how many mutations
   */
  prepare(first, count, opsPerMut = 1) {
    return Array.from({ length: count }, (_, mut) => {
      const row = first + mut * opsPerMut;
      const txId = txIdOf(row);
      return { txId, frame: insertFrame(txId, row, opsPerMut) };
    });
  }

  /** Sends prepared writes, at most so many at a time; answers when all are committed, with the milliseconds it took. */
  async run(prepared, window) {
    this.sentAt = [];
    this.committedAt = [];
    const started = performance.now();
    await this.#send(prepared, window);
    return performance.now() - started;
  }

  async #send(frames, window) {
    this.#frames = frames;
    this.#window = window;
    this.#committed = 0;
    this.sentAt = [];
    const reached = new Promise((resolve) => {
      this.#reached = resolve;
    });
    this.#fill();
    await reached;
  }

  #fill() {
    const last = Math.min(this.#frames.length, this.#committed + this.#window);
    while (this.sentAt.length < last) {
      const { frame } = this.#frames[this.sentAt.length];
      this.sentAt.push(performance.now());
      this.#client.send(frame);
    }
  }

  #takeCommitted(txId) {
    const expected = this.#frames[this.#committed]?.txId;
    if (txId !== expected) {
      throw new Error(`The server committed ${txId}, but ${expected} was next.`);
    }
    this.committedAt.push(performance.now());
    this.#committed++;
    if (this.#committed === this.#frames.length) {
      this.#reached();
    } else {
      this.#fill();
    }
  }
}

import { encode } from "./message-pack.mjs";

const version = 1;

/** A server that knows no other profile than the reference's ignores the frame. */
const greetMillis = 5_000;

/** A client acknowledges after each chunk, and else whenever this much has come. */
const ackBytes = 256 * 1024;

/** Messages of this size are taken for chunks while they are only put aside. */
const chunkLikeBytes = 4 * 1024;

/** samovar/1. Turns a server's frames into what happened, for a client, and gives the server its credit. */
export class SamovarWire {
  #client;
  #welcomed;
  #welcome;
  #handledBytes = 0;
  #acknowledgedBytes = 0;

  constructor(client) {
    this.#client = client;
    this.#welcomed = new Promise((resolve) => {
      this.#welcome = resolve;
    });
  }

  async greet() {
    this.#client.send(encode({ t: "hello", version, agent: "bench" }));
    const noAnswer = setTimeout(() => this.#client.fail("The server does not answer hello."), greetMillis);
    await this.#welcomed;
    clearTimeout(noAnswer);
  }

  /** Whether this frame tells that a subscription is complete. */
  isLive = (frame) => frame.t === "live";

  /** Counts a message that was taken, or put aside to be taken later. */
  handled(bytes) {
    this.#handledBytes += bytes;
    if (bytes >= chunkLikeBytes || this.#handledBytes - this.#acknowledgedBytes >= ackBytes) {
      this.#acknowledgedBytes = this.#handledBytes;
      this.#client.send(encode({ t: "ack", bytes: this.#handledBytes }));
    }
  }

  take(frame) {
    switch (frame.t) {
      case "welcome":
        this.#takeWelcome(frame);
        break;
      case "begin":
        this.#client.epoch = frame.epoch;
        break;
      case "chunk":
        this.#takeChunk(frame);
        break;
      case "changes":
        this.#takeChanges(frame.sub, frame.changes);
        break;
      case "live":
        this.#client.epoch = frame.epoch;
        this.#client.onBoundary(frame.seq, frame.sub);
        break;
      case "flush":
        this.#takeFlush(frame);
        break;
      default:
        throw new Error(`The server sent ${JSON.stringify(frame)}.`);
    }
  }

  #takeWelcome(frame) {
    if (frame.version !== version) {
      throw new Error(`The server answered hello with version ${frame.version}.`);
    }
    this.#client.epoch = frame.epoch;
    this.#client.onBoundary(frame.seq);
    this.#welcome();
  }

  #takeChunk({ sub, key, columns, values }) {
    const keys = values[key];
    if (columns.length !== values.length || values.some((column) => column.length !== keys.length)) {
      throw new Error("The columns of a chunk have different lengths, or not as many as it names.");
    }
    for (let i = 0; i < keys.length; i++) {
      const row = {};
      for (let column = 0; column < columns.length; column++) {
        row[columns[column]] = values[column][i];
      }
      this.#client.onRow(sub, keys[i], row);
    }
  }

  #takeFlush({ prev, seq, epoch, subs, done }) {
    this.#client.requireNoGap(prev);
    if (epoch) {
      this.#client.epoch = epoch;
    }
    for (const [sub, changes] of subs ?? []) {
      this.#takeChanges(sub, changes);
    }
    this.#client.onBoundary(seq);
    for (const [txId] of done ?? []) {
      this.#client.onCommitted(txId);
    }
  }

  #takeChanges(sub, changes) {
    for (const [kind, key, row] of changes) {
      if (kind === 0) {
        this.#client.onGone(sub, key);
      } else if (kind === 1) {
        this.#client.onRow(sub, key, row);
      } else {
        throw new Error(`Nobody changed a row, but the server sent the changes ${JSON.stringify([kind, key, row])}.`);
      }
    }
  }
}

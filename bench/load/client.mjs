import { WebSocket } from "ws";
import { decode, encode } from "./message-pack.mjs";
import { ReferenceWire } from "./reference-wire.mjs";
import { requireRow } from "./rows.mjs";
import { SamovarWire } from "./samovar-wire.mjs";

const wires = { reference: ReferenceWire, "samovar/1": SamovarWire };

const subId = "messages#1";

/** The frame that ends a snapshot or catch-up is shorter than any message with a row. */
const longestLiveBytes = 140;

/** And so is a refusal, after which nothing comes. */
const longestRefusalBytes = 1_024;

/**
 * One connection with at most one subscription. It checks that positions never fall and that every row is one of the
 * bench's; what the rows should be is checked by who set `sink`. Anything wrong fails the whole run.
 */
export class Client {
  /** The bytes of the messages received so far, and how many there were. */
  bytes = 0;
  messages = 0;
  /** As far as this client is complete. */
  position = 0;
  /** As told last; samovar/1 only. */
  epoch;
  /** Reads a message; clients that get the same ones may share the work. */
  decode = decode;
  /** Called with every row's number and every transaction id that arrives. */
  sink = { row: () => {}, committed: () => {} };
  #socket;
  #wire;
  #run;
  #putAside;
  #live;

  /** @param run what is being measured: its `profile`, the `url` of a room, and `fail` */
  constructor(run) {
    this.#run = run;
    this.#wire = new wires[run.profile](this);
  }

  /** Connects and agrees on the profile. */
  static async open(run, url = run.url) {
    const client = new Client(run);
    await client.dial(url);
    await client.greet();
    return client;
  }

  async dial(url) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket.on("error", (error) => this.#run.fail(`The socket failed: ${error.message}`));
    this.#socket.on("close", (code, reason) => this.#run.fail(`The socket was closed: ${code} ${reason}`));
    this.#socket.on("message", (bytes) => this.#receive(bytes));
    await new Promise((resolve) => this.#socket.once("open", resolve));
  }

  greet() {
    return this.#wire.greet();
  }

  send(bytes) {
    this.#socket.send(bytes);
  }

  /** Subscribes, and answers once everything has arrived and was checked. */
  async subscribe(options = {}) {
    const live = this.#untilLive();
    this.#subscribe(options);
    await live;
  }

  /**
   * Subscribes, and answers how many milliseconds it took until everything had arrived, and the messages. They are put
   * aside: how quick this client reads and checks them shall not count.
   */
  async timeSubscribe(options = {}) {
    this.#putAside = [];
    const live = this.#untilLive();
    const started = performance.now();
    this.#subscribe(options);
    await live;
    return { millis: performance.now() - started, messages: this.#putAside };
  }

  /** Reads and checks what `timeSubscribe` put aside and what came since, and from now on whatever comes at once. */
  takePutAside() {
    const messages = this.#putAside;
    this.#putAside = undefined;
    for (const message of messages) {
      this.#wire.take(decode(message));
    }
  }

  fail(why) {
    this.#run.fail(why);
  }

  close() {
    this.#socket.removeAllListeners("close");
    this.#socket.close();
  }

  #subscribe({ where, since, epoch }) {
    this.send(encode(present({ t: "sub", subId, collection: "messages", where, since, epoch })));
  }

  #untilLive() {
    return new Promise((resolve) => {
      this.#live = resolve;
    });
  }

  #receive(bytes) {
    try {
      this.messages++;
      this.bytes += bytes.length;
      if (this.#putAside === undefined) {
        this.#wire.take(this.decode(bytes));
      } else {
        this.#keep(bytes);
      }
      this.#wire.handled(bytes.length);
    } catch (error) {
      this.#run.fail(error.message);
    }
  }

  #keep(bytes) {
    this.#putAside.push(bytes);
    if (bytes.length <= longestLiveBytes && this.#wire.isLive(decode(bytes))) {
      this.#live();
    } else if (bytes.length <= longestRefusalBytes && bytes.includes("sub-error")) {
      this.#wire.take(decode(bytes));
    }
  }

  // What follows is called by the wire.

  onRow(sub, key, row) {
    this.#requireSub(sub);
    this.sink.row(requireRow(key, row));
  }

  onGone(_sub, key) {
    throw new Error(`Nobody deleted a row, but the server says that ${key} is gone.`);
  }

  onCommitted(txId) {
    this.sink.committed(txId);
  }

  /** Everything up to here has arrived: for all subscriptions, or for one that is complete now. */
  onBoundary(seq, sub) {
    const position = positionOf(seq);
    if (position < this.position) {
      throw new Error(`After position ${this.position} came position ${seq}.`);
    }
    this.position = position;
    if (sub !== undefined && sub !== null) {
      this.#requireSub(sub);
      this.#live?.();
    }
  }

  /** A change behind a boundary must be a newer one. */
  requireAfterBoundary(seq) {
    if (positionOf(seq) < this.position) {
      throw new Error(`After position ${this.position} came a change of position ${seq}.`);
    }
  }

  /** What comes next must begin where this client is, or before. */
  requireNoGap(previous) {
    if (positionOf(previous) > this.position) {
      throw new Error(`At position ${this.position} the server went on after ${previous}: something is missing.`);
    }
  }

  #requireSub(sub) {
    if (sub !== subId) {
      throw new Error(`The server sent something of the subscription ${sub}, which nobody has.`);
    }
  }
}

function positionOf(seq) {
  const position = Number(seq);
  if (typeof seq !== "string" || !Number.isSafeInteger(position)) {
    throw new Error(`The server sent ${JSON.stringify(seq)} as a position.`);
  }
  return position;
}

const present = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

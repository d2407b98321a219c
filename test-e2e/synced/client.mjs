// What clients of both profiles have in common.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { decode, encode } from "../../client-web/src/test/js/lib/messagepack.mjs";

export class Client {
  /** The rows of each subscription, by key. */
  rows = new Map();

  /** All frames, in their order. */
  frames = [];

  /** Whether an object that woke up may tell once more what it has told. */
  isToldTwice = false;

  constructor(socket) {
    this.socket = socket;
  }

  /** Goes on over another connection, from where its subscriptions are complete. */
  use(socket) {
    this.socket = socket;
    this.connectionLost();
  }

  send(frame) {
    this.socket.send(encode(frame));
  }

  async next() {
    const bytes = await this.socket.next();
    const frame = decode(bytes);
    this.frames.push(frame);
    this.take(frame, bytes.length);
    return frame;
  }

  /** The first frame for which the predicate holds; those before it are applied. */
  async until(predicate) {
    for (;;) {
      const frame = await this.next();
      if (predicate(frame)) {
        return frame;
      }
    }
  }

  /** Starts a subscription without waiting for its rows. */
  ask(subId, fields) {
    this.send({ t: "sub", subId, collection: "things", ...fields });
  }

  /** Reads a page. */
  async fetch(fields) {
    const fetchId = randomUUID();
    this.send({ t: "fetch", fetchId, collection: "things", ...fields });
    return this.until((frame) => frame.fetchId === fetchId);
  }

  /** Runs a statement inside the object, as a write of this client. */
  exec(statement, ...bindings) {
    return this.write({ t: "call", txId: randomUUID(), name: "exec", args: [statement, ...bindings] });
  }

  /** The keys of a subscription's rows. */
  keys(subId) {
    return [...this.rows.get(subId).keys()].sort();
  }

  rowsOf(sub) {
    const rows = this.rows.get(sub);
    assert.ok(rows, `A frame names ${sub}, which was never complete.`);
    return rows;
  }
}

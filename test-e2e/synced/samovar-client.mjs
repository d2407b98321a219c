// A client of samovar/1. It applies what comes by the letter, and complains of what may not come.
import assert from "node:assert/strict";
import { Client } from "./client.mjs";

/** The first frame of samovar/1. */
export const HELLO = { t: "hello", version: 1 };

/** Frames that change no rows. A client that gets any other closes the connection. */
const OTHER_KINDS = new Set(["page", "page-error", "sub-error", "rejected", "present", "said"]);

export class SamovarClient extends Client {
  acknowledges = true;

  /** Where each subscription is complete. */
  positions = new Map();
  /** Those that are complete on this connection. */
  #live = new Set();

  chunks = [];
  #bytes = 0;
  #boundary = 0n;
  #epoch;
  #pending = new Map();

  connectionLost() {
    this.#live.clear();
    this.#bytes = 0;
    this.#boundary = 0n;
    for (const [sub, pending] of this.#pending) {
      pending.changes = [];
      if (pending.begin === undefined || pending.next === undefined) {
        this.#pending.delete(sub);
      }
    }
  }

  isLive(sub) {
    return this.#live.has(sub);
  }

  /** What a `sub` says of where it goes on. */
  resumption(sub) {
    const { begin, next } = this.#pending.get(sub) ?? {};
    return begin === undefined ? (this.positions.get(sub) ?? {}) : { ...begin, resume: next };
  }

  /** Forgets a subscription. */
  forget(sub) {
    for (const kept of [this.rows, this.positions, this.#live, this.#pending]) {
      kept.delete(sub);
    }
  }

  subscribe(subId, fields) {
    this.ask(subId, fields);
    return this.until(({ t, sub }) => sub === subId && (t === "live" || t === "sub-error"));
  }

  async write(frame) {
    this.send(frame);
    const isDone = ({ done = [] }) => done?.some(([txId]) => txId === frame.txId);
    return this.until((answer) => isDone(answer) || (answer.t === "rejected" && answer.txId === frame.txId));
  }

  ack() {
    this.send({ t: "ack", bytes: this.#bytes });
  }

  take(frame, bytes) {
    this.#apply(frame, bytes);
    this.pass(bytes);
  }

  /** Ignores a frame, which counts as handled. */
  pass(bytes) {
    this.#bytes += bytes;
    if (this.acknowledges) {
      this.ack();
    }
  }

  #apply(frame, bytes) {
    const { t, sub } = frame;
    if (t === "welcome") {
      this.#boundary = BigInt(frame.seq);
      this.#epoch = frame.epoch;
    } else if (t === "begin") {
      const begin = { since: frame.seq, epoch: frame.epoch };
      this.#pending.set(sub, { rows: new Map(), changes: [], isSnapshot: true, begin });
    } else if (t === "chunk") {
      this.chunks.push({ ...frame, bytes });
      this.#takeChunk(frame);
    } else if (t === "changes") {
      this.#pendingOf(sub).changes.push(...frame.changes);
    } else if (t === "live") {
      this.#takeLive(frame);
    } else if (t === "reset") {
      for (const kept of [this.#pending, this.positions, this.#live]) {
        kept.delete(sub);
      }
    } else if (t === "flush") {
      this.#takeFlush(frame);
    } else {
      assert.ok(OTHER_KINDS.has(t), `${t} is no frame of samovar/1.`);
    }
  }

  #pendingOf(sub) {
    if (!this.#pending.has(sub)) {
      this.#pending.set(sub, { rows: new Map(this.rows.get(sub)), changes: [], isSnapshot: false });
    }
    return this.#pending.get(sub);
  }

  #takeChunk({ sub, key, columns, values, next }) {
    const pending = this.#pendingOf(sub);
    // Also if it is resumed, without a begin.
    pending.isSnapshot = true;
    pending.next = next;
    const { rows } = pending;
    assert.ok(next !== null && next !== undefined);
    assert.equal(pending.changes.length, 0, "Chunks come before changes.");
    for (const [at, rowKey] of values[key].entries()) {
      rows.set(rowKey, Object.fromEntries(columns.map((column, index) => [column, values[index][at]])));
    }
  }

  #takeLive({ sub, epoch, seq }) {
    const { rows, changes, isSnapshot } = this.#pendingOf(sub);
    for (const change of changes) {
      assert.ok(!isSnapshot || change[0] !== 2, "The changes of a snapshot have whole rows.");
      apply(rows, change, isSnapshot || this.isToldTwice, sub);
    }
    this.#pending.delete(sub);
    this.rows.set(sub, rows);
    this.positions.set(sub, { epoch, since: seq });
    this.#live.add(sub);
    this.#boundary = this.#boundary > BigInt(seq) ? this.#boundary : BigInt(seq);
  }

  #takeFlush({ prev, seq, epoch, subs }) {
    assert.ok(BigInt(prev) <= this.#boundary, `A flush before ${prev} is missing, the last was ${this.#boundary}.`);
    assert.ok(BigInt(seq) >= this.#boundary, "Positions run backwards.");
    const isRepetition = BigInt(prev) < this.#boundary;
    this.#boundary = BigInt(seq);
    this.#epoch = epoch ?? this.#epoch;
    for (const [sub, changes] of subs ?? []) {
      assert.ok(this.#live.has(sub), `${sub} is flushed, but not live.`);
      for (const change of changes) {
        apply(this.rowsOf(sub), change, isRepetition, sub);
      }
    }
    for (const sub of this.#live) {
      this.positions.set(sub, { epoch: this.#epoch, since: seq });
    }
  }
}

function apply(rows, [kind, key, columns], isLenient, sub) {
  if (kind === 0) {
    assert.ok(rows.delete(key) || isLenient, `${key} left ${sub}, which did not have it.`);
  } else if (kind === 1) {
    rows.set(key, columns);
  } else {
    assert.ok(rows.has(key), `${sub} got columns of ${key}, which it does not have.`);
    rows.set(key, { ...rows.get(key), ...columns });
  }
}

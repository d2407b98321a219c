// Clients of the synced probe, of both profiles. They apply what comes by the letter, and complain of what may not come.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { decode, encode } from "../../client-web/src/test/js/lib/messagepack.mjs";
import { claimsHeader } from "../chat/tokens.mjs";

const open = (runtime, object, user) =>
  runtime.connect(`/synced/${object}/sync`, { headers: { "x-samovar-claims": claimsHeader({ sub: user }) } });

/** Connects a client of the reference profile. */
export async function reference(runtime, object, user = "user") {
  return new ReferenceClient(await open(runtime, object, user));
}

/** Connects a client of samovar/1 and greets. */
export async function samovar(runtime, object, user = "user") {
  const client = new SamovarClient(await open(runtime, object, user));
  client.send({ t: "hello", version: 1 });
  client.welcome = await client.until(({ t }) => t === "welcome");
  return client;
}

class Client {
  /** The rows of each subscription, by key. */
  rows = new Map();

  /** All frames, in their order. */
  frames = [];

  constructor(socket) {
    this.socket = socket;
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

class ReferenceClient extends Client {
  /** The one cursor: it moves on boundaries only. */
  cursor = 0n;
  #snapshots = new Map();
  #catchingUp = new Set();

  /** Subscribes; gives the frame that completes or refuses the subscription. */
  subscribe(subId, fields) {
    if (fields?.since !== undefined) {
      this.#catchingUp.add(subId);
    }
    this.ask(subId, fields);
    return this.until(({ t, sub }) => sub === subId && (t === "snap-end" || t === "uptodate" || t === "sub-error"));
  }

  async write(frame) {
    this.send(frame);
    return this.until(({ t, txId }) => txId === frame.txId && (t === "committed" || t === "rejected"));
  }

  take(frame) {
    const { t, sub } = frame;
    if (t === "snap") {
      this.#snapshot(sub).set(frame.key, frame.row);
    } else if (t === "snap-end") {
      // An authoritative set: keys that are not in it are gone.
      this.rows.set(sub, this.#snapshot(sub));
      this.#snapshots.delete(sub);
    } else if (t === "reset") {
      this.rows.delete(sub);
      this.#snapshots.delete(sub);
    } else if (t === "d") {
      const rows = this.rowsOf(sub);
      if (frame.op === "delete") {
        // What came behind the position and left again may be among what a client missed: it may have got the row.
        const had = rows.delete(frame.key);
        assert.ok(had || this.#catchingUp.has(sub), `${frame.key} left ${sub}, which did not have it.`);
      } else {
        rows.set(frame.key, frame.cols);
      }
    }
    if (t === "uptodate" && sub !== undefined) {
      this.#catchingUp.delete(sub);
    }
    if (t === "snap-end" || t === "uptodate" || t === "committed") {
      assert.match(frame.seq, /^[1-9]\d*$/);
      const seq = BigInt(frame.seq);
      this.cursor = seq > this.cursor ? seq : this.cursor;
    }
  }

  #snapshot(sub) {
    if (!this.#snapshots.has(sub)) {
      this.#snapshots.set(sub, new Map());
    }
    return this.#snapshots.get(sub);
  }
}

class SamovarClient extends Client {
  acknowledges = true;

  /** Where each live subscription is complete. */
  positions = new Map();

  chunks = [];
  #bytes = 0;
  #boundary = 0n;
  #epoch;
  #pending = new Map();

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
    this.#bytes += bytes;
    this.#apply(frame, bytes);
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
      this.#pending.set(sub, { rows: new Map(), changes: [], isSnapshot: true });
    } else if (t === "chunk") {
      this.chunks.push({ ...frame, bytes });
      this.#takeChunk(frame);
    } else if (t === "changes") {
      this.#pendingOf(sub).changes.push(...frame.changes);
    } else if (t === "live") {
      this.#takeLive(frame);
    } else if (t === "reset") {
      this.#pending.delete(sub);
      this.positions.delete(sub);
    } else if (t === "flush") {
      this.#takeFlush(frame);
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
    const { rows } = pending;
    assert.ok(next !== null && next !== undefined);
    for (const [at, rowKey] of values[key].entries()) {
      rows.set(rowKey, Object.fromEntries(columns.map((column, index) => [column, values[index][at]])));
    }
  }

  #takeLive({ sub, epoch, seq }) {
    const { rows, changes, isSnapshot } = this.#pendingOf(sub);
    for (const change of changes) {
      assert.ok(!isSnapshot || change[0] !== 2, "The changes of a snapshot have whole rows.");
      apply(rows, change, isSnapshot, sub);
    }
    this.#pending.delete(sub);
    this.rows.set(sub, rows);
    this.positions.set(sub, { epoch, since: seq });
    this.#boundary = this.#boundary > BigInt(seq) ? this.#boundary : BigInt(seq);
  }

  #takeFlush({ prev, seq, epoch, subs }) {
    assert.ok(BigInt(prev) <= this.#boundary, `A flush before ${prev} is missing, the last was ${this.#boundary}.`);
    assert.ok(BigInt(seq) >= this.#boundary, "Positions run backwards.");
    this.#boundary = BigInt(seq);
    this.#epoch = epoch ?? this.#epoch;
    for (const [sub, changes] of subs ?? []) {
      assert.ok(this.positions.has(sub), `${sub} is flushed, but not live.`);
      for (const change of changes) {
        apply(this.rowsOf(sub), change, false, sub);
      }
    }
    for (const sub of this.positions.keys()) {
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

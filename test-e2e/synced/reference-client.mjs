// A client of the reference profile. It applies what comes by the letter, and complains of what may not come.
import assert from "node:assert/strict";
import { Client } from "./client.mjs";

export class ReferenceClient extends Client {
  /** The one cursor: it moves on boundaries only. */
  cursor = 0n;

  /** Where each subscription is complete. */
  #positions = new Map();
  /** Those that are complete on this connection. */
  #live = new Set();
  #snapshots = new Map();
  #catchingUp = new Set();

  connectionLost() {
    this.#live.clear();
    this.#snapshots.clear();
  }

  isLive(sub) {
    return this.#live.has(sub);
  }

  /** What a `sub` says of where it goes on. */
  resumption(sub) {
    const since = this.#positions.get(sub);
    if (since === undefined) {
      return {};
    }
    this.#catchingUp.add(sub);
    return { since: String(since) };
  }

  /** Forgets a subscription. */
  forget(sub) {
    for (const kept of [this.rows, this.#positions, this.#live, this.#snapshots, this.#catchingUp]) {
      kept.delete(sub);
    }
  }

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

  /** Ignores a frame. */
  pass() {}

  take(frame) {
    const { t, sub } = frame;
    if (t === "snap") {
      this.#snapshot(sub).set(frame.key, frame.row);
    } else if (t === "snap-end") {
      // An authoritative set: keys that are not in it are gone.
      this.rows.set(sub, this.#snapshot(sub));
      this.#snapshots.delete(sub);
    } else if (t === "reset") {
      for (const each of sub === undefined ? [...this.rows.keys()] : [sub]) {
        this.forget(each);
      }
    } else if (t === "d") {
      const rows = this.rowsOf(sub);
      if (frame.op === "delete") {
        // What came behind the position and left again may be among what a client missed: it may have got the row.
        const had = rows.delete(frame.key);
        const mayLack = this.#catchingUp.has(sub) || this.isToldTwice;
        assert.ok(had || mayLack, `${frame.key} left ${sub}, which did not have it.`);
      } else {
        rows.set(frame.key, frame.cols);
      }
    }
    if ((t === "snap-end" || t === "uptodate") && sub !== undefined) {
      this.#catchingUp.delete(sub);
      this.#live.add(sub);
    }
    if (t === "snap-end" || t === "uptodate" || t === "committed") {
      this.#takePosition(frame);
    }
  }

  /** Whatever it answers, those that are complete on this connection have all up to it. */
  #takePosition({ t, sub, seq: text }) {
    assert.match(text, /^[1-9]\d*$/);
    const seq = BigInt(text);
    this.cursor = seq > this.cursor ? seq : this.cursor;
    if (t === "snap-end") {
      this.#positions.set(sub, seq);
    }
    for (const each of this.#live) {
      const known = this.#positions.get(each) ?? 0n;
      this.#positions.set(each, seq > known ? seq : known);
    }
  }

  #snapshot(sub) {
    if (!this.#snapshots.has(sub)) {
      this.#snapshots.set(sub, new Map());
    }
    return this.#snapshots.get(sub);
  }
}

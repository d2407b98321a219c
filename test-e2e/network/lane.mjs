// One direction of a network: where messages are kept, lost, torn or sent twice.
import { setImmediate as nextTurn } from "node:timers/promises";
import { decode } from "../../client-web/src/test/js/lib/messagepack.mjs";
import { Pieces } from "./pieces.mjs";

/** What may become of a message. */
export const LOST = "lost";
export const TWICE = "twice";
/** The connection is reset before it. */
export const CUT_BEFORE = "cut before";
/** The connection is reset when half of it has gone through. */
export const CUT_INSIDE = "cut inside";
/** It is the last that goes through. */
export const CUT_BEHIND = "cut behind";

export class Lane {
  /** How many bytes go through in a turn of the event loop. */
  bytesPerTurn = Number.POSITIVE_INFINITY;

  /** Called with each message as it goes in, the bytes of a frame or a text. */
  watch = () => {};

  #faults = [];
  #isHeld = false;
  #goOn = () => {};
  #release = Promise.resolve();

  /**
   * Says what becomes of the next message that matches.
   *
   * @param {string} fate one of the above
   * @param {(frame: any) => boolean} matches gets the decoded frame; texts match nothing
   * @returns {Promise<void>} resolves when it has happened
   */
  fail(fate, matches = () => true) {
    return new Promise((happened) => {
      this.#faults.push({ fate, matches, happened });
    });
  }

  /** Keeps what comes until it is released. */
  hold() {
    if (!this.#isHeld) {
      this.#isHeld = true;
      this.#release = new Promise((resolve) => {
        this.#goOn = resolve;
      });
    }
  }

  release() {
    this.#isHeld = false;
    this.#goOn();
  }

  heal() {
    this.#faults = [];
    this.bytesPerTurn = Number.POSITIVE_INFINITY;
    this.release();
  }

  /** Carries one connection's bytes from its source to its sink. */
  async carry(source, sink, link, changeHead) {
    // The loop throws it too.
    source.on("error", () => {});
    const pieces = new Pieces(changeHead);
    try {
      for await (const bytes of source) {
        for (const piece of pieces.read(bytes)) {
          await this.#pass(piece, sink, link);
        }
      }
      if (!link.isSilent) {
        sink.end();
      }
    } catch {
      // It was reset.
      if (!link.isSilent) {
        link.cut();
      }
    }
  }

  async #pass(piece, sink, link) {
    if (piece.payload === undefined) {
      return this.#write(piece.bytes, sink, link);
    }
    this.watch(piece.payload);
    const fate = this.#fateOf(piece);
    for (const part of partsOf(piece.bytes, fate)) {
      await this.#write(part, sink, link);
    }
    if (fate?.startsWith("cut")) {
      // Or the reset would overtake what was written.
      await new Promise((resolve) => sink.write("", resolve));
      link.cut();
    }
    return undefined;
  }

  #fateOf({ payload }) {
    if (typeof payload === "string") {
      return undefined;
    }
    const frame = decode(payload);
    const at = this.#faults.findIndex(({ matches }) => matches(frame));
    if (at < 0) {
      return undefined;
    }
    const [{ fate, happened }] = this.#faults.splice(at, 1);
    happened();
    return fate;
  }

  async #write(bytes, sink, link) {
    for (let from = 0; from < bytes.length; from += this.bytesPerTurn) {
      await this.#until(link);
      if (link.isSilent || sink.destroyed) {
        return;
      }
      sink.write(bytes.subarray(from, from + this.bytesPerTurn));
      if (this.bytesPerTurn < bytes.length) {
        await nextTurn();
      }
    }
  }

  async #until(link) {
    if (this.#isHeld && !link.isSilent) {
      await this.#release;
    }
  }
}

/** What goes through of a message. */
function partsOf(bytes, fate) {
  switch (fate) {
    case LOST:
    case CUT_BEFORE:
      return [];
    case CUT_INSIDE:
      return [bytes.subarray(0, bytes.length / 2)];
    case TWICE:
      return [bytes, bytes];
    default:
      return [bytes];
  }
}

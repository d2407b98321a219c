/**
 * The reference profile. Turns a server's frames into what happened, for a client; an array of frames, which only the
 * floor sends, is its frames one by one.
 */
export class ReferenceWire {
  #client;

  constructor(client) {
    this.#client = client;
  }

  /** Nothing is agreed on. */
  async greet() {}

  /** Whether this frame tells that a subscription is complete. */
  isLive = (frame) => frame.t === "snap-end" || (frame.t === "uptodate" && frame.sub !== undefined);

  handled() {}

  take(message) {
    if (Array.isArray(message)) {
      for (const frame of message) {
        this.#takeOne(frame);
      }
    } else {
      this.#takeOne(message);
    }
  }

  #takeOne(frame) {
    switch (frame.t) {
      case "snap":
        this.#client.onRow(frame.sub, frame.key, frame.row);
        break;
      case "d":
        this.#takeDelta(frame);
        break;
      case "uptodate":
        this.#client.onBoundary(frame.seq, frame.sub);
        break;
      case "snap-end":
        this.#client.onBoundary(frame.seq, frame.sub);
        break;
      case "committed":
        this.#client.onBoundary(frame.seq);
        this.#client.onCommitted(frame.txId);
        break;
      default:
        throw new Error(`The server sent ${JSON.stringify(frame)}.`);
    }
  }

  #takeDelta(frame) {
    this.#client.requireAfterBoundary(frame.seq);
    if (frame.op === "delete") {
      this.#client.onGone(frame.sub, frame.key);
    } else {
      this.#client.onRow(frame.sub, frame.key, frame.cols);
    }
  }
}

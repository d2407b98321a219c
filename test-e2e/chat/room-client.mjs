import { randomUUID } from "node:crypto";
import { decode, encode } from "../../client-web/src/test/js/lib/messagepack.mjs";

/** A client of a room that sends and sees frames, and does nothing by itself. */
export class RoomClient {
  constructor(socket, guest) {
    this.socket = socket;
    this.guest = guest;
  }

  get userId() {
    return this.guest.userId;
  }

  /** Sends one frame. */
  send(frame) {
    this.socket.send(encode(frame));
  }

  /** The next frame. */
  async next() {
    return decode(await this.socket.next());
  }

  /** All frames up to the first for which the predicate holds, that one included. */
  async until(predicate) {
    const frames = [];
    do {
      frames.push(await this.next());
    } while (!predicate(frames.at(-1)));
    return frames;
  }

  /** The frames that tell what a client missed while the object slept, up to the boundary of its subscription. */
  missed() {
    return this.until(({ t, sub }) => t === "uptodate" && sub !== undefined);
  }

  /** The frames that tell of one tick, up to its boundary. */
  tick() {
    return this.until(({ t, sub }) => t === "uptodate" && sub === undefined);
  }

  /** Subscribes to the messages. Gives all frames up to the one that completes the subscription or ends it. */
  subscribe(fields = {}) {
    const frame = { t: "sub", subId: "s", collection: "messages", ...fields };
    this.send(frame);
    let refused = false;
    return this.until(({ t, sub }) => {
      refused ||= t === "sub-error";
      return sub === frame.subId && (t === "snap-end" || t === "uptodate" || (t === "reset" && refused));
    });
  }

  /** Sends a mut or call. Gives all frames up to its outcome. */
  write(frame) {
    this.send(frame);
    return this.until(({ t, txId }) => (t === "committed" || t === "rejected") && txId === frame.txId);
  }

  /** Sends a mut or call and gives its outcome alone. */
  async outcome(frame) {
    return (await this.write(frame)).at(-1);
  }

  /** Sends a mut or call that must be committed, and gives the frame that says so. */
  async commit(frame) {
    const outcome = await this.outcome(frame);
    if (outcome.t !== "committed") {
      throw new Error(`A write that must be committed was answered with ${JSON.stringify(outcome)}.`);
    }
    return outcome;
  }

  /**
   * What the server says before it answers a question that is asked now. Everything this client is owed of what was
   * committed so far is in it, so an empty list proves that nothing is to come.
   */
  async unsaid() {
    const fetchId = randomUUID();
    this.send({ t: "fetch", fetchId, collection: "messages" });
    const frames = await this.until((frame) => frame.t === "page" && frame.fetchId === fetchId);
    return frames.slice(0, -1);
  }

  close() {
    return this.socket.close();
  }
}

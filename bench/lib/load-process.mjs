// The load: one client of a room, in a process of its own so that its CPU is not the server's. It is told by messages
// what to do: {connect}, answered when the first `warmUp` mutations are committed; then {go}, answered when all are.
import { WebSocket } from "ws";
import { mutFrame, subFrame, txId } from "./frames.mjs";
import { decode } from "./message-pack.mjs";

/** One client with a bounded number of unanswered mutations. Every frame it gets is checked. */
class Load {
  #socket;
  #scenario;
  #window;
  #frames;
  #sent = 0;
  #committed = 0;
  #deltas = 0;
  #position = 0;
  #last = 0;
  #reached = () => {};
  #isSubscribed = () => {};
  #fail;

  /** Rejects with what went wrong, and never resolves. */
  failed = new Promise((_, reject) => {
    this.#fail = (why) => reject(new Error(why));
  });

  constructor(scenario, window) {
    // Handled here because it may fail while nobody waits; whoever waits next is told all the same.
    this.failed.catch(() => {});
    this.#scenario = scenario;
    this.#window = window;
    // Encoded before the clock starts: the client must never be what is waited for.
    const muts = scenario.warmUp + scenario.muts;
    this.#frames = Array.from({ length: muts }, (_, mut) => mutFrame(mut, scenario.opsPerMut));
  }

  async connect(url) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket.on("error", (error) => this.#fail(`The socket failed: ${error.message}`));
    this.#socket.on("close", (code, reason) => this.#fail(`The socket was closed: ${code} ${reason}`));
    this.#socket.on("message", (bytes) => this.#receive(bytes));
    await new Promise((resolve) => this.#socket.once("open", resolve));
    if (this.#scenario.subscribed) {
      this.#socket.send(subFrame);
      await new Promise((resolve) => {
        this.#isSubscribed = resolve;
      });
    }
  }

  /** Sends mutations up to a number, and answers when all of them are committed. */
  async runTo(last) {
    this.#last = last;
    const reached = new Promise((resolve) => {
      this.#reached = resolve;
    });
    while (this.#sent < Math.min(last, this.#committed + this.#window)) {
      this.#sendNext();
    }
    await reached;
  }

  #sendNext() {
    this.#socket.send(this.#frames[this.#sent++]);
  }

  #receive(bytes) {
    try {
      this.#take(decode(bytes));
    } catch (error) {
      this.#fail(error.message);
    }
  }

  #take(frame) {
    switch (frame.t) {
      case "d":
        this.#deltas++;
        this.#requirePosition(frame, Number(frame.seq) > this.#position);
        break;
      case "uptodate":
        this.#requirePosition(frame, Number(frame.seq) >= this.#position);
        break;
      case "snap-end":
        this.#requirePosition(frame, true);
        this.#isSubscribed();
        break;
      case "committed":
        this.#takeCommitted(frame);
        break;
      default:
        throw new Error(`The server answered ${JSON.stringify(frame)}.`);
    }
  }

  #takeCommitted(frame) {
    const mut = this.#committed++;
    const { subscribed, opsPerMut } = this.#scenario;
    const deltas = subscribed ? this.#committed * opsPerMut : 0;
    // The row's own delta has moved the position already when there was one.
    this.#requirePosition(frame, subscribed || Number(frame.seq) > this.#position);
    if (frame.txId !== txId(mut) || this.#deltas !== deltas) {
      throw new Error(`Mutation ${mut} was answered with ${JSON.stringify(frame)} after ${this.#deltas} deltas.`);
    }
    if (this.#sent < this.#last) {
      this.#sendNext();
    } else if (this.#committed === this.#last) {
      this.#reached();
    }
  }

  #requirePosition(frame, holds) {
    const position = Number(frame.seq);
    if (!holds || position < this.#position) {
      throw new Error(`After position ${this.#position} came ${JSON.stringify(frame)}.`);
    }
    this.#position = position;
  }
}

let load;
let scenario;

const steps = {
  async connect({ url, window, ...message }) {
    scenario = message.scenario;
    load = new Load(scenario, window);
    await load.connect(url);
    await load.runTo(scenario.warmUp);
    return {};
  },
  async go() {
    const started = performance.now();
    await load.runTo(scenario.warmUp + scenario.muts);
    return { millis: performance.now() - started };
  },
};

process.on("message", async ({ step, ...message }) => {
  try {
    const answer = steps[step](message);
    process.send({ answer: await Promise.race([answer, load.failed]) });
  } catch (error) {
    process.send({ failure: error.message });
  }
});

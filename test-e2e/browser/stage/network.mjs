import { once } from "node:events";
import { connect, createServer } from "node:net";

/** The network between a browser and workerd: a TCP relay of its own, which can be cut, or hold back what it carries. */
export class Network {
  #server;
  #target;
  #links = new Set();
  #held = { requests: false, answers: false };

  /** What a browser opens instead of the target. Stays the same. */
  url;

  static async to(target) {
    const network = new Network(target);
    await network.mend();
    return network;
  }

  constructor(target) {
    this.#target = target;
  }

  /** Breaks every connection and refuses new ones. Nothing the second time. */
  async cut() {
    if (!this.#server.listening) {
      return;
    }
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const link of this.#links) {
      link.destroy();
    }
    await closed;
    this.#held = { requests: false, answers: false };
  }

  /** Takes connections again, at the same address. */
  async mend() {
    this.#server = createServer((browser) => this.#relay(browser));
    this.#server.listen(this.url?.port ?? 0, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = new URL(`http://127.0.0.1:${this.#server.address().port}/`);
  }

  /** Carries nothing from the browser on until {@link release}. */
  holdRequests() {
    this.#hold("requests");
  }

  /** Carries nothing to the browser on until {@link release}. */
  holdAnswers() {
    this.#hold("answers");
  }

  /** Carries on what was held back, and everything after it. */
  release() {
    this.#held = { requests: false, answers: false };
    for (const link of this.#links) {
      link.resume();
    }
  }

  #hold(direction) {
    this.#held[direction] = true;
    for (const link of this.#links) {
      if (link.direction === direction) {
        link.pause();
      }
    }
  }

  #relay(browser) {
    const workerd = connect(this.#target.port, this.#target.hostname);
    this.#carry(browser, workerd, "requests");
    this.#carry(workerd, browser, "answers");
  }

  /** Not a pipe, which would resume by itself what is held back. */
  #carry(from, to, direction) {
    from.direction = direction;
    this.#links.add(from);
    from.on("data", (bytes) => to.write(bytes));
    from.on("end", () => to.end());
    // The other end learns of it by its own close.
    from.on("error", () => {});
    from.on("close", () => {
      this.#links.delete(from);
      to.destroy();
    });
    if (this.#held[direction]) {
      from.pause();
    }
  }
}

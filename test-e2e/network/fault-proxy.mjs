// A network between a client and workerd that fails when a test says so. It passes TCP connections on, knows where their
// WebSocket messages begin and end, and does nothing by chance or by the clock.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { Lane } from "./lane.mjs";

export class FaultProxy {
  /** What clients send, over all connections. */
  up = new Lane();
  /** What the server sends. */
  down = new Lane();

  /** Whether new connections come about. Those that do not are closed at once. */
  isReachable = true;

  #server;
  #target;
  #headers;
  #links = new Set();

  /**
   * Starts one on a free port of 127.0.0.1.
   *
   * @param {string | URL} target where the server listens
   * @param {Record<string, string>} headers what upgrades get in addition, which a browser's socket could not send
   */
  static async start(target, headers = {}) {
    const proxy = new FaultProxy(new URL(target), headers);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  constructor(target, headers) {
    this.#target = target;
    this.#headers = headers;
    this.#server = createServer((client) => this.#accept(client));
  }

  /** The address of what the server has at a path. */
  url(path) {
    return `ws://127.0.0.1:${this.#server.address().port}${path}`;
  }

  /** Resets all connections, in the middle of whatever they carry. */
  cut() {
    for (const link of this.#links) {
      link.cut();
    }
  }

  /** No byte comes through the connections there are, in either direction, and no end either. New ones are as usual. */
  silence() {
    for (const link of this.#links) {
      link.isSilent = true;
    }
  }

  /** Everything works again. Connections that were silenced are reset. */
  heal() {
    this.isReachable = true;
    this.up.heal();
    this.down.heal();
    for (const link of this.#links) {
      if (link.isSilent) {
        link.cut();
      }
    }
  }

  async close() {
    this.heal();
    this.isReachable = false;
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(client) {
    if (!this.isReachable) {
      client.destroy();
      return;
    }
    const server = connect(Number(this.#target.port), this.#target.hostname);
    const link = {
      isSilent: false,
      cut: () => {
        client.resetAndDestroy();
        server.resetAndDestroy();
      },
    };
    this.#links.add(link);
    for (const end of [client, server]) {
      end.once("close", () => client.destroyed && server.destroyed && this.#links.delete(link));
    }
    this.up.carry(client, server, link, (head) => this.#upgrade(head));
    this.down.carry(server, client, link, (head) => head);
  }

  /** Compressed messages could not be understood, nor sent twice. */
  #upgrade(head) {
    const [request, ...fields] = head.split("\r\n");
    const kept = fields.filter((field) => !/^(host|sec-websocket-extensions):/i.test(field));
    const own = Object.entries({ host: this.#target.host, ...this.#headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    return [request, ...own, ...kept].join("\r\n");
  }
}

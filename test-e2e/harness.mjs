// The one place that knows how workerd is started and steered. Tests see a Runtime and a SocketClient.
import { setImmediate as nextTurn } from "node:timers/promises";
import { createTestHarness } from "wrangler";
import { WebSocket } from "ws";

/** How long any one wait may take before it fails. A guard only: nothing here waits for time to pass. */
const TIMEOUT_MILLIS = 20_000;

/**
 * Starts workerd on a free port of 127.0.0.1, with empty storage of its own.
 *
 * @param {URL | string} configPath a wrangler.toml; a relative path starts at the working directory
 * @param {{ vars?: Record<string, unknown>, secrets?: Record<string, string> }} options what replaces the file's own
 * @returns {Promise<Runtime>}
 */
export async function start(configPath, options = {}) {
  // Otherwise it asks the network for the Request.cf object, and warns when there is none.
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  const harness = createTestHarness({ workers: [{ ...options, configPath }] });
  const { url } = await harness.listen();
  return new Runtime(harness, url);
}

/** A running workerd with one Worker. */
class Runtime {
  #harness;

  constructor(harness, url) {
    this.#harness = harness;
    /** Where it listens; stays the same over a restart. */
    this.url = url;
  }

  /** Sends a request. A path is taken from the runtime's URL. */
  fetch(path, init) {
    return fetch(new URL(path, this.url), { ...init, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  }

  /**
   * Opens a socket.
   *
   * @param {string} path
   * @param {{ headers?: Record<string, string>, protocols?: string[] }} options
   * @returns {Promise<SocketClient>} rejects with a RefusedUpgrade if the answer is not 101
   */
  connect(path, options = {}) {
    const url = new URL(path, this.url);
    url.protocol = "ws:";
    return SocketClient.open(url, options);
  }

  /** Drops an object from memory, and wakes it with the next event. Its sockets sleep with it, or are closed. */
  evict(className, name, sockets = "hibernate") {
    return this.#harness.getWorker().evictDurableObject(className, { name, webSockets: sockets });
  }

  /** Ends workerd and starts a new one on the same storage. Sockets break. */
  restart() {
    return this.#harness.update((options) => ({ ...options }));
  }

  /** Runs one statement inside an object and gives its rows. */
  async sql(className, name, query, ...bindings) {
    const storage = await this.#harness.getWorker().getDurableObjectStorage(className, { name });
    return storage.exec(query, ...bindings);
  }

  /** What the Worker has logged so far: objects with `level` and `message`. */
  logs() {
    return this.#harness.getLogs();
  }

  /** Waits until the Worker has logged a message that contains the text, and gives that message. */
  async logged(text) {
    const deadline = Date.now() + TIMEOUT_MILLIS;
    while (Date.now() < deadline) {
      const entry = this.logs().find(({ message }) => message.includes(text));
      if (entry !== undefined) {
        return entry.message;
      }
      await nextTurn();
    }
    const messages = this.logs().map(({ level, message }) => `${level}: ${message}`);
    throw new Error(`Nothing logged contains: ${text}. Logged so far (${messages.length}):\n${messages.join("\n")}`);
  }

  stop() {
    return this.#harness.close();
  }
}

/** The server's answer to an upgrade it did not accept. */
export class RefusedUpgrade extends Error {
  constructor(status, body) {
    super(`The upgrade was answered with ${status}: ${body}`);
    this.name = "RefusedUpgrade";
    this.status = status;
    this.body = body;
  }
}

/** A raw WebSocket client whose waits are bound to frames. */
export class SocketClient {
  #socket;
  #unread = [];
  #read = [];
  #wake = () => {};
  #take;

  /**
   * How the connection ended, or undefined while it is open.
   *
   * @type {{ code: number, reason: string } | undefined}
   */
  closed;

  constructor(socket) {
    this.#socket = socket;
    socket.on("message", (data, isBinary) => {
      const frame = isBinary ? new Uint8Array(data) : data.toString();
      if (this.#take === undefined) {
        this.#unread.push(frame);
        this.#wake();
      } else {
        this.#take(frame);
      }
    });
    socket.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
      this.#take?.(undefined);
    });
    // A close event follows, with code 1006.
    socket.on("error", () => {});
  }

  static open(url, { headers, protocols = [] }) {
    return new Promise((opened, failed) => {
      const socket = new WebSocket(url, protocols, { headers, handshakeTimeout: TIMEOUT_MILLIS });
      const client = new SocketClient(socket);
      socket.once("open", () => opened(client));
      socket.once("error", failed);
      socket.once("unexpected-response", async (_request, response) => {
        let body = "";
        for await (const chunk of response) {
          body += chunk;
        }
        failed(new RefusedUpgrade(response.statusCode, body));
      });
    });
  }

  /** The protocol the server has chosen, or an empty string. */
  get protocol() {
    return this.#socket.protocol;
  }

  /** Sends a string as a text frame, bytes as a binary one. */
  send(data) {
    this.#socket.send(data);
  }

  /**
   * The next frame for which the predicate holds; those before it are skipped. A text frame is a string, a binary one
   * a Uint8Array.
   */
  async next(predicate = () => true) {
    return this.#until(`a frame matching ${predicate}`, () => {
      while (this.#unread.length > 0) {
        const frame = this.#unread.shift();
        this.#read.push(frame);
        if (predicate(frame)) {
          return { value: frame };
        }
      }
      return undefined;
    });
  }

  /** Hands over frames as they come, and nothing when the connection has ended, instead of keeping them for `next`. */
  deliver(take) {
    this.#take = take;
    for (const frame of this.#unread.splice(0)) {
      take(frame);
    }
  }

  /** Waits for the connection's end, and says how it came. */
  async end() {
    return this.#until("the end of the connection", () => this.closed && { value: this.closed });
  }

  /** Closes, and waits for the server's answer to it. */
  async close(code = 1000, reason = "") {
    this.#socket.close(code, reason);
    return this.end();
  }

  /** Breaks the connection without a closing handshake. */
  terminate() {
    this.#socket.terminate();
  }

  #until(what, look) {
    return new Promise((resolve, reject) => {
      const settle = (act) => {
        clearTimeout(timer);
        this.#wake = () => {};
        act();
      };
      const timer = setTimeout(
        () => settle(() => reject(this.#missing(what, `within ${TIMEOUT_MILLIS} ms`))),
        TIMEOUT_MILLIS,
      );
      this.#wake = () => {
        const found = look();
        if (found !== undefined) {
          settle(() => resolve(found.value));
        } else if (this.closed !== undefined) {
          settle(() => reject(this.#missing(what, `before the end: ${JSON.stringify(this.closed)}`)));
        }
      };
      this.#wake();
    });
  }

  #missing(what, when) {
    const frames = [...this.#read, ...this.#unread].map((frame) =>
      typeof frame === "string" ? JSON.stringify(frame) : Buffer.from(frame).toString("hex"),
    );
    return new Error(`Did not see ${what} ${when}. Frames so far (${frames.length}):\n${frames.join("\n")}`);
  }
}

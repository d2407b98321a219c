import {
  ClosedError,
  CommandRejectedError,
  ConnectionLostError,
  MutationRejectedError,
  SubscriptionRefusedError,
} from "./errors.js";
import { encode } from "./messagepack.js";
import { maxMillis, millis } from "./millis.js";
import { report } from "./report.js";
import { newClient } from "./samovar-client.js";
import { whenOpen } from "./when-open.js";

/** What the retry hook answers when it leaves the choice to the client, and when there is to be no other attempt. */
const notChosen = -2;
const giveUp = -1;

/** What collections need of a client: its door, and who hears of boundaries; nothing of what is no client of this copy. */
export let partsOf;

export class SyncClient {
  #door;
  #boundaries = new Set();
  /** Gives collections and commands what they go through: the door, or one that keeps what goes through it. */
  #whenOpen;
  #persistence = "off";
  #keeping;
  #forgetStored;
  #listeners = new Set();
  #snapshot;

  static {
    partsOf = (client) =>
      typeof client === "object" && client !== null && #door in client
        ? { whenOpen: client.#whenOpen, boundaries: client.#boundaries }
        : {};
  }

  constructor({ url, token, timeoutMs, holdTimeoutMs, retryDelayMs, persist }) {
    const address = socketUrl(url);
    const changed = () => {
      this.#keeping?.changed();
      this.#tell();
    };
    const host = newHost(token, retryDelayMs, changed, this.#boundaries, () => this.#keeping);
    if (!address) {
      Object.assign(host, nowhere);
    }
    this.#door = newClient(address, millis({ timeoutMs }), millis({ holdTimeoutMs }), host);
    this.#whenOpen =
      persist && address
        ? whenOpen(this.#door, this.#persist({ address, persist, token, host }))
        : (action) => action(this.#door);
    this.#snapshot = this.#look();
    this.call = new Proxy(Object.freeze({}), {
      // Whatever awaits an object looks for `then`.
      get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : (args) => this.#call(name, args)),
    });
    // useSyncExternalStore calls them without their object.
    this.onStatusChange = this.onStatusChange.bind(this);
    this.state = Object.freeze({ subscribe: this.onStatusChange, getSnapshot: () => this.#snapshot });
  }

  get status() {
    return this.#door.status();
  }

  get lastError() {
    return this.#door.lastError();
  }

  get pendingWrites() {
    return this.#door.pendingWrites();
  }

  get latencyMs() {
    return known(this.#door.latency());
  }

  get nextAttemptAt() {
    return known(this.#door.nextAttemptAt());
  }

  get position() {
    return this.#door.position();
  }

  get persistence() {
    return this.#persistence;
  }

  async forget() {
    await this.#forgetStored?.();
  }

  connect() {
    this.#door.connect();
  }

  close() {
    this.#door.close();
  }

  onStatusChange(listener) {
    // One and the same function may be added twice, and is then removed twice.
    const entry = { listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  #call(name, args) {
    return new Promise((resolve, reject) => {
      const encoded = encode(args);
      this.#whenOpen((door) => door.call(name, encoded, resolve, reject));
    });
  }

  /** Has a store opened. Resolves to the door that keeps what goes through it, or to nothing. */
  #persist(options) {
    const became = (persistence) => {
      this.#persistence = persistence;
      this.#tell();
    };
    const failed = (error) => {
      options.host.warn(`Nothing more is kept over a reload. ${error}`);
      // Who has forgotten it is told no more of it.
      if (this.#persistence !== "off") {
        became("failed");
      }
    };
    this.#persistence = "opening";
    const loading = import("./persistence.js");
    const opening = loading.then(({ openStore }) => openStore({ ...options, door: this.#door, failed })).catch(failed);
    opening.then((keeping) => {
      this.#keeping = keeping;
      if (this.#persistence === "opening") {
        became("on");
      }
    });
    this.#forgetStored = async () => {
      became("off");
      const { deleteStore } = await loading;
      (await opening)?.end();
      await deleteStore(options);
    };
    return opening;
  }

  #look() {
    const { status, lastError, pendingWrites, latencyMs, nextAttemptAt, persistence } = this;
    return Object.freeze({ status, lastError, pendingWrites, latencyMs, nextAttemptAt, persistence });
  }

  #tell() {
    const seen = this.#look();
    if (Object.keys(seen).every((name) => seen[name] === this.#snapshot[name])) {
      return;
    }
    this.#snapshot = seen;
    for (const { listener } of [...this.#listeners]) {
      try {
        listener(this.status);
      } catch (error) {
        report(error);
      }
    }
  }
}

function newHost(token, retryDelayMs, changed, boundaries, keeping) {
  return {
    changed,
    boundary() {
      for (const look of boundaries) {
        look();
      }
    },
    report,
    writeAdded: (txId, frame) => keeping()?.writeAdded(txId, frame),
    writeSettled: (txId) => keeping()?.writeSettled(txId),
    token(onToken, onError) {
      Promise.resolve(typeof token === "function" ? callLater(token) : token)
        .then((value) => {
          if (typeof (value ?? "") !== "string") {
            throw new TypeError(`The token must be a string, not of type ${typeof value}.`);
          }
          onToken(value ?? null);
        })
        .catch((error) => onError(String(error?.message ?? error)));
    },
    retryDelay(failures, closeCode) {
      try {
        const delay = retryDelayMs?.({ failures, closeCode: closeCode || null });
        return delay === undefined ? notChosen : delay === null ? giveUp : Math.min(Math.max(delay, 0), maxMillis) | 0;
      } catch (error) {
        report(error);
        return notChosen;
      }
    },
    warn: (message) => console.warn(`@samovar/client: ${message}`),
    mutationRejected: (txId, code, message, retryable) => new MutationRejectedError(message, code, retryable, txId),
    commandRejected: (name, code, message, retryable) => new CommandRejectedError(message, code, retryable, name),
    subscriptionRefused: (table, code, message, retryable) =>
      new SubscriptionRefusedError(message, code, retryable, table),
    connectionLost: (txId, message) => new ConnectionLostError(message, txId ?? undefined),
    closed: (code, closeCode, reason) => new ClosedError(code, closeCode, reason),
  };
}

/** Of a host, what ends the first attempt of a client that has only a path, outside a page. The user is asked for nothing. */
const nowhere = {
  token: (_, onError) => queueMicrotask(() => onError("")),
  retryDelay: () => giveUp,
  closed: (_, closeCode) => new ClosedError("NO_HOST", closeCode, ""),
};

/** A function that throws is one whose promise is rejected. */
async function callLater(token) {
  return token();
}

/** A number, or null for one that stands for none. */
function known(number) {
  return number < 0 ? null : number;
}

/** Empty for a path that no page has the host of: a server renders by the same code. */
function socketUrl(url) {
  const base = globalThis.location?.href;
  if (!base && `${url}`.startsWith("/")) {
    return "";
  }
  const resolved = parse(url, base);
  const protocol = { "ws:": "ws:", "wss:": "wss:", "http:": "ws:", "https:": "wss:" }[resolved?.protocol];
  if (!protocol) {
    throw new TypeError(
      `SyncClient: cannot connect to ${JSON.stringify(url)}. Give a ws:, wss:, http: or https: URL, ` +
        "or in a page a path such as /sync/lobby.",
    );
  }
  resolved.protocol = protocol;
  resolved.hash = "";
  return resolved.href;
}

function parse(url, base) {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
}

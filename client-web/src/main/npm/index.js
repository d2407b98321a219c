// The face of the package. What it does is in samovar-client.js, compiled from Java; here are the classes a user sees.
import { Demands } from "./demands.js";
import {
  ClosedError,
  CommandRejectedError,
  ConnectionLostError,
  MutationRejectedError,
  SubscriptionRefusedError,
} from "./errors.js";
import { everything, keyColumn, ownFilter } from "./filter.js";
import { encode } from "./messagepack.js";
import { newClient } from "./samovar-client.js";

export * from "./errors.js";

/** The longest delay a timer takes; a longer one would fire at once. */
const maxMillis = 2 ** 31 - 1;

/** What the retry hook answers when it leaves the choice to the client, and when there is to be no other attempt. */
const notChosen = -2;
const giveUp = -1;

/** Assigned by the class below, which alone can reach a client's private door. */
let doorOf;

export class SyncClient {
  #door;
  #listeners = new Set();
  #snapshot;

  static {
    doorOf = (client) => (typeof client === "object" && client !== null && #door in client ? client.#door : undefined);
  }

  constructor({ url, token, timeoutMs, holdTimeoutMs, retryDelayMs }) {
    const host = newHost(token, retryDelayMs, () => this.#tell());
    this.#door = newClient(socketUrl(url), millis({ timeoutMs }), millis({ holdTimeoutMs }), host);
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
    const latency = this.#door.latency();
    return latency < 0 ? null : latency;
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
    return new Promise((resolve, reject) => this.#door.call(name, encode(args), resolve, reject));
  }

  #look() {
    const { status, lastError, pendingWrites, latencyMs } = this;
    return Object.freeze({ status, lastError, pendingWrites, latencyMs });
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

export function samovarCollectionOptions({ client, table, getKey, id, where, syncMode }) {
  const door = doorOf(client);
  if (!door) {
    throw new TypeError(
      "samovarCollectionOptions: `client` is not a SyncClient of this copy of @samovar/client. " +
        "Import both from one copy; `npm ls @samovar/client` shows whether there are two.",
    );
  }
  const key = keyColumn(getKey);
  const own = ownFilter(where, key);
  const mutate = ({ id: txId, mutations }) =>
    new Promise((resolve, reject) => door.mutate(table, txId, mutations.map(operation), () => resolve(), reject));
  const send = ({ transaction }) => mutate(transaction);
  const sendTransaction = ({ id: transactionId, mutations }, { txId } = {}) => {
    const ours = mutations.filter(({ collection }) => collection.utils.sendTransaction === sendTransaction);
    // Two collections are two writes, and each is known by an id of its own.
    const ownId = ours.length === mutations.length ? transactionId : `${transactionId}/${table}`;
    return ours.length === 0 ? Promise.resolve() : mutate({ id: txId ?? ownId, mutations: ours });
  };
  const eager = (params) => {
    const run = door.sync(table, getKey, params);
    follow(run, everything(own), readiness(params));
    return () => run.close();
  };
  const onDemand = (params) => {
    const published = { ...params, commit: () => demands.published(params.commit()) };
    const run = door.sync(table, getKey, published);
    const demands = new Demands((wanted, listener) => follow(run, wanted, listener), own, key);
    guarded(params.markReady);
    return {
      loadSubset: (options) => demands.load(options),
      unloadSubset: (options) => demands.unload(options),
      cleanup() {
        run.close();
        demands.close();
      },
    };
  };
  return {
    ...(id !== undefined && { id }),
    ...(syncMode !== undefined && { syncMode }),
    getKey,
    sync: {
      sync: syncMode === "on-demand" ? onDemand : eager,
      rowUpdateMode: "full",
    },
    // SQLite compares texts by their code points, not by the rules of a language.
    defaultStringCollation: { stringSort: "lexical" },
    onInsert: send,
    onUpdate: send,
    onDelete: send,
    utils: { connection: client.state, sendTransaction },
  };
}

/** An insert's whole row, an update's changed columns, nothing of a delete. */
function operation({ type, key, modified, changes }) {
  return {
    type,
    key: String(key),
    columns: type === "delete" ? null : columns(type === "insert" ? modified : changes),
  };
}

/** Without the five that TanStack DB adds to every row it shows. */
function columns({ $synced, $origin, $key, $collectionId, $hasPendingWrites, ...own }) {
  return encode(own);
}

/** Subscribes to some rows; returns the function that ends this. */
function follow(run, { where, orderBy, limit }, listener) {
  try {
    return run.subscribe({ where: where && encode(where), orderBy: orderBy && encode(orderBy), limit }, listener);
  } catch (error) {
    listener.failed(error);
    return () => {};
  }
}

/**
 * Makes a collection ready with its first rows. One that was ready keeps its rows and stays usable whatever happens: its error
 * state would stop live queries and refuse the user's writes. The error is then only the client's last one.
 */
function readiness({ markReady, markError }) {
  let wasReady = false;
  return {
    live() {
      wasReady = true;
      guarded(markReady);
    },
    failed(error) {
      if (!wasReady) {
        guarded(() => markError(error));
      }
    },
  };
}

/** Runs what runs subscribers of the user: what they throw goes no further. */
function guarded(action) {
  try {
    action();
  } catch (error) {
    report(error);
  }
}

function newHost(token, retryDelayMs, changed) {
  return {
    changed,
    report,
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

/** A function that throws is one whose promise is rejected. */
async function callLater(token) {
  return token();
}

function report(error) {
  if (typeof globalThis.reportError === "function") {
    globalThis.reportError(error);
  } else {
    console.error(error);
  }
}

function socketUrl(url) {
  const resolved = parse(url, globalThis.location?.href);
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

function millis(option) {
  const [[name, value]] = Object.entries(option);
  if (value === undefined) {
    return 0;
  }
  if (!Number.isInteger(value) || value < 1 || value > maxMillis) {
    throw new TypeError(`SyncClient: ${name} must be whole milliseconds from 1 to ${maxMillis}, not ${value}.`);
  }
  return value;
}

// The face of the package. What it does is in samovar-client.js, compiled from Java; here are the classes a user sees.
import { Demands } from "./demands.js";
import { everything, identity, keyColumn, ownFilter } from "./filter.js";
import { LateDoor } from "./late-door.js";
import { newClient } from "./samovar-client.js";

/** The longest delay a timer takes; a longer one would fire at once. */
const maxMillis = 2 ** 31 - 1;

/** What the retry hook answers when it leaves the choice to the client, and when there is to be no other attempt. */
const notChosen = -2;
const giveUp = -1;

export class SamovarError extends Error {
  constructor(message, code, retryable) {
    super(message);
    this.name = "SamovarError";
    this.code = code;
    this.retryable = retryable;
  }
}

export class MutationRejectedError extends SamovarError {
  constructor(message, code, retryable, txId) {
    super(message, code, retryable);
    this.name = "MutationRejectedError";
    this.txId = txId;
  }
}

export class CommandRejectedError extends SamovarError {
  constructor(message, code, retryable, command) {
    super(message, code, retryable);
    this.name = "CommandRejectedError";
    this.command = command;
  }
}

export class ConnectionLostError extends SamovarError {
  constructor(message, txId) {
    super(message, "CONNECTION_LOST", true);
    this.name = "ConnectionLostError";
    this.txId = txId;
  }
}

export class SubscriptionRefusedError extends SamovarError {
  constructor(message, code, retryable, table) {
    super(message, code, retryable);
    this.name = "SubscriptionRefusedError";
    this.table = table;
  }
}

export class ClosedError extends SamovarError {
  constructor(code, closeCode, reason) {
    super(`${closedMessages[code]}${reason && ` Reason: ${reason}`}`, code, false);
    this.name = "ClosedError";
    this.closeCode = closeCode;
    this.reason = reason;
  }
}

const closedMessages = {
  CLOSED: "The client is closed. Call connect() to open it again.",
  UNAUTHENTICATED: "The server does not accept the token. Call connect() when there is a fresh one.",
  FORBIDDEN: "The server does not let this user in.",
  GONE: "The object was deleted, with everything in it.",
  REFUSED: "The connection is closed for good. Call connect() to try again.",
};

export class InvalidValueError extends SamovarError {
  constructor(path, reason) {
    super(`${path || "The value"} ${reason}`, "INVALID_VALUE", false);
    this.name = "InvalidValueError";
    this.path = path;
  }
}

/** Assigned by the class below, which alone can reach a client's private door. */
let doorOf;

export class SyncClient {
  #door;
  /** What collections and commands go through: the door, or one that keeps what goes through it. */
  #entry;
  #persistence = "off";
  #keeping;
  #forgetStored;
  #listeners = new Set();
  #snapshot;

  static {
    doorOf = (client) => (typeof client === "object" && client !== null && #door in client ? client.#entry : undefined);
  }

  constructor({ url, token, timeoutMs, holdTimeoutMs, retryDelayMs, persist }) {
    const address = socketUrl(url);
    const changed = () => {
      this.#keeping?.changed();
      this.#tell();
    };
    const host = newHost(token, retryDelayMs, changed, () => this.#keeping);
    this.#door = newClient(address, millis({ timeoutMs }), millis({ holdTimeoutMs }), host);
    this.#entry = persist ? this.#persist({ address, persist, token, host }) : this.#door;
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
    return new Promise((resolve, reject) => this.#entry.call(name, args, resolve, reject));
  }

  /** Has a store opened, and returns the door that keeps what goes through it. */
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
    return new LateDoor(this.#door, opening);
  }

  #look() {
    const { status, lastError, pendingWrites, latencyMs, persistence } = this;
    return Object.freeze({ status, lastError, pendingWrites, latencyMs, persistence });
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
  const name = identity([table, everything(own)]);
  const mutate = (transaction) =>
    new Promise((resolve, reject) => door.mutate(table, transaction, () => resolve(), reject, name));
  const send = ({ transaction }) => mutate(transaction);
  const sendTransaction = ({ id: transactionId, mutations }, { txId } = {}) => {
    const ours = mutations.filter(({ collection }) => collection.utils.sendTransaction === sendTransaction);
    // Two collections are two writes, and each is known by an id of its own.
    const ownId = ours.length === mutations.length ? transactionId : `${transactionId}/${table}`;
    return ours.length === 0 ? Promise.resolve() : mutate({ id: txId ?? ownId, mutations: ours });
  };
  const eager = (params) => {
    const run = door.sync(table, getKey, params, name, true);
    run.subscribe(everything(own), null, readiness(params));
    return () => run.close();
  };
  const onDemand = (params) => {
    const published = { ...params, commit: () => demands.published(params.commit()) };
    const run = door.sync(table, getKey, published, name);
    const demands = new Demands((wanted, listener) => run.subscribe(wanted, null, listener), own, key);
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

function newHost(token, retryDelayMs, changed, keeping) {
  return {
    changed,
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
    invalidValue: (path, reason) => new InvalidValueError(path, reason),
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

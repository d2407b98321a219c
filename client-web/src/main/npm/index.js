// The face of the package. What it does is in samovar-client.js, compiled from Java; here are the classes a user sees.
import { Demands } from "./demands.js";
import {
  ClosedError,
  CommandRejectedError,
  ConnectionLostError,
  MutationRejectedError,
  SubscriptionRefusedError,
  TimedOutError,
} from "./errors.js";
import { everything, identity, keyColumn, ownFilter } from "./filter.js";
import { LateDoor } from "./late-door.js";
import { encode } from "./messagepack.js";
import { Run } from "./run.js";
import { newClient } from "./samovar-client.js";

export * from "./errors.js";

/** The longest delay a timer takes; a longer one would fire at once. */
const maxMillis = 2 ** 31 - 1;

/** How long a collection waits for rows, unless its user says how long. */
const patienceMillis = 30_000;

/** What the retry hook answers when it leaves the choice to the client, and when there is to be no other attempt. */
const notChosen = -2;
const giveUp = -1;

/** Assigned by the class below, which alone can reach a client's private parts. */
let partsOf;

export class SyncClient {
  #door;
  #boundaries = new Set();
  /** What collections and commands go through: the door, or one that keeps what goes through it. */
  #entry;
  #persistence = "off";
  #keeping;
  #forgetStored;
  #listeners = new Set();
  #snapshot;

  static {
    partsOf = (client) =>
      typeof client === "object" && client !== null && #door in client
        ? { door: client.#entry, boundaries: client.#boundaries }
        : {};
  }

  constructor({ url, token, timeoutMs, holdTimeoutMs, retryDelayMs, persist }) {
    const address = socketUrl(url);
    const changed = () => {
      this.#keeping?.changed();
      this.#tell();
    };
    const host = newHost(token, retryDelayMs, changed, this.#boundaries, () => this.#keeping);
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
    return new Promise((resolve, reject) => this.#entry.call(name, encode(args), resolve, reject));
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

export function samovarCollectionOptions({ client, table, getKey, id, where, syncMode, loadTimeoutMs }) {
  const { door, boundaries } = partsOf(client);
  if (!door) {
    throw new TypeError(
      "samovarCollectionOptions: `client` is not a SyncClient of this copy of @samovar/client. " +
        "Import both from one copy; `npm ls @samovar/client` shows whether there are two.",
    );
  }
  const key = keyColumn(getKey);
  const own = ownFilter(where, key);
  const name = identity([table, everything(own)]);
  const mutate = ({ id: txId, mutations }) =>
    new Promise((resolve, reject) => {
      const operations = mutations.map(operation);
      door.mutate(table, txId, operations, () => resolve(), reject, { name, mutations });
    });
  const send = ({ transaction }) => mutate(transaction);
  const sendTransaction = ({ id: transactionId, mutations }, { txId } = {}) => {
    const ours = mutations.filter(({ collection }) => collection.utils.sendTransaction === sendTransaction);
    // Two collections are two writes, and each is known by an id of its own.
    const ownId = ours.length === mutations.length ? transactionId : `${transactionId}/${table}`;
    return ours.length === 0 ? Promise.resolve() : mutate({ id: txId ?? ownId, mutations: ours });
  };
  const late = () =>
    new TimedOutError(`The rows of the collection "${table}" did not come in time.`, table, client.lastError);
  // TanStack DB ends a live query for good whose load was rejected, and only then.
  const loadMillis = loadTimeoutMs ?? (syncMode === "on-demand" || loadTimeoutMs === null ? 0 : patienceMillis);
  const limit = loadMillis && millis({ loadTimeoutMs: loadMillis });
  /** There are several if the same options make several collections. */
  const runs = new Set();
  const all = (action) => Promise.all([...runs].map(action)).then(() => {});
  const start = (params, isKept, onBoundary) => {
    const sync = (theirs) => door.sync(table, getKey, theirs, name, isKept);
    const run = new Run(sync, params, onBoundary, boundaries, limit, late);
    runs.add(run);
    const close = () => {
      runs.delete(run);
      run.close();
    };
    return { run, close };
  };
  /** Where the rows were read that the collection has before its first run. */
  let hydrated;
  const eager = (params) => {
    const { run, close } = start(params, true);
    const listener = readiness(params);
    const shown = {
      ...rowsAndKeys(params.collection?.base ?? []),
      epoch: null,
      position: 0,
      ...hydrated,
      isShown: true,
    };
    if (hydrated) {
      listener.live();
    }
    hydrated = undefined;
    run.subscribe(everything(own), listener, shown);
    return close;
  };
  const resumption = {
    exportSyncMeta: () => (runs.size > 0 ? [...runs].at(-1).position : hydrated),
    importSyncMeta: (meta) => {
      hydrated = readPosition(meta);
    },
    // Nothing is missed from the earlier one on.
    mergeSyncMeta: (one, other) => (one.epoch !== other?.epoch ? {} : one.position < other.position ? one : other),
  };
  const onDemand = (params) => {
    const invalidate = () => guarded(() => params.invalidateLoadedSubsets?.());
    /** The keys of rows that a page was rendered with, until they are those of a load. */
    const strays = new Set(params.collection?.base?.keys());
    const write = (message) => {
      strays.delete(message.key);
      params.write(message);
    };
    const published = { ...params, write, commit: () => demands.published(params.commit()) };
    const { run, close } = start(published, false, () => demands.look());
    const complete = () => {
      if (strays.size > 0) {
        guarded(() => {
          params.begin();
          for (const key of strays) {
            write({ type: "delete", key });
          }
          published.commit();
        });
      }
    };
    const demands = new Demands((wanted, listener) => run.subscribe(wanted, listener), own, key, invalidate, complete);
    guarded(params.markReady);
    return {
      loadSubset: (options) => demands.load(options),
      unloadSubset: (options) => demands.unload(options),
      cleanup() {
        close();
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
      ...(syncMode !== "on-demand" && resumption),
    },
    // SQLite compares texts by their code points, not by the rules of a language.
    defaultStringCollation: { stringSort: "lexical" },
    onInsert: send,
    onUpdate: send,
    onDelete: send,
    utils: {
      connection: client.state,
      sendTransaction,
      get lastError() {
        return [...runs].at(-1)?.lastError ?? null;
      },
      refetch: ({ timeoutMs = patienceMillis } = {}) => all((run) => run.refetch(millis({ timeoutMs }))),
      awaitSeq: (position, { timeoutMs = patienceMillis } = {}) =>
        all((run) => run.awaitSeq(Number(position), millis({ timeoutMs }))),
    },
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

function rowsAndKeys(entries) {
  const all = [...entries];
  return { keys: all.map(([key]) => `${key}`), rows: all.map(([, row]) => row) };
}

/** Epoch and position, as a snapshot that an object has read tells them; undefined for anything else. */
function readPosition(meta) {
  const position = Number(meta?.position ?? Number.NaN);
  return typeof meta?.epoch === "string" && Number.isSafeInteger(position) && position >= 0
    ? { epoch: meta.epoch, position }
    : undefined;
}

/** Runs what runs subscribers of the user: what they throw goes no further. */
function guarded(action) {
  try {
    action();
  } catch (error) {
    report(error);
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

/** A function that throws is one whose promise is rejected. */
async function callLater(token) {
  return token();
}

/** A number, or null for one that stands for none. */
function known(number) {
  return number < 0 ? null : number;
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
    throw new TypeError(`${name} must be whole milliseconds from 1 to ${maxMillis}, not ${value}.`);
  }
  return value;
}

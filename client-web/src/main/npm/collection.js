import { partsOf } from "./client.js";
import { TimedOutError } from "./errors.js";
import { everything, identity, keyColumn, ownFilter } from "./filter.js";
import { millis } from "./millis.js";
import { operation } from "./mutations.js";
import { guarded } from "./report.js";
import { Run } from "./run.js";

/** How long a collection waits for rows, unless its user says how long. */
const patienceMillis = 30_000;

const loadsPart = () => import("./loads.js");

export function samovarCollectionOptions({ client, table, getKey, id, where, syncMode, loadTimeoutMs }) {
  const parts = partsOf(client);
  if (!parts.whenOpen) {
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
      parts.whenOpen((door) => door.mutate(table, txId, operations, () => resolve(), reject, { name, mutations }));
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
  const start = (params, isWhole, onBoundary) => {
    const sync = (door, theirs) => door.sync(table, getKey, theirs, name, isWhole);
    const run = new Run(parts, sync, params, onBoundary, limit, late);
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
    /** Undefined until the part of the package is there that loads. */
    let loads;
    const told = { ...params, write: (message) => loads.write(message), commit: () => loads.commit() };
    const { run, close } = start(told, false, () => loads?.demands.look());
    const come = async () => {
      try {
        const { newLoads } = await loadsPart();
        loads = newLoads(run, params, own, key);
      } finally {
        run.coming = undefined;
      }
    };
    guarded(params.markReady);
    return {
      loadSubset(options) {
        if (loads) {
          return loads.demands.load(options);
        }
        run.coming ??= come();
        const { signal } = options;
        return run.wait({ signal, timeoutMs: limit }, (resolve) => resolve(loads.demands.load(options)));
      },
      unloadSubset(options) {
        // What waits is loaded first, in its order.
        loads ? loads.demands.unload(options) : run.coming?.then(() => loads.demands.unload(options)).catch(() => {});
      },
      cleanup() {
        close();
        loads?.demands.close();
      },
    };
  };
  if (syncMode === "on-demand") {
    // Begun early. A load that finds it missing asks again, and tells.
    loadsPart().catch(() => {});
  }
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

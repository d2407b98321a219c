/** A command as an {@link ApiShape} declares it: at most one argument, and what the server answers. */
type Command = (args: never) => unknown;

/** What only TanStack DB knows; its own declarations type it. So this package needs none of them, nor one version. */
// biome-ignore lint/suspicious/noExplicitAny: any other type would have to be TanStack DB's
type Theirs = any;

/** What the user did not declare. */
// biome-ignore lint/suspicious/noExplicitAny: the user left it open
type Undeclared = any;

/**
 * What a Durable Object offers, as types only: the row of each collection, and each command as a function.
 *
 * @example
 * interface Api {
 *   collections: { messages: { id: string; author: string; content: string; created_at: number } };
 *   commands: { clearRoom(): { deleted: number } };
 * }
 */
export interface ApiShape {
  collections: object;
  commands: object;
}

/** What a client without a declared `Api` offers: anything. */
export interface AnyApi {
  collections: Record<string, Record<string, Undeclared>>;
  commands: Record<string, (args?: Undeclared) => Undeclared>;
}

/** The commands of an {@link ApiShape} as a client calls them: each takes one argument at most and returns a promise. */
export type Commands<Declared> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Command
    ? Required<Parameters<Declared[Name]>>["length"] extends 0 | 1
      ? (...args: Parameters<Declared[Name]>) => Promise<Awaited<ReturnType<Declared[Name]>>>
      : never
    : never;
};

/**
 * Where the connection of a {@link SyncClient} stands.
 *
 * - `idle`: nobody has needed it yet.
 * - `connecting`: the first attempt is under way.
 * - `open`: the server has answered; collections are up to date, or are being brought up to date.
 * - `reconnecting`: it was lost or did not come about; another attempt is under way or has a time.
 * - `closed`: there will be no further attempt unless {@link SyncClient.connect} asks for one.
 */
export type ConnectionStatus = "idle" | "connecting" | "open" | "reconnecting" | "closed";

/** How a {@link SyncClient} connects. */
export interface SyncClientOptions {
  /**
   * Where the object is: a `ws:`, `wss:`, `http:` or `https:` URL, or in a page a path such as `/sync/lobby`, which is
   * resolved against the page's address. Its fragment is left out. A page of another origin must be let in by the server.
   * With a path a server may render the page, and never connects: see {@link ClosedError}.
   */
  url: string | URL;

  /**
   * Proof of who the user is, sent as the second WebSocket subprotocol. It may hold letters, digits and `-._~+!`, as a JWT
   * does. `null` and `undefined` show none.
   *
   * A function is called before every attempt to connect, a minute before the token expires (after half of its life if that is
   * later; of one that lives for less than 10 s never), and once more when the server has refused it. If it throws, rejects or
   * gives something else, the attempt has failed and the client tries again later. Nothing limits how long it takes: limit
   * its request.
   *
   * @default none
   */
  token?: string | (() => string | null | undefined | Promise<string | null | undefined>);

  /**
   * How long a write waits for its answer while the connection is open, in milliseconds. Then its promise is rejected with
   * {@link ConnectionLostError}: nobody knows whether it was done. Whole milliseconds, from 1 to 2^31-1.
   *
   * @default none: a connection that is dead is found and replaced, and the write is sent again
   */
  timeoutMs?: number;

  /**
   * How long a write waits in all, in milliseconds, counted from when it first had no connection. Then its promise is rejected
   * with {@link ConnectionLostError}, also if it was never sent. While a write waits, TanStack DB holds back every other change of its
   * collection. Whole milliseconds, from 1 to 2^31-1.
   *
   * @default none: a write waits until the server has said what became of it
   */
  holdTimeoutMs?: number;

  /**
   * Chooses how long to wait before the next attempt to connect, in milliseconds: `null` for no further attempt,
   * `undefined` to leave it to the client. `failures` counts those in a row, this one included; `closeCode` is the
   * WebSocket's, or `null` if there was none. Not asked about close codes from 4000 to 4999, which are final. After `null`
   * the client is `closed`, with {@link ClosedError} of code `REFUSED`. If it throws, the error is reported, and the wait is the
   * default. A pause that the server asked for comes before it.
   *
   * @default a random wait of up to 250 ms, which doubles with every failure up to 30 s; none after the codes 1007 and 1009
   */
  retryDelayMs?: (failure: { failures: number; closeCode: number | null }) => number | null | undefined;

  /**
   * Keeps writes without an outcome, and rows, in IndexedDB: a page that is loaded anew shows its
   * rows before there is a connection, shows and sends the writes again, with their ids, and loads only what it missed.
   *
   * What is kept belongs to one user at this `url`, and no other user sees or sends it: name them, by the `sub` of their tokens.
   * `true` takes the `sub` of a `token` that is a string and a JWT; without a token all are one user. Where nobody is named
   * nothing is kept.
   *
   * @default false
   */
  persist?: boolean | PersistOptions;
}

/** Whose writes and rows a {@link SyncClient} keeps. */
export interface PersistOptions {
  /** The user's id. Not empty. */
  user: string;

  /**
   * Hears of a write of an earlier life of the page, or of another tab that is gone, that was not done: nobody else waits for
   * it. Called when its rows were taken back. `ConnectionLostError` means that it was sent more than 23 hours ago without an
   * answer, and is not sent again because the server may have forgotten that it did it; or that a timeout is over.
   *
   * @default reportError
   */
  onRejected?: (error: SamovarError, write: KeptWrite) => void;
}

/** What a write was that a {@link SyncClient} kept: a command, or the mutations of a collection. */
export type KeptWrite =
  | { readonly command: string; readonly mutations?: undefined }
  | { readonly command?: undefined; readonly mutations: readonly KeptMutation[] };

/** A mutation of a {@link KeptWrite}. */
export interface KeptMutation {
  readonly type: "insert" | "update" | "delete";
  readonly key: string | number;
  /** Of an insert the row, of an update what it changed, of a delete nothing. */
  readonly columns: Readonly<Record<string, unknown>>;
}

/**
 * Whether writes and rows are kept over the end of the page.
 *
 * - `off`: nobody asked for it, or {@link SyncClient.forget} was called.
 * - `opening`: collections and writes wait for what was kept, for 5 s at most, and `pendingWrites` does not count them yet.
 * - `on`
 * - `failed`: the browser does not keep them, or no longer. A warning on the console says why. The client works without.
 */
export type Persistence = "off" | "opening" | "on" | "failed";

/** What {@link SyncClient.state} tells. Never changed: another one takes its place. */
export interface ClientState {
  /** As {@link SyncClient.status}. */
  readonly status: ConnectionStatus;
  /** As {@link SyncClient.lastError}. */
  readonly lastError: SamovarError | null;
  /** As {@link SyncClient.pendingWrites}. */
  readonly pendingWrites: number;
  /** As {@link SyncClient.latencyMs}. */
  readonly latencyMs: number | null;
  /** As {@link SyncClient.nextAttemptAt}. */
  readonly nextAttemptAt: number | null;
  /** As {@link SyncClient.persistence}. */
  readonly persistence: Persistence;
}

declare const declaredApi: unique symbol;

/**
 * One connection to one Durable Object. All collections of that object share it.
 *
 * It connects when it is first needed, by a collection, a write or a command. A lost connection is opened again after a
 * random wait of up to 250 ms, which doubles with every failure up to 30 s; it is tried at once when the browser is online
 * again, or the page is looked at again. A connection that went dead without a word is found by a ping every 25 s. Collections
 * then receive what they missed, and writes without an answer are sent again; the server does each once.
 *
 * A token that expires is renewed before: the token function is asked, and a new connection takes over. When the server refuses
 * a token, with code 4401, the function is asked once more. The server may close for good: with 4401 when the function gives
 * nothing better, with 4403 when the user may not enter, with 4410 when the object was deleted. Then `status` is `closed` and
 * `lastError` says why.
 *
 * @typeParam Api what the object offers; see {@link ApiShape}
 */
export class SyncClient<Api extends ApiShape = AnyApi> {
  /** Exists in types only, to keep clients of different objects apart. */
  readonly [declaredApi]?: (api: Api) => Api;

  /**
   * Opens nothing yet.
   *
   * @throws TypeError if the URL or a timeout cannot be used
   */
  constructor(options: SyncClientOptions);

  /** Where the connection stands now. */
  readonly status: ConnectionStatus;

  /**
   * Why the connection is not open ({@link ConnectionLostError} or {@link ClosedError}), or the last subscription that was refused
   * ({@link SubscriptionRefusedError}); `null` if neither, or if the owner closed it. The same object until it changes. Reset when the
   * connection opens.
   */
  readonly lastError: SamovarError | null;

  /** How many mutations and commands have no outcome yet, sent or not. */
  readonly pendingWrites: number;

  /** How long the server took for its last sign of life, in milliseconds; `null` before the first. */
  readonly latencyMs: number | null;

  /** Whether writes and rows are kept over the end of the page; `off` without {@link SyncClientOptions.persist}. */
  readonly persistence: Persistence;

  /**
   * When the client dials again, in milliseconds since 1970; `null` while it is open, dials just now, or will not. A page that is
   * hidden keeps to it; one that is looked at again, or online again, does not wait.
   */
  readonly nextAttemptAt: number | null;

  /**
   * The newest position that the server has told; 0 before the first. A command that has answered, or a write that is
   * persisted, was done at this position or before it. Another client has seen it after `utils.awaitSeq(position)`. Moves
   * without notice.
   */
  readonly position: number;

  /**
   * `status`, `lastError`, `pendingWrites`, `latencyMs`, `nextAttemptAt` and `persistence` as a store:
   * `useSyncExternalStore(state.subscribe, state.getSnapshot)`. The snapshot is the same object until something in it changes.
   */
  readonly state: {
    readonly subscribe: (listener: () => void) => () => void;
    readonly getSnapshot: () => ClientState;
  };

  /**
   * The commands of the object, by name: `await client.call.clearRoom()`.
   *
   * Arguments and results may hold null, booleans, numbers, bigints of 64 bits, strings, dates, bytes, arrays and plain
   * objects; `undefined` is sent as null. A promise is rejected with
   *
   * - {@link CommandRejectedError} if the server refused or the command failed, or if it has more than 1 MiB,
   * - {@link ConnectionLostError} if it is unknown whether it ran, because the client was closed or a timeout is over,
   * - {@link ClosedError} if the client is closed, or was before the command was sent,
   * - {@link InvalidValueError} if the argument cannot be sent.
   *
   * Without a connection a command waits; one that was sent and not answered is sent again, and done once. Its promise is resolved
   * after the rows that it changed have come.
   */
  readonly call: Commands<Api["commands"]>;

  /**
   * Connects now: also a client that was closed, and without waiting for the time of the next attempt. Does nothing if it is
   * open or an attempt is under way.
   */
  connect(): void;

  /**
   * Disconnects until {@link connect}. Writes that were sent end with {@link ConnectionLostError}, others with
   * {@link ClosedError}, and so do new ones.
   * Collections keep their rows, and catch up if {@link connect} is called. With {@link SyncClientOptions.persist} those writes
   * stay stored, and are sent by the next client of the user, or by this one if {@link connect} is called.
   */
  close(): void;

  /**
   * Deletes what is kept for this user at this `url`, and keeps nothing more: for a sign-out, after {@link close}. Other tabs
   * of the user go on without. Without {@link SyncClientOptions.persist} there is nothing to do.
   *
   * @returns when it is gone; rejects if the browser does not delete it within 5 s
   */
  forget(): Promise<void>;

  /**
   * Calls the listener after every change of {@link SyncClient.state}. What it throws is reported, and harms nothing else. May
   * be passed on without its object: `useSyncExternalStore(client.onStatusChange, () => client.status)`.
   *
   * @returns a function that removes the listener
   */
  onStatusChange(listener: (status: ConnectionStatus) => void): () => void;
}

/**
 * Where rows were read: `epoch` and `position` of the `SyncSnapshot` of an object. As `syncMeta` of a collection that `DbClient`
 * of TanStack DB hydrates it has the client go on from there.
 */
export interface SyncedAt {
  /** Of which run of which database. */
  epoch: string;
  /** Up to which change of it. */
  position: number;
}

/**
 * The options of a collection for `createCollection` of TanStack DB; see {@link samovarCollectionOptions}. What users add, such as
 * `gcTime`, `startSync`, `autoIndex` or another `defaultStringCollation`, stands behind them:
 * `{ ...samovarCollectionOptions(...), gcTime: 0 }`. `onInsert`, `onUpdate` and `onDelete` are what sends writes.
 */
export interface SamovarCollectionOptions<Row extends object, Key extends string | number> {
  id?: string;
  syncMode?: "eager" | "on-demand";
  getKey: (row: Row) => Key;
  sync: {
    sync: (params: Theirs) => Theirs;
    rowUpdateMode: "full";
    exportSyncMeta?: () => SyncedAt | undefined;
    importSyncMeta?: (meta: Theirs) => void;
    mergeSyncMeta?: (current: Theirs, incoming: Theirs) => Theirs;
  };
  defaultStringCollation: { stringSort: "lexical" };
  onInsert: (params: Theirs) => Promise<void>;
  onUpdate: (params: Theirs) => Promise<void>;
  onDelete: (params: Theirs) => Promise<void>;
  utils: SamovarCollectionUtils;
  schema?: never;
  singleResult?: never;
}

/** `collection.utils` of a collection of a Durable Object. */
export type SamovarCollectionUtils = {
  /** {@link SyncClient.state} of its client: status, last error, pending writes and latency as a store. */
  connection: SyncClient["state"];

  /**
   * Sends the mutations of this collection that a manual transaction has, all or none; if it has none, nothing. Settles as the
   * collection's own writes do. A transaction of several collections is one write for each: there one may be refused and another not.
   *
   * @param options.txId what the server knows the write by, and does once within 24 hours; an offline queue gives its own. 1 to 256
   *   UTF-16 units
   *
   * @default txId the transaction's id
   *
   * @example
   * createTransaction({ mutationFn: ({ transaction }) => messages.utils.sendTransaction(transaction) })
   */
  sendTransaction: (transaction: Theirs, options?: { txId?: string }) => Promise<void>;

  /**
   * Why rows of this collection cannot be had: the last refused subscription or load, the closed client, or the rows that did
   * not come in time. `null` once what failed has succeeded.
   */
  readonly lastError: SamovarError | null;

  /**
   * Asks the server for all rows that the collection has now, and resolves when they have come. Those there are stay until
   * then, and only what differs changes. Not needed to be up to date, which a collection is by itself.
   *
   * Rejected with {@link SubscriptionRefusedError}, {@link ClosedError}, or {@link TimedOutError}; late rows are taken all the
   * same. With a `DOMException` called `AbortError` if the collection is cleaned up meanwhile. A collection that is not in use has
   * nothing to ask for, and it resolves at once.
   *
   * @param options.timeoutMs whole milliseconds, 30 s by default
   */
  refetch: (options?: { timeoutMs?: number }) => Promise<void>;

  /**
   * Resolves when the collection has every row up to a position of its object. One comes from {@link SyncClient.position} of any
   * client of the object, or from the object itself, as with a page that it renders. It is not needed for writes of the same
   * client: their rows come before their outcome. Rows are handed to TanStack DB then, which shows them when no write of the user
   * holds them back, so that this may be awaited in a mutation function.
   *
   * Rejected with {@link TimedOutError}, or with a `DOMException` called `AbortError` if the collection is cleaned up meanwhile. A
   * collection that is not in use, or that on demand has nothing to load, resolves at once.
   *
   * @param options.timeoutMs whole milliseconds, 30 s by default
   */
  awaitSeq: (position: number | string, options?: { timeoutMs?: number }) => Promise<void>;
};

/** What {@link samovarCollectionOptions} needs to know. */
export interface SamovarCollectionConfig<
  Client,
  Table extends string,
  Row extends object,
  Key extends string | number,
> {
  /** The connection, which any number of collections may share. */
  client: Client;

  /** The collection of the Durable Object. */
  table: Table;

  /** The primary key of a row: a column as it is. As text it must be the key that the server has. */
  getKey: (row: Row) => Key;

  /**
   * The collection's id in TanStack DB. Needed where rows are hydrated, and different for each collection there.
   *
   * @default random
   */
  id?: string;

  /**
   * Which rows the collection may have, as a condition of TanStack DB: columns compared with literals by `eq`, `gt`, `gte`,
   * `lt`, `lte`, `like`, `inArray`, `isNull` and `isUndefined`, joined by `and`, `or` and `not`. The server filters. A row that
   * does not fit any more leaves. A filter
   * has at most 1,000 functions, columns and literals.
   *
   * @example
   * where: (row) => and(eq(row.room, "lobby"), gt(row.created_at, 0))
   *
   * @default all rows
   */
  where?: (row: Row) => Condition;

  /**
   * - `eager`: all rows are loaded as soon as the collection is used.
   * - `on-demand`: what live queries ask for is loaded, and kept fresh while one of them lives and 5 s longer. The server
   *   carries out filters, and the order and limit of ordered windows of up to 5,000 rows.
   *
   * @default "eager"
   */
  syncMode?: "eager" | "on-demand";

  /**
   * How long the first rows may take, in milliseconds; `null` for any time. Then `preload()` is rejected with
   * {@link TimedOutError} and the collection is in its error state, until they come: it recovers by itself. On demand a query is
   * rejected instead, which does not recover: one mounted anew asks anew. Whole milliseconds, from 1 to 2^31-1.
   *
   * @default 30 s; none on demand
   */
  loadTimeoutMs?: number | null;
}

/** What the functions of TanStack DB that compare columns give. */
export interface Condition {
  readonly type: "func" | "ref" | "val";
}

/**
 * Makes a collection that is kept equal to a collection of a Durable Object. All its rows are loaded, in one batch, and
 * every later change arrives as one batch. Loaded on demand, each query's rows arrive so.
 *
 * Inserts, updates and deletes are sent as one transaction, all or none, and are confirmed when the server has committed
 * them. `transaction.when("settled")`, or `isPersisted.promise` as it was called, is rejected, and the local change is rolled
 * back, with
 *
 * - {@link MutationRejectedError} if the server refused,
 * - {@link ConnectionLostError} if it is unknown whether it was done, because the client was closed or a timeout is over: the
 *   rows show it once the connection is open again,
 * - {@link ClosedError} if the client is closed,
 * - {@link InvalidValueError} if a column cannot be sent.
 *
 * `preload()` is rejected with {@link SubscriptionRefusedError} or {@link ClosedError} if the rows cannot be had, and
 * with {@link TimedOutError} if they do not come in 30 s; the collection recovers when a later attempt succeeds. Once ready, it keeps
 * its rows and stays usable whatever happens to the connection, but for close code 4410: the object was deleted, and its rows leave.
 *
 * A collection that loads on demand is ready at once. A query whose rows cannot be had is in its error state, and its
 * `preload()` rejected; one mounted anew asks anew. While the connection is away a query that loads goes on loading, and those
 * that have loaded keep their rows.
 *
 * @throws TypeError if `client` is none of this package, the server cannot run `where`, or a timeout cannot be used
 *
 * @example
 * import { createCollection } from "@tanstack/react-db";
 *
 * const messages = createCollection(
 *   samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
 * );
 */
export function samovarCollectionOptions<
  Api extends ApiShape,
  Table extends keyof Api["collections"] & string,
  Key extends string | number,
>(
  config: SamovarCollectionConfig<SyncClient<Api>, Table, Api["collections"][Table] & object, Key>,
): SamovarCollectionOptions<Api["collections"][Table] & object, Key>;

/**
 * The same for a client without a declared `Api`: the type of the rows is given.
 *
 * @example
 * samovarCollectionOptions<Message>({ client, table: "messages", getKey: (message) => message.id })
 */
export function samovarCollectionOptions<Row extends object, Key extends string | number = string | number>(
  config: SamovarCollectionConfig<SyncClient, string, Row, Key>,
): SamovarCollectionOptions<Row, Key>;

/** The root of all errors of this package. */
export class SamovarError extends Error {
  /**
   * Why, as a stable name in capitals. Of a write the server's: `VALIDATION`, `FORBIDDEN`, `NOT_FOUND`, `EXECUTE_FAILED`,
   * `LIMIT_EXCEEDED`, `NO_HANDLER`, `UNKNOWN_COLLECTION`, `UNKNOWN_COMMAND`, `NON_SERIALIZABLE` or `TX_ID_REUSED`. Of a
   * subscription also `UNSUPPORTED`. Or one documented below. `RATE_LIMITED` and `TEMPORARILY_UNAVAILABLE` are never told: the
   * client asks again by itself.
   */
  readonly code: string;

  /** Whether the same again, later, may succeed. Not of what was refused: what may pass the client sends again by itself. */
  readonly retryable: boolean;
}

/**
 * The server refused a mutation and did nothing of it; `message` is the server's and may be shown. Or this client did not
 * send it: `FRAME_TOO_LARGE` (more than 1 MiB), `DUPLICATE_TXID`.
 */
export class MutationRejectedError extends SamovarError {
  /** The id of the transaction, or the one that was given to `sendTransaction`. */
  readonly txId: string;
}

/**
 * The server refused a command, or it failed and was rolled back; `message` is the server's. Or this client did not send it:
 * `FRAME_TOO_LARGE` (more than 1 MiB).
 */
export class CommandRejectedError extends SamovarError {
  /** The name of the command. */
  readonly command: string;
}

/**
 * The connection was lost. As the end of a write it means that nobody knows whether it was done. `code` is
 * `CONNECTION_LOST`.
 */
export class ConnectionLostError extends SamovarError {
  /** The id of the write; absent in {@link SyncClient.lastError}. */
  readonly txId: string | undefined;
}

/** The server does not serve a subscription. `code` is `REFUSED` if it gave no reason. */
export class SubscriptionRefusedError extends SamovarError {
  /** The collection that was asked for. */
  readonly table: string;
}

/**
 * The client is closed: by its owner (`CLOSED`), by the server (`UNAUTHENTICATED` with code 4401, `FORBIDDEN` with 4403, `GONE` with
 * 4410), or for another reason (`REFUSED`): another code from 4000 on, 1007, 1009, or `retryDelayMs` wanted no further attempt. Or its `url`
 * is a path, and this is no page but a server that renders one (`NO_HOST`). As the end of a write it means that it was not done.
 */
export class ClosedError extends SamovarError {
  /** The WebSocket's close code: 1000 if the owner closed it. */
  readonly closeCode: number;

  /** What the server said, or what went wrong. May be empty. */
  readonly reason: string;
}

/** Something did not come in the time it was given. `code` is `TIMED_OUT`. */
export class TimedOutError extends SamovarError {
  /** The collection that was waited for. */
  readonly table: string;

  /** {@link SyncClient.lastError} then. */
  readonly cause: SamovarError | null;
}

/** A value cannot be sent, such as a Map, a function or an invalid date. `code` is `INVALID_VALUE`. */
export class InvalidValueError extends SamovarError {
  /** Where it is, for example `author.tags[2]`; empty for the whole. */
  readonly path: string;
}

// A user of the compiled client in a random history: it follows views as collections and live queries of TanStack DB, and
// writes through them. Its network fails; it connects again by itself.
import { setImmediate as nextTurn } from "node:timers/promises";
import { createCollection, createLiveQueryCollection, createTransaction, IR } from "@tanstack/db";
import { decode } from "../../client-web/src/test/js/lib/messagepack.mjs";
import {
  ClosedError,
  CommandRejectedError,
  ConnectionLostError,
  MutationRejectedError,
  SyncClient,
  samovarCollectionOptions,
} from "../../client-web/target/npm/index.js";
import { claimsHeader } from "../chat/tokens.mjs";
import { FaultProxy } from "../network/fault-proxy.mjs";
import { CUT_INSIDE, TWICE } from "../network/lane.mjs";
import { FRAMES_SHOWN, MAY_RETRY, NAMES, SAMOVAR, shownFrame, TIMEOUT_MILLIS } from "./member.mjs";

const getKey = (row) => row.id;
const withoutVirtual = ({ $synced, $origin, $key, $collectionId, $hasPendingWrites, ...columns }) => columns;
/** Which of what a network does to a write is what the outcome says. */
const isWrite = ({ t }) => t === "mut" || t === "call";

export class CollectionsMember {
  profile = SAMOVAR;
  views = new Map();
  writes = [];
  questions = [];
  itsOwn = new Set();
  told = new Set();

  #client;
  #proxy;
  /** What it loads on demand, by table. */
  #onDemand = new Map();
  /** The collection that shows a view, by subscription. */
  #shown = new Map();
  #frames = [];

  static async of(runtime, path, { name, user }) {
    const proxy = await FaultProxy.start(runtime.url, { "x-samovar-claims": claimsHeader({ sub: user }) });
    return new CollectionsMember(proxy, path, name, user);
  }

  constructor(proxy, path, name, user) {
    this.name = name;
    this.user = user;
    this.#proxy = proxy;
    this.#proxy.up.watch = (message) => this.#note(">", message);
    this.#proxy.down.watch = (message) => {
      this.#note("<", message);
      for (const [named] of Buffer.from(message).toString("latin1").matchAll(NAMES)) {
        this.told.add(named);
      }
    };
    this.#client = new SyncClient({ url: proxy.url(path), retryDelayMs: () => 1 });
  }

  get isOpen() {
    return this.#client.status === "open";
  }

  /** Heals the network, and waits for a connection. */
  async connect() {
    this.#proxy.heal();
    this.#client.connect();
    await this.#eventually("it is connected", () => this.isOpen);
    for (const [sub, collection] of this.#shown) {
      // A collection recovers by itself, a query is mounted anew.
      if (collection.status === "error" && !collection.utils.sendTransaction) {
        await collection.cleanup();
        this.#show(sub, this.views.get(sub));
      }
    }
  }

  /** It writes and reads without a connection too. */
  async prepare() {}

  drop() {
    this.#proxy.isReachable = false;
    this.#proxy.cut();
  }

  /** The user closes it, and what it was to write is done or is not. */
  close() {
    this.#client.close();
  }

  /** Ends it. */
  async end() {
    for (const collection of [...this.#shown.values(), ...this.#onDemand.values()]) {
      await collection.cleanup();
    }
    this.#client.close();
    await this.#proxy.close();
  }

  set budget(messages) {
    let left = messages;
    this.#proxy.down.fail(CUT_INSIDE, () => left-- <= 0);
  }

  /** Its network goes on, or keeps what comes. */
  acknowledges(does) {
    if (does) {
      this.#proxy.down.release();
    } else {
      this.#proxy.down.hold();
    }
  }

  /** The connection dies without a word. */
  fallSilent() {
    this.#proxy.silence();
  }

  /** The network gets slow. */
  trickle(bytesPerTurn) {
    this.#proxy.down.bytesPerTurn = bytesPerTurn;
    this.#proxy.up.bytesPerTurn = bytesPerTurn;
  }

  mayBeToldTwice() {}

  check() {}

  /** What it sends next is sent twice. */
  repeat() {
    this.#proxy.up.fail(TWICE, isWrite);
  }

  subscribe(sub, view) {
    this.views.set(sub, view);
    this.questions.push(view);
    this.#show(sub, view);
  }

  unsubscribe(sub) {
    this.views.delete(sub);
    const collection = this.#shown.get(sub);
    this.#shown.delete(sub);
    return collection.cleanup();
  }

  /** Reads once, for no longer than it takes. */
  fetch(_, view) {
    this.questions.push(view);
    const query = this.#query(view);
    query
      .preload()
      .catch(() => {})
      .then(() => query.cleanup());
  }

  write({ frame, tokens, isOnce }) {
    const write = { frame, tokens, isOnce, answers: [], isOwed: true };
    const outcome = frame.t === "call" ? this.#client.call[frame.name](frame.args) : this.#mutate(frame, write);
    this.writes.push(write);
    outcome.then(
      () => answer("committed"),
      (error) => answer(answerOf(error)),
    );
    function answer(text) {
      write.isOwed = false;
      write.answers.push(text);
    }
    return write;
  }

  rows(sub) {
    return new Map(this.#shown.get(sub).toArray.map((row) => [row.id, withoutVirtual(row)]));
  }

  /** What it has loaded on demand, for whichever view, of each table. */
  get loaded() {
    return [...this.#onDemand].map(([table, collection]) => [table, collection.toArray.map(withoutVirtual)]);
  }

  get isLive() {
    return this.isOpen && [...this.#shown.values()].every(({ status }) => status === "ready");
  }

  get isAnswered() {
    return this.writes.every(({ isOwed }) => !isOwed);
  }

  /** Waits until something holds, or there is no connection. */
  until(what, holds) {
    return this.#eventually(what, () => holds() || !this.isOpen);
  }

  settle() {
    return this.until("it has all it follows", () => this.isLive);
  }

  /** Waits until what it has is right; what is wrong in the end is thrown. */
  async converges(check) {
    const start = performance.now();
    for (;;) {
      try {
        return check();
      } catch (error) {
        if (performance.now() - start > TIMEOUT_MILLIS) {
          throw this.problem(error.message);
        }
      }
      await nextTurn();
    }
  }

  problem(what) {
    return new Error(`${this} ${what}. Its last frames:\n    ${this.#frames.join("\n    ")}`);
  }

  async #eventually(what, holds) {
    const start = performance.now();
    while (!holds()) {
      if (performance.now() - start > TIMEOUT_MILLIS) {
        throw this.problem(`waits in vain until ${what}`);
      }
      await nextTurn();
    }
  }

  /** Every other view is a collection of all that fits, the rest and every window is a live query. */
  #show(sub, view) {
    const isEager = view.window === undefined && Number(sub.at(-1)) % 2 === 0;
    const collection = isEager ? this.#eager(view) : this.#query(view);
    this.#shown.set(sub, collection);
    collection.preload().catch(() => {});
  }

  #options(table, config) {
    return samovarCollectionOptions({ client: this.#client, table, getKey, ...config });
  }

  #eager({ table, where }) {
    return createCollection(this.#options(table, where && { where: () => where }));
  }

  #query({ table, where, window }) {
    const collection = this.#loaded(table);
    return createLiveQueryCollection((q) => {
      const from = q.from({ row: collection });
      const some = where ? from.where(() => aliased(where)) : from;
      if (window === undefined) {
        return some;
      }
      const { direction, nulls, offset, limit } = window;
      return some
        .orderBy(({ row }) => row.stars, { direction, nulls })
        .offset(offset)
        .limit(limit);
    });
  }

  #loaded(table) {
    if (!this.#onDemand.has(table)) {
      this.#onDemand.set(table, createCollection(this.#options(table, { syncMode: "on-demand" })));
    }
    return this.#onDemand.get(table);
  }

  /** A mutation of one is the collection's own, one of several is a transaction. */
  #mutate({ collection: table, ops }, write) {
    const collection = this.#writable(table, ops);
    const mutated = ops.length === 1 ? apply(collection, ops[0]) : applyAll(collection, ops);
    write.tokens = (mutated?.mutations ?? []).map(({ type, key, modified }) =>
      type === "delete" ? `${key} by ${this.user}` : modified.val,
    );
    return write.tokens.length === 0 ? Promise.resolve() : mutated.isPersisted.promise;
  }

  /** A collection of a table that has the row, if one has. One whose rows could not be had takes no writes. */
  #writable(table, ops) {
    const shown = [...this.views].filter(([, view]) => view.table === table).map(([sub]) => this.#shown.get(sub));
    const eager = shown.filter(({ utils, status }) => utils.sendTransaction && status !== "error");
    const all = [...eager, this.#loaded(table)];
    return all.find((each) => ops.some(({ key }) => each.has(key))) ?? all[0];
  }

  #note(way, message) {
    this.#frames.push(`${way} ${shownFrame(typeof message === "string" ? message : decode(message))}`);
    this.#frames.splice(0, this.#frames.length - FRAMES_SHOWN);
  }

  toString() {
    return `${this.name} ${this.user} (collections)`;
  }
}

/** What a user does with one row. Nothing, if the collection does not have it. */
function apply(collection, { type, key, cols }) {
  if (type === "insert") {
    return collection.insert(cols);
  }
  if (!collection.has(key)) {
    return undefined;
  }
  return type === "update" ? collection.update(key, (row) => Object.assign(row, cols)) : collection.delete(key);
}

function applyAll(collection, ops) {
  const transaction = createTransaction({
    autoCommit: false,
    mutationFn: (written) => collection.utils.sendTransaction(written.transaction),
  });
  transaction.mutate(() => {
    for (const op of ops) {
      apply(collection, op);
    }
  });
  if (transaction.mutations.length > 0) {
    transaction.commit().catch(() => {});
  }
  return transaction;
}

function answerOf(error) {
  if (error instanceof ConnectionLostError) {
    return "unknown";
  }
  if (error instanceof ClosedError) {
    return "not sent";
  }
  if (error instanceof MutationRejectedError || error instanceof CommandRejectedError) {
    return MAY_RETRY.includes(error.code) ? "failed" : `rejected: ${error.code} ${error.message}`;
  }
  throw error;
}

/** A filter of columns as one of a live query's rows. */
function aliased(expression) {
  switch (expression.type) {
    case "func":
      return new IR.Func(expression.name, expression.args.map(aliased));
    case "ref":
      return new IR.PropRef(["row", ...expression.path]);
    default:
      return expression;
  }
}

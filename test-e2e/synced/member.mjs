// A client of a random history: it keeps what it has over its connections, and asks and writes again after each loss.
import { decode, encode } from "../../client-web/src/test/js/lib/messagepack.mjs";
import { open } from "./clients.mjs";
import { ReferenceClient } from "./reference-client.mjs";
import { HELLO, SamovarClient } from "./samovar-client.mjs";

export const REFERENCE = "reference";
export const SAMOVAR = "samovar/1";

export const TIMEOUT_MILLIS = 20_000;
/** What a frame that cannot be right is reported with. */
export const FRAMES_SHOWN = 30;
/** Keys and values of rows, wherever they stand in a frame. */
export const NAMES = /(?:key|val)~\d{6}/g;
export const MAY_RETRY = ["TEMPORARILY_UNAVAILABLE", "EXECUTE_FAILED"];

/** A frame as a report has it. */
export const shownFrame = (frame) =>
  JSON.stringify(frame, (_, value) => (typeof value === "bigint" ? `${value}n` : value))?.slice(0, 400);

export class Member {
  /** What it follows, by `subId`. */
  views = new Map();
  /** What it has sent to be done, in order. */
  writes = [];
  /** Every question it ever asked. */
  questions = [];
  /** The names of rows that it has used itself, which an answer may quote. */
  itsOwn = new Set();
  /** The names of rows that it was told. */
  told = new Set();
  pages = new Set();
  /** Rows that it has beside its views, of each table. */
  loaded = [];
  /** How many messages more it takes in. */
  budget = Number.POSITIVE_INFINITY;

  #client;
  #socket;
  #isGreeted = false;
  /** Whether the object may have gone with the greeting that waited in it. */
  #mayLackGreeting = false;
  #frames = [];
  #failure;
  #wake = () => {};

  constructor(runtime, path, { name, user, profile }) {
    this.runtime = runtime;
    this.path = path;
    this.name = name;
    this.user = user;
    this.profile = profile;
    this.#client = profile === SAMOVAR ? new SamovarClient() : new ReferenceClient();
  }

  get isOpen() {
    return this.#socket !== undefined && this.#socket.closed === undefined;
  }

  /** Connects if it is not, asks for all it follows, and sends again what was not answered. */
  async connect() {
    if (this.isOpen) {
      return;
    }
    this.budget = Number.POSITIVE_INFINITY;
    const socket = await open(this.runtime, this.path, { sub: this.user });
    this.#socket = socket;
    this.#client.use(socket);
    this.#isGreeted = this.profile === REFERENCE;
    this.#mayLackGreeting = false;
    socket.deliver((message) => this.#socket === socket && this.#guarded(() => this.#take(message)));
    if (this.profile === SAMOVAR) {
      this.send(HELLO);
    }
    for (const [sub, view] of this.views) {
      this.send({ t: "sub", subId: sub, ...view.query, ...this.#client.resumption(sub) });
    }
    for (const { frame } of this.writes.filter(({ isOwed }) => isOwed)) {
      this.send(frame);
    }
  }

  /** It does nothing without a connection. */
  prepare() {
    return this.connect();
  }

  async end() {
    this.drop();
  }

  /** Breaks the connection; what comes of it later is nothing. */
  drop() {
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  send(frame) {
    this.#note(">", frame);
    if (this.isOpen) {
      this.#socket.send(encode(frame));
    }
  }

  subscribe(sub, view) {
    this.views.set(sub, view);
    this.questions.push(view);
    this.send({ t: "sub", subId: sub, ...view.query });
  }

  unsubscribe(sub) {
    this.views.delete(sub);
    this.#client.forget(sub);
    this.send({ t: "unsub", subId: sub });
  }

  fetch(fetchId, view, fields) {
    this.questions.push(view);
    this.send({ t: "fetch", fetchId, ...view.query, ...fields });
  }

  /** @param write its frame, the tokens that count what it does, and whether it may be done more than once */
  write(write) {
    const owed = { ...write, answers: [], isOwed: true };
    this.writes.push(owed);
    this.send(write.frame);
    return owed;
  }

  repeat(write) {
    write.isOwed = true;
    this.send(write.frame);
  }

  acknowledges(does) {
    if (this.profile === SAMOVAR) {
      this.#client.acknowledges = does;
      if (does && this.isOpen) {
        this.#client.ack();
      }
    }
  }

  /** The object may have gone to sleep: what it has told it may tell again. */
  mayBeToldTwice() {
    this.#client.isToldTwice = true;
    this.#mayLackGreeting = !this.#isGreeted;
  }

  rows(sub) {
    return this.#client.rows.get(sub);
  }

  get isLive() {
    return [...this.views.keys()].every((sub) => this.#client.isLive(sub));
  }

  get isAnswered() {
    return this.writes.every(({ isOwed }) => !isOwed);
  }

  /** Waits until something holds, or the connection has ended. */
  until(what, holds) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(this.problem(`waits in vain until ${what}`))), TIMEOUT_MILLIS);
      const settle = (act) => {
        clearTimeout(timer);
        this.#wake = () => {};
        act();
      };
      this.#wake = () => {
        if (this.#failure !== undefined) {
          settle(() => reject(this.#failure));
        } else if (holds() || !this.isOpen) {
          settle(resolve);
        }
      };
      this.#wake();
    });
  }

  /** @throws what no server may send to it */
  check() {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  /** Waits until all that it is owed by now has come. */
  settle(fetchId) {
    this.send({ t: "fetch", fetchId, collection: "posts", limit: 0 });
    return this.until("a page comes", () => this.pages.has(fetchId));
  }

  /** What it has when it has settled is right. */
  converges(check) {
    check();
  }

  problem(what) {
    return new Error(`${this} ${what}. Its last frames:\n    ${this.#frames.join("\n    ")}`);
  }

  #guarded(act) {
    try {
      act();
    } catch (error) {
      this.#failure ??= this.problem(error.message);
    }
    this.#wake();
  }

  #take(message) {
    if (message === undefined) {
      this.#note("<", this.#socket.closed);
      const { code } = this.#socket.closed;
      if (![1005, 1006, 1011, 1012, 1013].includes(code)) {
        throw new Error(`was sent away with ${code}`);
      }
      return;
    }
    if (this.budget-- <= 0) {
      this.#note("<", "lost");
      this.drop();
      return;
    }
    for (const name of Buffer.from(message).toString("latin1").match(NAMES) ?? []) {
      this.told.add(name);
    }
    const frame = decode(message);
    this.#note("<", frame);
    this.#isGreeted ||= frame.t === "welcome";
    if (!this.#isGreeted) {
      // It is taken for a client of the reference profile, and can but go.
      if (!this.#mayLackGreeting) {
        throw new Error("was told something before its welcome");
      }
      this.drop();
      return;
    }
    if (this.views.has(frame.sub) || frame.sub === undefined) {
      this.#client.take(this.#withoutForgotten(frame), message.length);
    } else {
      this.#client.pass(message.length);
    }
    this.#settle(frame);
  }

  /** After `unsub` a client ignores what comes. */
  #withoutForgotten(frame) {
    return frame.t === "flush" && frame.subs
      ? { ...frame, subs: frame.subs.filter(([sub]) => this.views.has(sub)) }
      : frame;
  }

  #settle({ t, txId, done, error, fetchId }) {
    if (t === "committed") {
      this.#answered(txId, "committed");
    } else if (t === "flush") {
      for (const [id] of done ?? []) {
        this.#answered(id, "committed");
      }
    } else if (t === "rejected") {
      this.#answered(txId, MAY_RETRY.includes(error.code) ? "failed" : `rejected: ${error.code} ${error.message}`);
    } else if (t === "page") {
      this.pages.add(fetchId);
    } else if (t === "sub-error" || t === "page-error") {
      throw new Error(`was refused ${JSON.stringify(error)}`);
    }
  }

  #answered(txId, answer) {
    const write = this.writes.find(({ frame }) => frame.txId === txId);
    if (write === undefined) {
      throw new Error(`was told ${answer} of ${txId}, which it has not sent`);
    }
    write.isOwed = false;
    write.answers.push(answer);
  }

  #note(way, frame) {
    this.#frames.push(`${way} ${shownFrame(frame)}`);
    this.#frames.splice(0, this.#frames.length - FRAMES_SHOWN);
  }

  toString() {
    return `${this.name} ${this.user} (${this.profile})`;
  }
}

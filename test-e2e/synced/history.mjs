// One random history of an object in workerd: its clients, its faults and its quiet end. The seed decides what is asked
// for, and in which order; the runtime decides when what comes of it comes.

import { CollectionsMember } from "./collections-member.mjs";
import { checkHistory } from "./history-checks.mjs";
import { BOXES, Choices, TABLES } from "./history-choices.mjs";
import { Member, REFERENCE, SAMOVAR } from "./member.mjs";

/** A member that is the compiled client. */
export const COLLECTIONS = "collections";

const CLASS = "ProbeOfHistories";
const STEPS = 30;
const MAX_VIEWS = 3;
const HOUR_MILLIS = 3_600_000;

export class History {
  #runtime;
  #kinds;
  #choice;
  #object;
  #members = [];
  #acts;
  #deletions = new Set();
  #trace = [];
  /** Whether the object may have gone while a frame waited in it whose connection lived on. */
  #mayLoseFrames = false;

  /** @param kinds what members may be: profiles, which they speak by the letter, or COLLECTIONS */
  constructor(runtime, seed, kinds = [REFERENCE, SAMOVAR]) {
    this.#runtime = runtime;
    this.#kinds = kinds;
    this.#choice = new Choices(seed);
    this.#object = `history-${seed}`;
    this.#acts = [
      [4, true, (member) => this.#mutate(member, [this.#choice.op(true)])],
      [4, true, (member) => this.#mutate(member, [this.#choice.op(false)])],
      [1, true, (member) => this.#delete(member)],
      [2, true, (member) => this.#several(member)],
      [2, true, (member) => this.#call(member)],
      [1, true, (member) => this.#repeat(member)],
      [2, true, (member) => this.#subscribe(member)],
      [1, true, (member) => this.#unsubscribe(member)],
      [1, true, (member) => this.#fetch(member)],
      [2, true, (member) => this.#wait(member)],
      [5, false, () => this.#write()],
      [2, false, () => this.#changeRights()],
      [1, false, (member) => this.#drop(member)],
      [1, false, (member) => this.#receiveLittle(member)],
      [1, false, (member) => this.#beSlow(member)],
      [2, false, () => this.#evict("hibernate")],
      [1, false, () => this.#evict("close")],
      [1, false, () => this.#age()],
      ...(kinds.includes(COLLECTIONS) ? this.#ofClients() : []),
    ].flatMap(([weight, isConnected, act]) => Array(weight).fill({ isConnected, act }));
  }

  /** @param restarts whether workerd is started anew in the middle */
  async run(restarts) {
    try {
      await this.#begin();
      for (let step = 0; step < STEPS; step++) {
        if (restarts && step === STEPS / 2) {
          this.#say("workerd is started anew");
          await this.#runtime.restart();
        }
        await this.#step(this.#choice.of(this.#members));
      }
      await this.#quiet();
      await checkHistory((query) => this.#sql(query), this.#members);
    } catch (error) {
      throw new Error(`${error.message}\n  ${this.#trace.join("\n  ")}`, { cause: error });
    } finally {
      for (const member of this.#members) {
        await member.end();
      }
    }
  }

  /** What only a client that connects by itself goes through. */
  #ofClients() {
    return [
      [3, false, (member) => this.#comeBack(member)],
      [1, false, (member) => this.#fallSilent(member)],
      [1, false, (member) => this.#trickle(member)],
      [1, false, (member) => this.#close(member)],
    ];
  }

  async #begin() {
    await this.#post("write", "INSERT INTO rights VALUES ('bob', 'a'), ('carol', 'b')");
    const count = 1 + this.#choice.below(3);
    for (let i = 0; i < count; i++) {
      const user = this.#choice.of(["root", "bob", "carol"]);
      const member = await this.#member({ name: String(i), user, profile: this.#choice.of(this.#kinds) });
      this.#members.push(member);
      await member.connect();
      this.#subscribe(member);
    }
  }

  async #member(named) {
    const path = `/histories/${this.#object}/sync`;
    return named.profile === COLLECTIONS
      ? CollectionsMember.of(this.#runtime, path, named)
      : new Member(this.#runtime, path, named);
  }

  async #step(member) {
    const { isConnected, act } = this.#choice.of(this.#acts);
    if (isConnected) {
      await member.prepare();
    }
    await act(member);
    for (const each of this.#members) {
      each.check();
    }
  }

  // What clients do.

  #delete(member) {
    const key = this.#choice.oldKey();
    const token = `${key} by ${member.user}`;
    if (!this.#deletions.has(token)) {
      this.#deletions.add(token);
      this.#mutate(member, [{ type: "delete", key, token }]);
    }
  }

  #several(member) {
    const count = 1 + this.#choice.below(3);
    this.#mutate(
      member,
      Array.from({ length: count }, () => this.#choice.op(this.#choice.below(4) > 0)),
    );
  }

  #mutate(member, ops) {
    const isTyped = member.profile === SAMOVAR;
    const collection = this.#choice.of(TABLES);
    for (const { key, token } of ops) {
      member.itsOwn.add(key).add(token);
    }
    const typed = (cols) => (cols && isTyped ? { ...cols, done: cols.done === 1 } : cols);
    const sent = ops.map(({ type, key, cols }) => ({ type, key, ...(cols && { cols: typed(cols) }) }));
    this.#say(`${member} ${sent.map(({ type, key }) => `${type}s ${key}`)} in ${collection}`);
    const frame = { t: "mut", txId: this.#choice.newName("t"), collection, ops: sent };
    member.write({ frame, tokens: ops.map(({ token }) => token), isOnce: true });
  }

  #call(member) {
    const name = this.#choice.of(["count", "wait", "sweep"]);
    return this.#called(member, name);
  }

  #called(member, name) {
    const token = this.#choice.newName("val");
    member.itsOwn.add(token);
    this.#say(`${member} calls ${name} ${token}`);
    const frame = { t: "call", txId: this.#choice.newName("t"), name, args: token };
    // A command that waits in the middle is in no transaction.
    return member.write({ frame, tokens: [token], isOnce: name !== "wait" });
  }

  #repeat(member) {
    const at = this.#choice.below(STEPS);
    const write = member.writes[at % member.writes.length];
    // Whether it was answered by now is not the seed's to say.
    if (write !== undefined && !write.isOwed) {
      this.#say(`${member} repeats ${write.frame.txId}`);
      member.repeat(write);
    }
  }

  #subscribe(member) {
    if (member.views.size < MAX_VIEWS) {
      const view = this.#choice.view(member.profile);
      const sub = this.#choice.newName("sub");
      this.#say(`${member} subscribes ${sub} to ${JSON.stringify(view.query)}`);
      member.subscribe(sub, view);
    }
  }

  #unsubscribe(member) {
    if (member.views.size > 0) {
      const sub = this.#choice.of([...member.views.keys()]);
      this.#say(`${member} unsubscribes ${sub}`);
      member.unsubscribe(sub);
    }
  }

  #fetch(member) {
    this.#say(`${member} fetches`);
    const { window, ...view } = this.#choice.view(member.profile);
    member.fetch(this.#choice.newName("f"), view, { limit: 1 + this.#choice.below(5) });
  }

  /** Until all it has sent before was answered, unless that is lost. */
  async #wait(member) {
    await member.connect();
    const write = this.#called(member, "count");
    await member.until("a call is answered", () => !write.isOwed);
  }

  // What happens to connections.

  #drop(member) {
    this.#say(`${member} drops`);
    member.drop();
  }

  #receiveLittle(member) {
    member.budget = this.#choice.below(4);
    this.#say(`${member} takes in only ${member.budget} more messages`);
  }

  #beSlow(member) {
    const does = this.#choice.below(2) === 0;
    this.#say(`${member} acknowledges ${does}`);
    member.acknowledges(does);
  }

  #comeBack(member) {
    this.#say(`${member} comes back`);
    return member.connect();
  }

  #fallSilent(member) {
    this.#say(`${member} has a connection that is dead`);
    member.fallSilent?.();
  }

  #trickle(member) {
    const bytes = 50 + this.#choice.below(2_000);
    this.#say(`${member} has a network of ${bytes} bytes at a time`);
    member.trickle?.(bytes);
  }

  #close(member) {
    this.#say(`${member} closes`);
    member.close?.();
  }

  // What happens to the object.

  async #evict(sockets) {
    this.#say(`eviction, ${sockets}`);
    if (sockets === "hibernate") {
      this.#mayLoseFrames = true;
      for (const member of this.#members) {
        member.mayBeToldTwice();
      }
    }
    try {
      await this.#runtime.evict(CLASS, this.#object, sockets);
    } catch (error) {
      if (!/not currently running/.test(error.message)) {
        throw error;
      }
    }
  }

  /** What was written lies back so long that it is compacted, or no longer kept. */
  async #age() {
    const hours = this.#choice.of([2, 50]);
    this.#say(`${hours} hours pass for the log`);
    const millis = hours * HOUR_MILLIS;
    await this.#sql("UPDATE _sync_marks SET at = at - ?", millis);
    const marked = "INSERT OR REPLACE INTO _sync_marks (seq, at) SELECT MAX(seq), ? FROM _sync_changes";
    await this.#sql(marked, Date.now() - millis);
    await this.#evict(this.#choice.of(["hibernate", "close"]));
  }

  /** A write of the object's own. */
  #write() {
    const statement = this.#choice.statement();
    return this.#post(this.#choice.of(["write", "write", "write", "write", "silent", "back", "die"]), statement);
  }

  #changeRights() {
    const user = this.#choice.of(["bob", "carol"]);
    const box = this.#choice.of(BOXES);
    const statement =
      this.#choice.below(2) === 0
        ? `INSERT OR IGNORE INTO rights VALUES ('${user}', '${box}')`
        : `DELETE FROM rights WHERE user = '${user}' AND box = '${box}'`;
    return this.#post(`rights?user=${user}`, statement);
  }

  #sql(query, ...bindings) {
    return this.#runtime.sql(CLASS, this.#object, query, ...bindings);
  }

  async #post(act, statement) {
    this.#say(`the object, ${act}: ${statement.slice(0, 200)}`);
    const path = `/histories/${this.#object}/`;
    const response = await this.#runtime.fetch(path + act, { method: "POST", body: statement });
    const { status } = response;
    await response.text();
    if (status !== (act === "die" ? 500 : 200)) {
      throw new Error(`${act} was answered with ${status}`);
    }
  }

  // The end.

  /** Everybody comes back and is answered. Nobody connects anew who need not. */
  async #quiet() {
    this.#say("quiet");
    for (const member of this.#members) {
      member.budget = Number.POSITIVE_INFINITY;
      member.acknowledges(true);
    }
    // Tells of silent writes too.
    await this.#post("write", "SELECT 1");
    for (const member of this.#members) {
      if (this.#mayLoseFrames && member instanceof CollectionsMember) {
        member.drop();
      }
      // News of a lost connection may be on its way, so the first answer may not come over this one.
      do {
        await member.connect();
        await this.#wait(member);
      } while (!member.isOpen);
      for (let turn = 0; turn < 20 && !member.isLive; turn++) {
        await this.#settle(member);
      }
      if (!member.isAnswered || !member.isLive) {
        if (!this.#mayLoseFrames) {
          throw member.problem("waits in vain for an answer");
        }
        this.#say(`${member} connects once more`);
        member.drop();
        await member.connect();
        await member.until("all is answered", () => member.isAnswered && member.isLive);
      }
    }
    for (const member of this.#members) {
      await this.#settle(member);
    }
  }

  #settle(member) {
    return member.settle(this.#choice.newName("f"));
  }

  #say(what) {
    this.#trace.push(what);
  }
}

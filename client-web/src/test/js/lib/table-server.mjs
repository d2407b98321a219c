/** Serves one table by the letter, as far as loads on demand ask for it. Rows have a text `id` and a number `rank`. */
export class TableServer {
  rows = new Map();
  #connection;
  #subs = new Map();
  #seq = 1;
  /** Every `sub` that came. */
  asked = [];

  /** Answers every frame of a connection, for as long as it lasts. */
  async serve(connection) {
    this.#connection = connection;
    this.#subs.clear();
    for (;;) {
      const frame = await connection.next();
      if (frame.t === "unsub") {
        this.#subs.delete(frame.subId);
      } else if (frame.t === "sub") {
        this.asked.push(frame);
        const held = this.#select(frame);
        this.#subs.set(frame.subId, { frame, held });
        connection.snapshot(frame.subId, [...held.values()], this.#seq);
      }
    }
  }

  drop() {
    this.#connection.drop();
  }

  /** How many subscriptions there are. */
  get subscriptions() {
    return this.#subs.size;
  }

  /** Makes changes, rows by their key, undefined for one that goes, and tells nobody. */
  change(changes) {
    for (const [id, row] of changes) {
      row ? this.rows.set(id, row) : this.rows.delete(id);
    }
    this.#seq++;
  }

  /** Makes changes and tells of all at once. */
  write(changes) {
    this.change(changes);
    const subs = [];
    for (const [subId, sub] of this.#subs) {
      const after = this.#select(sub.frame);
      const told = [
        ...[...sub.held.keys()].filter((id) => !after.has(id)).map((id) => [0, id]),
        ...[...after].filter(([id, row]) => sub.held.get(id) !== row).map(([id, row]) => [1, id, row]),
      ];
      sub.held = after;
      if (told.length > 0) {
        subs.push([subId, told]);
      }
    }
    this.#connection.flush(this.#seq, { subs });
  }

  #select({ where, orderBy, limit }) {
    const all = [...this.rows.values()].filter((row) => !where || isTrue(where, row));
    if (limit === undefined) {
      return byId(all);
    }
    const [{ expression, compareOptions }] = orderBy;
    const [column] = expression.path;
    const sign = compareOptions.direction === "desc" ? -1 : 1;
    return byId(all.sort((a, b) => sign * (a[column] - b[column]) || (a.id < b.id ? -1 : 1)).slice(0, limit));
  }
}

const byId = (rows) => new Map(rows.map((row) => [row.id, row]));

const compare = { eq: (a, b) => a === b, gt: (a, b) => a > b, lt: (a, b) => a < b, gte: (a, b) => a >= b };

function isTrue({ name, args }, row) {
  if (name === "and") {
    return args.every((arg) => isTrue(arg, row));
  }
  const [left, right] = args.map((arg) => (arg.type === "ref" ? row[arg.path[0]] : arg.value));
  return compare[name](left, right);
}

// What the seed of a random history decides: rows, filters, windows and statements.
import { IR } from "@tanstack/db";
import { seeded } from "../chat/seeded.mjs";
import { SAMOVAR } from "./member.mjs";

export const TABLES = ["posts", "drafts"];
export const BOXES = ["a", "b", "c"];
const MAX_STARS = 4;
/** In some histories rows are so large that a snapshot has several pieces. */
const LARGE = 30_000;

const compare = (name, column, value) => new IR.Func(name, [new IR.PropRef([column]), new IR.Value(value)]);
const not = (predicate) => new IR.Func("not", [predicate]);
const quoted = (value) => (typeof value === "string" ? `'${value}'` : String(value));
/** A statement has at most 100 KB, so it makes what pads a row. */
const padded = (pad) => (pad === null ? "NULL" : `replace(hex(zeroblob(${pad.length / 2})), '0', 'x')`);
const valuesOf = ({ id, box, stars, done, val, pad }) =>
  `(${[id, box, stars, done, val].map(quoted).join(", ")}, ${padded(pad)})`;

export class Choices {
  #names = 0;
  #keys = [];
  #pad;

  constructor(seed) {
    this.below = seeded(seed);
    this.#pad = this.below(5) === 0 ? "x".repeat(LARGE) : null;
  }

  of(list) {
    return list[this.below(list.length)];
  }

  /** A name that nothing else has. */
  newName(kind) {
    return `${kind}~${String(this.#names++).padStart(6, "0")}`;
  }

  newKey() {
    const key = this.newName("key");
    this.#keys.push(key);
    return key;
  }

  /** The key of a row that may be there. */
  oldKey() {
    const { length } = this.#keys;
    return length === 0 ? this.newKey() : this.#keys[Math.max(0, length - 1 - this.below(12))];
  }

  /** A row; its `val` is a name of its own, to be found among what a client was told. */
  row(id) {
    return {
      id,
      box: this.of(BOXES),
      stars: this.below(5) === 0 ? null : this.below(MAX_STARS),
      done: this.below(3) === 0 ? 1 : 0,
      val: this.newName("val"),
      pad: this.#pad,
    };
  }

  /** An operation of a mutation, and the token that counts it. */
  op(isInsert) {
    const row = this.row(isInsert ? this.newKey() : this.oldKey());
    const { id, ...changes } = row;
    return { type: isInsert ? "insert" : "update", key: id, cols: isInsert ? row : changes, token: row.val };
  }

  /** What a client of a profile asks for. */
  view(profile) {
    const where = this.#where(profile);
    const table = this.of(TABLES);
    const window = profile === SAMOVAR && this.below(3) === 0 ? this.#window() : undefined;
    return { table, where, window, query: { collection: table, ...(where && { where }), ...window?.query } };
  }

  #where(profile) {
    const inBox = compare("eq", "box", this.of(BOXES));
    const atLeast = compare("gte", "stars", this.below(MAX_STARS));
    return this.of([
      undefined,
      undefined,
      inBox,
      not(inBox),
      atLeast,
      not(atLeast),
      new IR.Func("isNull", [new IR.PropRef(["stars"])]),
      new IR.Func("and", [inBox, atLeast]),
      new IR.Func("or", [inBox, atLeast]),
      compare("like", "id", `%${this.below(10)}`),
      compare("eq", "done", profile === SAMOVAR ? true : 1),
    ]);
  }

  #window() {
    const [direction, nulls] = [this.of(["asc", "desc"]), this.of(["first", "last"])];
    const [limit, offset] = [1 + this.below(4), this.below(3)];
    const orderBy = [{ expression: new IR.PropRef(["stars"]), compareOptions: { direction, nulls } }];
    return { direction, nulls, limit, offset, query: { orderBy, limit, offset } };
  }

  /** A write of the object's own. */
  statement() {
    const table = this.of(TABLES);
    const row = this.row(this.below(2) === 0 ? this.newKey() : this.oldKey());
    const replace = (rows) => `INSERT OR REPLACE INTO ${table} VALUES ${rows.map(valuesOf).join(", ")}`;
    return this.of([
      () => replace([row]),
      () => replace([row]),
      () => replace(Array.from({ length: 12 }, () => this.row(this.newKey()))),
      () => `UPDATE OR REPLACE ${table} SET id = '${row.id}' WHERE id = '${this.oldKey()}'`,
      () => `UPDATE ${table} SET stars = stars + 1 WHERE box = '${row.box}'`,
      () => `UPDATE ${table} SET box = '${row.box}' WHERE id = '${this.oldKey()}'`,
      () => `DELETE FROM ${table}`,
      () => `DELETE FROM ${table} WHERE stars = ${row.stars}`,
    ])();
  }
}

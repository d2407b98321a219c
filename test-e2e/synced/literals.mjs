// Random rows, literals and predicates for comparisons with TanStack DB's evaluator.
import { IR } from "@tanstack/db";
import { seeded } from "../chat/seeded.mjs";

/** The columns of the probe's table of things that predicates may name. */
export const COLUMNS = ["words", "fold", "whole", "real", "number", "blob", "any", "flag", "big"];

// biome-ignore format: a table
const TEXTS = [
  "", " ", "a", "A", "abc", "ABC", "abd", "b", "a%c", "5", "5.0", "05", " 5\n", "10", "1e1", "0xA", "-1", "+1", ".5",
  "Infinity", "NaN", "true", "9007199254740993", "1e-7", "é", "É", "\uffff", "🚀", "🚀🚀", "\ufffd", "a\nb",
];
// biome-ignore format: a table
const NUMBERS = [
  0, -0, 1, 2, -1, 0.5, 5, 9, 10, 15, 0.1, 0.1 + 0.2, 1e-7, 1e300, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 53),
  2 ** 63,
];
const UNSTORED = [Number.NaN, Infinity, -Infinity];
const BIGINTS = [0n, 1n, -1n, 5n, 10n, 2n ** 53n - 1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const BYTES = [[], [5], [1, 2], [97], [255]].map((bytes) => Uint8Array.from(bytes));

export class Literals {
  constructor(seed) {
    this.below = seeded(seed);
  }

  of(list) {
    return list[this.below(list.length)];
  }

  /** What a parameter of an INSERT may be; the column's affinity makes of it what it likes. */
  stored() {
    return this.of([() => null, () => this.of(TEXTS), () => this.of(NUMBERS), () => this.of(BYTES)])();
  }

  /** The values of all columns but the key. Predicates see a stored integer as the nearest double. */
  row() {
    const big = this.of([null, ...BIGINTS.filter((value) => BigInt(Number(value)) === value)]);
    return [...COLUMNS.slice(0, -2).map(() => this.stored()), this.of([null, 0, 1, 1, 2]), big];
  }

  literal() {
    return this.of(this.of([TEXTS, TEXTS, NUMBERS, NUMBERS, UNSTORED, BYTES, BIGINTS, [true, false], [null]]));
  }

  ref() {
    return new IR.PropRef([this.of(COLUMNS)]);
  }

  leaf() {
    const compare = () => {
      const args = [this.ref(), this.below(4) === 0 ? this.ref() : new IR.Value(this.literal())];
      return new IR.Func(this.of(["eq", "gt", "gte", "lt", "lte"]), this.below(4) === 0 ? args.reverse() : args);
    };
    const list = () => Array.from({ length: this.below(6) }, () => this.literal());
    const cut = () => this.of(TEXTS).slice(0, 2);
    return this.of([
      compare,
      compare,
      compare,
      () => new IR.Func("in", [this.ref(), new IR.Value(list())]),
      () => new IR.Func("like", [this.ref(), new IR.Value(this.of([`${cut()}%`, `%${cut()}`, "_", "%", `_${cut()}`]))]),
      () => new IR.Func("isNull", [this.ref()]),
      () => new IR.Func("isUndefined", [this.ref()]),
    ])();
  }

  predicate(depth) {
    if (depth === 0 || this.below(3) === 0) {
      return this.leaf();
    }
    const name = this.of(["and", "or", "not"]);
    const count = name === "not" ? 1 : 1 + this.below(3);
    return new IR.Func(
      name,
      Array.from({ length: count }, () => this.predicate(depth - 1)),
    );
  }
}

/** For messages; JSON knows neither bigints nor NaN. */
export const shown = (value) =>
  JSON.stringify(value, (_, item) => {
    if (typeof item === "bigint") {
      return `${item}n`;
    }
    return typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
  });

// The compiled evaluator includes the same rows as TanStack DB's own: what a server sends and what a page shows agree.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { compileSingleRowExpression, IR } from "@tanstack/db";
import { encode } from "../client-web/src/test/js/lib/messagepack.mjs";
import { seeded } from "./chat/seeded.mjs";
import { start } from "./harness.mjs";

const COLUMNS = ["a", "b", "c", "boolean", "bigint"];
const ROWS = 60;
const PREDICATES = 1_000;

// biome-ignore format: a table
const TEXTS = [
  "", " ", "a", "A", "abc", "abd", "b", "a%c", "a_c", "5", "5.0", "05", " 5\n", "10", "1e1", "0xA", "0b11", "0o7", "-1",
  "+1", "-0x1", ".5", "5.", ".", "1_0", "Infinity", "-Infinity", "infinity", "NaN", "true", "null", "1,2", "5d", "1e400",
  "9007199254740993", "18446744073709551616", "0.1", "0.30000000000000004", "123456789012345678901234567890", "1e-7",
  "é", "\u00a05\ufeff", "\uffff", "🚀", "🚀🚀", "\ufffd", "a\nb", "a\u0000b", "2.2250738585072011e-308",
];
// biome-ignore format: a table
const NUMBERS = [
  0, 1, 2, -1, 0.5, 5, 9, 10, 15, 0.1, 0.1 + 0.2, 1e-7, 1e300, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 2 ** 63, 2 ** 64,
  1.2345678901234568e29, NaN, Infinity, -Infinity, 1_500,
];
// biome-ignore format: a table
const BIGINTS = [0n, 1n, -1n, 5n, 10n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const BYTES = [[], [5], [1, 2], [97], [255]].map((bytes) => Uint8Array.from(bytes));
const DATES = [0, 1_500, -1_500, 5].map((time) => new Date(time));

let runtime;
let socket;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
  socket = await runtime.connect("/object/predicates/socket/open?tags=predicates");
});

after(() => runtime.stop());

/** Random values, rows and predicates. */
class Gen {
  constructor(seed) {
    this.below = seeded(seed);
  }

  of(list) {
    return list[this.below(list.length)];
  }

  stored() {
    return this.of([() => null, () => this.of(TEXTS), () => this.of(NUMBERS), () => this.of(BYTES)])();
  }

  row() {
    return {
      a: this.stored(),
      b: this.stored(),
      c: this.of(TEXTS),
      boolean: this.of([true, false, null, 2, "true"]),
      bigint: this.of([...BIGINTS, null, 0.5, "5"]),
    };
  }

  literal() {
    const kinds = [TEXTS, TEXTS, NUMBERS, NUMBERS, BYTES, DATES, [...BIGINTS, 2n ** 64n - 1n], [true, false], [null]];
    return this.of(this.of(kinds));
  }

  ref() {
    return new IR.PropRef([this.of(COLUMNS)]);
  }

  operand() {
    return this.below(4) === 0 ? this.ref() : new IR.Value(this.literal());
  }

  pattern() {
    const cut = this.of(TEXTS).slice(0, 2);
    return this.of([this.of(TEXTS), `${cut}%`, `%${cut}`, `%${cut}%`, `_${cut}`, "%", "_", "__", "%_%"]);
  }

  leaf() {
    const compare = () => {
      const args = [this.ref(), this.operand()];
      return new IR.Func(this.of(["eq", "gt", "gte", "lt", "lte"]), this.below(4) === 0 ? args.reverse() : args);
    };
    const list = () => Array.from({ length: this.below(6) }, () => this.literal());
    return this.of([
      compare,
      compare,
      compare,
      () => new IR.Func("in", [this.ref(), new IR.Value(list())]),
      () => new IR.Func("like", [this.ref(), new IR.Value(this.pattern())]),
      () => new IR.Func("isNull", [this.ref()]),
      () => new IR.Func("isUndefined", [this.ref()]),
      () => this.ref(),
      () => new IR.Value(this.of([true, false, null, 0, 1, "", "x"])),
    ])();
  }

  predicate(depth) {
    if (depth === 0 || this.below(3) === 0) {
      return this.leaf();
    }
    const name = this.of(["and", "or", "not"]);
    const count = name === "not" ? 1 : this.below(4);
    return new IR.Func(
      name,
      Array.from({ length: count }, () => this.predicate(depth - 1)),
    );
  }
}

/** As SQLite stores it: a boolean is 0 or 1. */
const stored = (value) => (typeof value === "boolean" ? Number(value) : value);

/** For messages; JSON knows neither bigints nor NaN. */
const shown = (value) =>
  JSON.stringify(value, (_, item) => {
    if (typeof item === "bigint") {
      return `${item}n`;
    }
    return typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
  });

test("random predicates include the same rows as TanStack DB's evaluator", async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  const gen = new Gen(seed);
  const rows = Array.from({ length: ROWS }, () => gen.row());
  const predicates = Array.from({ length: PREDICATES }, () => gen.predicate(gen.below(5)));

  const values = rows.map((row) => COLUMNS.map((column) => stored(row[column])));
  const lines = [];
  for (let from = 0; from < PREDICATES; from += 100) {
    socket.send(encode([COLUMNS, values, predicates.slice(from, from + 100)]));
    const answer = String(await socket.next());
    lines.push(...answer.trimEnd().split("\n"));
  }

  assert.equal(lines.length, PREDICATES);
  let included = 0;
  for (const [index, predicate] of predicates.entries()) {
    const evaluate = compileSingleRowExpression(predicate);
    for (const [at, row] of rows.entries()) {
      const expected = evaluate(row) === true;
      included += Number(expected);
      assert.equal(
        lines[index][at],
        expected ? "1" : "0",
        `SEED=${seed}: ${shown(predicate)} on ${shown(row)}, answered ${lines[index].slice(0, 200)}`,
      );
    }
  }
  assert.ok(included > ROWS * 10, `SEED=${seed}: only ${included} of ${ROWS * PREDICATES} cases include the row`);
});

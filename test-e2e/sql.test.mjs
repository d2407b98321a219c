// SQLite in a Durable Object: what Java binds, what it reads back, what is refused.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

async function text(path) {
  const response = await runtime.fetch(path);
  const body = await response.text();
  assert.equal(response.status, 200, body);
  return body;
}

const lines = async (path) => (await text(path)).split("\n");

test("every type that may be bound arrives as documented", async () => {
  // Java's type; in an expression: typeof, quote; in an INTEGER column: typeof, quote; through CAST(? AS INTEGER).
  const expected = [
    ["null", "null", "NULL", "null", "NULL", null],
    ["String", "text", "'text'", "text", "'text'", "0"],
    ["String", "text", "''", "text", "''", "0"],
    ["String", "text", "'é😀'", "text", "'é😀'", "0"],
    ["Integer", "real", "7.0", "integer", "7", "7"],
    ["Integer", "real", "-2147483648.0", "integer", "-2147483648", "-2147483648"],
    ["Long", "real", "9007199254740991.0", "integer", "9007199254740991", "9007199254740991"],
    ["Long", "real", "-9007199254740991.0", "integer", "-9007199254740991", "-9007199254740991"],
    ["Long", "text", "'9007199254740993'", "integer", "9007199254740993", "9007199254740993"],
    ["Long", "text", "'9223372036854775807'", "integer", "9223372036854775807", "9223372036854775807"],
    ["Long", "text", "'-9223372036854775808'", "integer", "-9223372036854775808", "-9223372036854775808"],
    ["Double", "real", "1.5", "real", "1.5", "1"],
    ["Double", "real", "2.0", "integer", "2", "2"],
    ["Double", "real", "9.0e+999", "real", "9.0e+999", "9223372036854775807"],
    ["Boolean", "real", "1.0", "integer", "1", "1"],
    ["Boolean", "real", "0.0", "integer", "0", "0"],
    ["byte[]", "blob", "X'01FF00'", "blob", "X'01FF00'", "0"],
    ["byte[]", "blob", "X''", "blob", "X''", "0"],
  ];

  assert.deepEqual(JSON.parse(await text("/object/sql/sql/bound")), expected);
});

test("each getter takes its own type and refuses the others by name", async () => {
  const rows = JSON.parse(await text("/object/sql/sql/read"));

  const no = (column, wanted, found) => `IllegalStateException: Column ${column} is not ${wanted}: ${found}.`;
  const row = (column, type, isNull, reads) => {
    const [long, double, string, bytes, truth, ascii] = reads;
    return [
      type,
      isNull,
      long ?? no(column, "an integer", type),
      double ?? no(column, "a number", type),
      string ?? no(column, "text", type),
      bytes ?? no(column, "a blob", type),
      truth ?? no(column, "a number", type),
      String(string?.length ?? -1),
      ascii ?? (string === undefined ? no(column, "text", type) : `true *${string}*`),
    ];
  };
  const notIntegral = "another NUMBER. Read it with getDouble or as CAST(... AS TEXT)";
  assert.deepEqual(rows, [
    row("0 (NULL)", "NULL", true, []),
    row("1 (7)", "NUMBER", false, ["7", "7.0", undefined, undefined, "true"]),
    row("2 (1.5)", "NUMBER", false, [
      no("2 (1.5)", "an integer within 2^53-1", notIntegral),
      "1.5",
      undefined,
      undefined,
      "true",
    ]),
    row("3 ('text')", "TEXT", false, [no("3 ('text')", "an integer", "other TEXT"), undefined, "text"]),
    row("4 (x'01ff')", "BLOB", false, [undefined, undefined, undefined, "[1, -1]"]),
    row("5 ('9007199254740993')", "TEXT", false, ["9007199254740993", undefined, "9007199254740993"]),
    row("6 (CAST(9007199254740993 AS TEXT))", "TEXT", false, ["9007199254740993", undefined, "9007199254740993"]),
    row("7 (0)", "NUMBER", false, ["0", "0.0", undefined, undefined, "false"]),
    row("8 ('te\u00e9x')", "TEXT", false, [
      no("8 ('te\u00e9x')", "an integer", "other TEXT"),
      undefined,
      "te\u00e9x",
      undefined,
      undefined,
      "false *te*",
    ]),
  ]);
});

test("what cannot be bound is refused with the number of its parameter", async () => {
  const refusals = await lines("/object/sql/sql/refused");

  assert.match(refusals[0], /^IllegalArgumentException: Cannot bind parameter 1: it is NaN/);
  const types = ["java.lang.Float", "java.lang.Character", "java.lang.Short", "java.util.", "\\[I"];
  types.forEach((type, i) => {
    const pattern = new RegExp(`^IllegalArgumentException: Cannot bind parameter 1: SQLite takes no ${type}`);
    assert.match(refusals[i + 1], pattern);
  });
  assert.equal(refusals[6], "PlatformException: Wrong number of parameter bindings for SQL query.");
  assert.equal(refusals[7], "PlatformException: SQL code did not contain a statement.");
  assert.match(refusals[8], /^PlatformException: To execute a transaction, please use/);
  assert.equal(refusals.length, 9);
});

test("documented limits hold at the border and one beyond", async () => {
  const tooLong = /^IllegalArgumentException: Cannot bind parameter 0: it has more than 2000000 bytes/;
  const results = await lines("/object/sql/sql/limits");

  assert.equal(results[0], "100");
  assert.match(results[1], /^IllegalArgumentException: A statement may have 100 bindings, not 101\./);
  for (let i = 2; i < 10; i += 2) {
    assert.equal(results[i], "2000000");
    assert.match(results[i + 1], tooLong);
  }
  assert.equal(results[10], "1");
  assert.match(results[11], /^IllegalArgumentException: The statement is longer than 100000 bytes\./);
  assert.equal(results.length, 12);
});

test("a cursor reads forward, keeps double names and counts rows", async () => {
  assert.deepEqual(await lines("/object/sql/sql/cursor"), [
    "written 6, rows []",
    "[n, word] true 1 [[2.0, two], [3.0, three]] false",
    "read 3",
    "[n, n] [[1.0, 2.0], [2.0, 3.0]]",
    "two false",
    "several 4",
    "size true",
    "bytes [9, 2]",
  ]);
});

test("a cursor that stands wrong says so", async () => {
  const offRow = /^IllegalStateException: The cursor stands on no row\. Call next\(\) first/;
  const patterns = [
    offRow,
    /^IllegalStateException: Column 0 \(a\) is not text: NUMBER\.$/,
    /^IllegalStateException: Column 1 \(b\) is not an integer: other TEXT\.$/,
    /^IllegalStateException: Column 1 \(b\) is not a blob: TEXT\.$/,
    /^IllegalStateException: There is no column 2\. The statement gives 2, counted from 0\.$/,
    offRow,
    /^IllegalStateException: Column 0 \(9007199254740993\) is not an integer within 2\^53-1: another NUMBER/,
    /^IllegalStateException: Column 0 \(half\) is not an integer within 2\^53-1: another NUMBER/,
    /^IllegalStateException: one\(\) needs exactly one row, and there is none\.$/,
    /^IllegalStateException: one\(\) needs exactly one row, and there are more\./,
  ];

  const refusals = await lines("/object/sql/sql/cursor-refused");

  assert.equal(refusals.length, patterns.length);
  patterns.forEach((pattern, i) => {
    assert.match(refusals[i], pattern);
  });
});

test("a transaction is kept whole, or rolled back whole with the exception that ended it", async () => {
  assert.equal(await text("/object/transaction/storage/commit"), "result [[first], [second]]");
  assert.equal(await text("/object/transaction/storage/rollback"), "true [[first], [second]]");
});

test("a transaction inside another is rolled back alone", async () => {
  assert.equal(await text("/object/nested/storage/nested"), "committed [[outer], [after: undo the inner one]]");
});

test("deleteAll leaves neither tables nor alarm", async () => {
  await text("/object/gone/storage/commit");
  await text("/object/gone/alarm/far");

  assert.equal(await text("/object/gone/storage/delete-all"), "0 null");
});

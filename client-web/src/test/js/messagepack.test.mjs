import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidValueError } from "../../../target/npm/errors.js";
import { decode, encode } from "../../../target/npm/messagepack.js";
import * as other from "./lib/messagepack.mjs";

const hex = (text) => Int8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const written = (value) => Buffer.from(encode(value)).toString("hex");

test("every width of every kind is read", () => {
  const cases = [
    ["00", 0],
    ["7f", 127],
    ["e0", -32],
    ["cc ff", 255],
    ["cd ffff", 65_535],
    ["ce ffffffff", 4_294_967_295],
    ["cf ffffffffffffffff", 2n ** 64n - 1n],
    ["d0 80", -128],
    ["d1 8000", -32_768],
    ["d2 80000000", -(2 ** 31)],
    ["d3 8000000000000000", -(2n ** 63n)],
    ["ca 3fc00000", 1.5],
    ["cb 3ff8000000000000", 1.5],
    ["cb 8000000000000000", 0],
    ["c0", null],
    ["c2", false],
    ["c3", true],
    ["a2 c3a9", "é"],
    ["d9 01 61", "a"],
    ["da 0001 61", "a"],
    ["db 00000001 61", "a"],
    ["a3 efbbbf", "\ufeff"],
    ["a3 61ff62", "a\ufffdb"],
    ["c4 02 00ff", new Uint8Array([0, 255])],
    ["c5 0001 01", new Uint8Array([1])],
    ["c6 00000001 01", new Uint8Array([1])],
    ["d4 00 07", new Uint8Array([7])],
    ["c7 02 00 0708", new Uint8Array([7, 8])],
    ["d6 ff 00000001", new Date(1_000)],
    ["d7 ff 77359400 00000001", new Date(1_500)],
    ["c7 0c ff 00000000 ffffffffffffffff", new Date(-1_000)],
    ["92 01 a1 61", [1, "a"]],
    ["dc 0001 01", [1]],
    ["dd 00000001 01", [1]],
    ["82 a1 61 01 05 02", { a: 1, 5: 2 }],
    ["de 0001 a1 61 01", { a: 1 }],
    ["df 00000001 a1 61 01", { a: 1 }],
    ["82 a1 61 01 a1 61 02", { a: 2 }],
  ];
  for (const [bytes, value] of cases) {
    assert.deepEqual(decode(hex(bytes)), value, bytes);
  }
});

test("what is malformed is refused, and why is said without a value", () => {
  const cases = [
    ["", /1 bytes are needed, but only 0 are left/],
    ["c1", /no value begins with byte 193/],
    ["01 02", /1 bytes follow the value/],
    ["a5 61", /5 bytes are needed/],
    ["db ffffffff", /4294967295 bytes are needed/],
    ["c6 7fffffff 00", /bytes are needed/],
    ["cb 00", /8 bytes are needed/],
    ["dd ffffffff", /declares 4294967295 elements/],
    ["df 7fffffff 00", /declares 2147483647 elements/],
    ["81 a9 5f5f70726f746f5f5f 01", /the key __proto__/],
    ["81 c0 01", /a map key is neither text nor a whole number/],
    ["81 cb 3ff8000000000000 01", /a map key is neither/],
    ["81 cf 0000000000000001 01", /a map key is neither/],
    ["d4 05 00", /extension type 5 is not known/],
    ["d5 ff 0000", /a timestamp has 2 bytes/],
    ["d7 ff ffffffff 00000000", /more than 999,999,999 nanoseconds/],
    [`${"91".repeat(101)}00`, /nest more than 100 levels deep/],
  ];
  for (const [bytes, reason] of cases) {
    assert.throws(() => decode(hex(bytes)), reason, bytes);
  }
});

test("a hundred levels are read, and no more elements than are allowed", () => {
  assert.equal(JSON.stringify(decode(hex(`${"91".repeat(99)}90`))), `${"[".repeat(100)}${"]".repeat(100)}`);
  const many = new Int8Array(5 + 2 ** 22 + 1);
  many.set(hex("dd 00400001"));
  assert.throws(() => decode(many), /more than 4194304 elements/);
  assert.throws(() => decode(new Int8Array(2 ** 25 + 1)), /more than the 33554432 allowed/);
});

test("bytes that were cut or changed anywhere are a value or an error, never anything else", () => {
  const value = { a: [1, -1, 1.5, 2n, "ж🙂", null, true], b: { c: new Uint8Array(3), d: new Date(1) } };
  const bytes = other.encode(value);
  for (let at = 0; at < bytes.length; at++) {
    assert.throws(() => decode(bytes.subarray(0, at)), /^Error: Malformed MessagePack/);
    for (const changed of [0x00, 0x7f, 0x80, 0xc1, 0xdd, 0xff]) {
      try {
        decode(Uint8Array.from(bytes, (byte, i) => (i === at ? changed : byte)));
      } catch (error) {
        assert.match(error.message, /^Malformed MessagePack near byte \d+: /);
      }
    }
  }
});

test("a view of a larger buffer is read within its bounds", () => {
  assert.equal(decode(new Int8Array(Uint8Array.from([1, 2, 3]).buffer, 1, 1)), 2);
});

test("each number is written in its shortest form", () => {
  const cases = [
    [127, "7f"],
    [128, "cc80"],
    [256, "cd0100"],
    [65_536, "ce00010000"],
    [4_294_967_295, "ceffffffff"],
    [4_294_967_296, "cb41f0000000000000"],
    [-32, "e0"],
    [-33, "d0df"],
    [-129, "d1ff7f"],
    [-32_769, "d2ffff7fff"],
    [-2_147_483_649, "cbc1e0000000200000"],
    [0.5, "cb3fe0000000000000"],
    [7n, "cf0000000000000007"],
    [-1n, "d3ffffffffffffffff"],
    [new Date(0), "d6ff00000000"],
    [new Date(1_500), "d7ff7735940000000001"],
    [new Date(2 ** 32 * 1_000), "d7ff0000000100000000"],
    [new Date(-1_000), "c70cff00000000ffffffffffffffff"],
    ["a".repeat(32), `d920${"61".repeat(32)}`],
    ["\ud800", "a3efbfbd"],
    [undefined, "c0"],
  ];
  for (const [value, bytes] of cases) {
    assert.equal(written(value), bytes, String(value));
  }
});

test("what was written is read the same, here and elsewhere", () => {
  const values = [
    ["a".repeat(300), "ж".repeat(40_000), new Uint8Array(70_000).fill(7)],
    Array.from({ length: 70_000 }, (_, i) => i - 35_000),
    Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key ${i}`, { i, at: new Date(i * 1e12 + 1) }])),
    [2n ** 64n - 1n, -(2n ** 63n), Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, Number.NaN, Number.NEGATIVE_INFINITY],
  ];
  for (const value of values) {
    assert.deepEqual(decode(encode(value)), value);
    assert.deepEqual(other.decode(encode(value)), value);
    assert.deepEqual(decode(other.encode(value)), value);
  }
});

test("sixty levels are sent, and one more is refused", () => {
  const nested = (levels) => (levels === 0 ? 1 : [nested(levels - 1)]);
  assert.deepEqual(decode(encode(nested(60))), nested(60));
  assert.throws(() => encode(nested(61)), InvalidValueError);
  const holes = new Array(2);
  assert.equal(written(holes), "92c0c0");
});

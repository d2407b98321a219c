// Codecs that the build makes of records, compiled and in workerd: values come back as they were sent, or are refused.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { start } from "./harness.mjs";
import { samovar } from "./synced/clients.mjs";

const kinds = {
  text: "tea",
  flag: true,
  small: 2_147_483_647,
  whole: -9_007_199_254_740_991,
  big: 9_007_199_254_740_993n,
  real: 0.5,
  shade: "very dark",
  at_millis: 1_700_000_000_123,
  data: Uint8Array.of(0, 255),
};

let runtime;
let client;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

beforeEach(async () => {
  client = await samovar(runtime, `codecs-${randomUUID()}`);
  await client.subscribe("kinds", { collection: "kinds" });
});

const mutate = (type, cols) =>
  client.write({ t: "mut", txId: randomUUID(), collection: "kinds", ops: [{ type, key: "a", cols }] });

const echo = (parcel) => client.write({ t: "call", txId: randomUUID(), name: "echo", args: parcel });

const resultOf = ({ done }) => done[0][1];

test("a row comes back as it was written", async () => {
  await mutate("insert", kinds);

  assert.deepEqual(client.rows.get("kinds").get("a"), { id: "a", ...kinds, seen: true });
});

test("a row may lack what may be null, and an update leaves what it does not name", async () => {
  const { text, whole, data, ...needed } = kinds;
  await mutate("insert", needed);
  await mutate("update", { shade: "LIGHT", small: 0 });

  const nothing = { text: null, whole: null, data: null };
  assert.deepEqual(client.rows.get("kinds").get("a"), {
    ...{ id: "a", ...needed, ...nothing, seen: true },
    shade: "LIGHT",
    small: 0,
  });
});

test("what the record does not hold is refused, all at once", async () => {
  const { error } = await mutate("insert", {
    ...kinds,
    flag: 2,
    small: -1,
    whole: 2 ** 53,
    big: 0.5,
    shade: "DARK",
    at_millis: null,
    data: "bytes",
  });

  assert.equal(error.code, "VALIDATION");
  assert.equal(
    error.message,
    "validation failed: flag must be true or false; small must be 0 to 2147483647;" +
      " whole must be an integer within 2^53-1; big must be a bigint of 64 bits;" +
      " shade must be one of LIGHT, very dark; at_millis is missing; data must be bytes",
  );
});

test("numbers are exact, and bigints are bigints, up to where numbers have gaps", async () => {
  for (const [whole, big] of [
    [9_007_199_254_740_991, 9_007_199_254_740_991n],
    [-9_007_199_254_740_991, -4_503_599_627_370_497n],
    [4_503_599_627_370_497, 0n],
  ]) {
    await mutate(client.rows.get("kinds").has("a") ? "update" : "insert", { ...kinds, whole, big });

    const row = client.rows.get("kinds").get("a");
    assert.deepEqual([row?.whole, row?.big], [whole, big]);
  }
});

test("a bigint stays exact when another column is changed", async () => {
  await mutate("insert", kinds);
  await mutate("update", { flag: false });

  assert.equal(client.rows.get("kinds").get("a").big, kinds.big);
});

test("arguments and results are records with records and lists", async () => {
  const parcel = {
    kinds: [{ id: "a", ...kinds, seen: null }],
    words: ["tea", "samovar"],
    label: { number: 7, shades: ["LIGHT", "very dark"] },
  };

  assert.deepEqual(resultOf(await echo(parcel)), parcel);
  assert.deepEqual(resultOf(await echo({ kinds: [], words: [] })), { kinds: [], words: [], label: null });
});

test("what is wrong with arguments is told with its place", async () => {
  const { error } = await echo({ kinds: [], words: ["tea", 5], label: { number: 0.5, shades: ["DARK"] } });

  assert.equal(
    error.message,
    "validation failed: words[1] must be text; label.number must be an integer within 2^53-1;" +
      " label.shades[0] must be one of LIGHT, very dark",
  );
});

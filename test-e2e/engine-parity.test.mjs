// Snapshot, live changes, catch-up and fetch include the same rows as TanStack DB's evaluator does with what they sent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { compileSingleRowExpression, IR } from "@tanstack/db";
import { start } from "./harness.mjs";
import { reference, samovar } from "./synced/clients.mjs";
import { COLUMNS, Literals, shown } from "./synced/literals.mjs";

const ROWS = 40;
const PREDICATES = 60;
const INSERT = `INSERT OR REPLACE INTO things VALUES (?${", ?".repeat(COLUMNS.length)})`;
const QUOTED = COLUMNS.map((column) => `"${column}"`);

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

const keyOf = (index) => `row ${String(index).padStart(2, "0")}`;

/** The binding of a bigint, which the runtime takes as no parameter. */
const bound = (values) => values.map((value) => (typeof value === "bigint" ? String(value) : value));

for (const [profile, connect] of [
  ["the reference profile", reference],
  ["samovar/1", samovar],
]) {
  test(`in ${profile} every path agrees with TanStack DB's evaluator on random rows and predicates`, async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    const gen = new Literals(seed);
    const object = `parity ${profile}`.replaceAll(/\W/g, "-");
    const writer = await connect(runtime, object);
    const predicates = Array.from({ length: PREDICATES }, () => gen.predicate(gen.below(7)));
    for (let index = 0; index < ROWS; index++) {
      await writer.exec(INSERT, keyOf(index), ...bound(gen.row()));
    }
    const live = await connect(runtime, object);
    const away = await connect(runtime, object);
    for (const client of [live, away]) {
      await client.subscribe("all");
      for (const [index, where] of predicates.entries()) {
        await client.subscribe(`p${index}`, { where });
      }
    }
    compare(live, "snapshot");
    const kept = new Map(predicates.map((_, index) => [`p${index}`, away.positions?.get(`p${index}`)]));
    const since = String(away.cursor);
    await away.socket.close();

    for (let step = 0; step < 60; step++) {
      const key = keyOf(gen.below(ROWS + 10));
      const column = gen.below(COLUMNS.length);
      const act = gen.below(4);
      if (act === 0) {
        await writer.exec("DELETE FROM things WHERE id = ?", key);
      } else if (act === 1) {
        await writer.exec(INSERT, key, ...bound(gen.row()));
      } else {
        await writer.exec(`UPDATE things SET ${QUOTED[column]} = ? WHERE id = ?`, bound(gen.row())[column], key);
      }
    }
    // Its answer comes behind all that was committed before.
    await live.exec("DELETE FROM things WHERE id = 'nobody'");
    await live.fetch({ limit: 0 });
    compare(live, "live");

    const back = await connect(runtime, object);
    back.rows = away.rows;
    await back.subscribe("all");
    for (const [index, where] of predicates.entries()) {
      await back.subscribe(`p${index}`, { where, ...(kept.get(`p${index}`) ?? { since }) });
    }
    assert.equal(back.frames.filter(({ t }) => t === "reset").length, 0, "Nobody needed a reset.");
    compare(back, "catch-up");
    for (const [index, where] of predicates.entries()) {
      const { rows } = await back.fetch({ where });
      back.rows.set(`p${index}`, new Map(rows.map((row) => [row.id, row])));
    }
    compare(back, "fetch");

    function compare(client, path) {
      const all = client.rows.get("all");
      assert.ok(all.size > ROWS / 2);
      for (const [index, predicate] of predicates.entries()) {
        const evaluate = compileSingleRowExpression(predicate);
        const expected = new Map([...all].filter(([, row]) => evaluate(row) === true));
        assert.deepEqual(
          new Map([...client.rows.get(`p${index}`)].sort()),
          new Map([...expected].sort()),
          `SEED=${seed}: ${path} of ${shown(predicate)}`,
        );
      }
    }
  });
}

const func = (name, column, value) => new IR.Func(name, [new IR.PropRef([column]), new IR.Value(value)]);
const not = (predicate) => new IR.Func("not", [predicate]);

for (const [name, predicate, column, value, isMember] of [
  ["eq with true does not match a stored 1", func("eq", "whole", true), "whole", 1, false],
  ["eq with 5 does not match the text 5", func("eq", "words", 5), "words", "5", false],
  ["eq with the text 5 does not match 5", func("eq", "whole", "5"), "whole", 5, false],
  ["in with 5 does not match the text 5", func("in", "words", [5]), "words", "5", false],
  ["the text 10 is greater than 9", func("gt", "words", 9), "words", "10", true],
  ["text that is no number is not greater than 9", func("gt", "words", 9), "words", "abc", false],
  ["a number is not less than text", func("lt", "whole", "abc"), "whole", 5, false],
  ["a nil in a list does not make not(in) unknown", not(func("in", "words", ["x", null])), "words", "a", true],
  ["not(in) of an empty list is unknown for NULL", not(func("in", "words", [])), "words", null, false],
  ["a number is not like its digits", func("like", "whole", "1%"), "whole", 15, false],
  ["a number is not(like) its digits", not(func("like", "whole", "1%")), "whole", 15, true],
  ["one _ is not a character beyond the BMP", func("like", "words", "_"), "words", "🚀", false],
  ["two _ are a character beyond the BMP", func("like", "words", "__"), "words", "🚀", true],
  ["text is ordered by UTF-16 units", func("gt", "words", "🚀"), "words", "\ufffd", true],
  ["bytes equal the same bytes", func("eq", "blob", Uint8Array.of(1, 2)), "blob", Uint8Array.of(1, 2), true],
  ["a NOCASE column is compared by its case", func("eq", "fold", "hello"), "fold", "HELLO", false],
  ["like minds the case", func("like", "fold", "h%"), "fold", "HELLO", false],
  ["1.0 is 1", func("eq", "real", 1), "real", 1, true],
]) {
  test(`${name}, on every path`, async () => {
    const object = name.replaceAll(/\W/g, "-");
    const client = await reference(runtime, object);
    await client.exec(`INSERT INTO things (id, ${column}) VALUES ('before', ?)`, value);
    await client.exec("INSERT INTO things (id) VALUES ('touched')");
    await client.subscribe("all");
    await client.subscribe("s", { where: predicate });
    const since = String(client.cursor);
    await client.exec(`INSERT INTO things (id, ${column}) VALUES ('live', ?)`, value);
    await client.exec(`UPDATE things SET ${column} = ? WHERE id = 'touched'`, value);
    const back = await reference(runtime, object);
    back.rows.set("s", new Map(isMember ? [["before", {}]] : []));
    await back.subscribe("s", { where: predicate, since });

    const expected = isMember ? ["before", "live", "touched"] : [];
    const { rows } = await client.fetch({ where: predicate });
    assert.deepEqual(client.keys("s"), expected, "snapshot and live");
    assert.deepEqual(back.keys("s"), expected, "catch-up");
    assert.deepEqual(rows.map(({ id }) => id).sort(), expected, "fetch");
    const evaluate = compileSingleRowExpression(predicate);
    assert.equal(evaluate(client.rows.get("all").get("live")) === true, isMember, "TanStack DB");
  });
}

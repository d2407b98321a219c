// What must hold at the end of a random history.
import assert from "node:assert/strict";
import { compileSingleRowExpression } from "@tanstack/db";
import { SAMOVAR } from "./member.mjs";

const byKey = (left, right) => (left.id < right.id ? -1 : 1);

/** @param sql runs a query inside the object */
export async function checkHistory(sql, members) {
  const tables = new Map();
  for (const table of ["posts", "drafts"]) {
    tables.set(table, await sql(`SELECT * FROM ${table} ORDER BY id`));
  }
  const rights = await sql("SELECT user, box FROM rights");
  const maySee = ({ user }, { box, done }) =>
    user === "root" ||
    (rights.some((right) => right.user === user && right.box === box) && !(user === "carol" && done === 1));
  for (const member of members) {
    await member.converges(() => checkViews(member, (table) => tables.get(table).filter((row) => maySee(member, row))));
  }
  checkWrites(members, await sql("SELECT token, times FROM tally"));
  checkSecrets(members, await sql("SELECT * FROM diary ORDER BY n"));
  assert.deepEqual(await sql("PRAGMA quick_check"), [{ quick_check: "ok" }]);
}

function checkViews(member, visible) {
  for (const [sub, view] of member.views) {
    const seen = [...member.rows(sub).values()].sort(byKey);
    const expected = shown(visible(view.table), view, member.profile);
    assert.deepEqual(seen, expected, `${member}, ${sub}: ${JSON.stringify(view.query)}`);
  }
  for (const [table, rows] of member.loaded) {
    const stored = new Map(visible(table).map((row) => [row.id, typed(row, member.profile)]));
    for (const row of rows) {
      assert.deepEqual(row, stored.get(row.id), `${member} has loaded a row of ${table}`);
    }
  }
}

/** What a client of a profile calls a stored row. */
const typed = (row, profile) => (profile === SAMOVAR ? { ...row, done: row.done === 1 } : row);

const evaluator = (where) => {
  const evaluate = where === undefined ? () => true : compileSingleRowExpression(where);
  return (row) => evaluate(row) === true;
};

function shown(stored, { where, window }, profile) {
  const rows = stored.map((row) => typed(row, profile)).filter(evaluator(where));
  if (window !== undefined) {
    const { direction, nulls, offset, limit } = window;
    const sign = direction === "asc" ? 1 : -1;
    const last = nulls === "last" ? 1 : -1;
    const order = (left, right) => {
      if (left.stars === right.stars) {
        return byKey(left, right);
      }
      return left.stars === null ? last : right.stars === null ? -last : sign * (left.stars - right.stars);
    };
    return rows
      .sort(order)
      .slice(offset, offset + limit)
      .sort(byKey);
  }
  return rows;
}

/** What was told of each write is true. */
function checkWrites(members, tally) {
  const times = new Map(tally.map((row) => [row.token, row.times]));
  for (const member of members) {
    for (const { frame, tokens, answers, isOnce } of member.writes) {
      const isCommitted = answers.includes("committed");
      const isUnknown = answers.includes("unknown");
      const what = `${member}: ${JSON.stringify(frame).slice(0, 300)} was told ${answers}`;
      assert.ok(!isCommitted || !answers.some((answer) => answer.startsWith("rejected")), what);
      for (const token of tokens) {
        const count = times.get(token) ?? 0;
        const isTrue = isUnknown
          ? count <= 1 || !isOnce
          : isCommitted
            ? count === 1 || (count > 1 && !isOnce)
            : count === 0 || !isOnce;
        assert.ok(isTrue, `${what}, and ${token} was done ${count} times`);
      }
    }
  }
}

/** Nobody was told a key or a value of a state that they had not asked for or could not see at any time it was there. */
function checkSecrets(members, diary) {
  const states = statesOf(diary);
  for (const member of members) {
    const rights = rightsOf(member, diary);
    const includes = member.questions.map(({ table, where }) => ({ table, test: evaluator(where) }));
    const isTold = (state) =>
      rights.some(
        ({ box, from, to }) => (box ?? state.row.box) === state.row.box && from < state.to && state.from < to,
      ) &&
      !(member.user === "carol" && state.row.done === 1) &&
      includes.some(({ table, test }) => table === state.table && test(typed(state.row, member.profile)));
    const mayKnow = new Set(states.filter(isTold).flatMap(({ row }) => [row.id, row.val]));
    const secrets = [...member.told].filter((name) => !mayKnow.has(name) && !member.itsOwn.has(name));
    assert.deepEqual(secrets, [], `${member} was told what they must not know`);
  }
}

/** Every state of a row, with the places in the diary between which it was there. */
function statesOf(diary) {
  const states = new Map();
  const all = [];
  for (const { n, what, tbl: table, ...row } of diary) {
    const place = `${table} ${row.id}`;
    if (what === "is" || what === "was") {
      const before = states.get(place);
      if (before !== undefined) {
        before.to = n;
      }
      states.delete(place);
    }
    if (what === "is") {
      const state = { table, row, from: n, to: Number.POSITIVE_INFINITY };
      states.set(place, state);
      all.push(state);
    }
  }
  return all;
}

/** Between which places in the diary a user had a right to which box. */
function rightsOf({ user }, diary) {
  if (user === "root") {
    return [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
  }
  const rights = [];
  for (const { n, what, box } of diary.filter((entry) => entry.id === user)) {
    if (what === "INSERT") {
      rights.push({ box, from: n, to: Number.POSITIVE_INFINITY });
    } else {
      rights.findLast((right) => right.box === box).to = n;
    }
  }
  return rights;
}

import { condition, conjuncts, everything, joined, operand } from "./filter.js";

/** The furthest row that a window of the server reaches. */
const windowRows = 5_000;

/** The items of one list in one filter. */
const listItems = 1_000;

/**
 * Which rows together hold all that is wanted, at least. What the server cannot filter or order TanStack DB does itself, of
 * more rows: so there is no limit then.
 */
export function wantedRows({ where, orderBy, limit, offset, cursor }, own, key) {
  const all = conjuncts(where);
  const kept = all.map((part) => condition(part, key)).filter(Boolean);
  const base = [...own, ...kept];
  const order = kept.length === all.length && orderOf(orderBy, key);
  // With a cursor the offset says how many rows there are already.
  const rows = cursor ? limit : limit + (offset ?? 0);
  if (!order || !(rows <= windowRows)) {
    return lists(base).map(everything);
  }
  if (!cursor) {
    return [{ where: joined(base), orderBy: order, limit: rows }];
  }
  const ties = condition(cursor.whereCurrent, key);
  const rest = condition(cursor.whereFrom, key);
  return ties && rest
    ? [everything([...base, ...conjuncts(ties)]), { where: joined([...base, rest]), orderBy: order, limit: rows }]
    : [everything(base)];
}

/** A filter for each part of a list that is too long for one. */
function lists(parts) {
  const long = parts.findIndex(({ name, args }) => name === "in" && args[1].value.length > listItems);
  if (long < 0) {
    return [parts];
  }
  const [column, { value: items }] = parts[long].args;
  const pieces = [];
  for (let i = 0; i < items.length; i += listItems) {
    const piece = { type: "val", value: items.slice(i, i + listItems) };
    pieces.push(parts.map((part, at) => (at === long ? { ...part, args: [column, piece] } : part)));
  }
  return pieces;
}

/** As the server reads it; undefined if it has no order, or one that the server does not know. */
function orderOf(orderBy, key) {
  const clauses = (orderBy ?? []).map(({ expression, compareOptions: { direction, nulls, stringSort } }) => {
    const column = expression.type === "ref" && stringSort === "lexical" && operand(expression, key);
    return column && { expression: column, compareOptions: { direction, nulls, stringSort } };
  });
  return clauses.length > 0 && clauses.length <= 8 && clauses.every(Boolean) ? clauses : undefined;
}

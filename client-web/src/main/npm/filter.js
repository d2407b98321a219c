// What a server is asked for when TanStack DB wants rows: its expressions as plain trees, as far as a server runs them.

/** The furthest row that a window of the server reaches. */
const windowRows = 5_000;

/** The items of one list in one filter. */
const listItems = 1_000;

const connectives = new Set(["and", "or", "not"]);
const comparisons = new Set(["eq", "gt", "gte", "lt", "lte", "isNull", "isUndefined"]);
const notColumns = new Set(["$synced", "$origin", "$collectionId", "$hasPendingWrites"]);
const literals = new Set(["number", "string", "boolean", "bigint", "undefined"]);

/** A column, as functions of the user get it in place of its value. */
class Column {
  constructor(name) {
    this.type = "ref";
    this.path = [name];
  }
}

const columns = new Proxy(Object.freeze({}), {
  get: (_, name) => (typeof name === "symbol" ? undefined : new Column(name)),
});

/** The column that `getKey` gives; undefined if it computes a key. */
export function keyColumn(getKey) {
  try {
    const key = getKey(columns);
    return key instanceof Column ? key.path[0] : undefined;
  } catch {
    return undefined;
  }
}

/** The conjuncts of the user's filter, a function of a row. */
export function ownFilter(where, key) {
  const wanted = where ? conjuncts(where(columns)) : [];
  const kept = wanted.map((part) => condition(part, key));
  if (kept.includes(undefined)) {
    throw new TypeError(
      "samovarCollectionOptions: `where` is not a filter that a server runs. Compare columns with literals by eq, gt, " +
        "gte, lt, lte, like, inArray, isNull, isUndefined, and, or, not of TanStack DB.",
    );
  }
  return kept;
}

/** Everything of a filter. */
export const everything = (own) => ({ where: joined(own), orderBy: null, limit: -1 });

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

/** The same text for what is the same to the server. */
export function identity(wanted) {
  return JSON.stringify(wanted, function (name, value) {
    const raw = this[name];
    if (raw instanceof Date) {
      return `date:${+raw}`;
    }
    return typeof raw === "object" ? value : `${typeof raw}:${raw}`;
  });
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

function conjuncts(expression) {
  if (!expression) {
    return [];
  }
  const { type, name, args } = expression;
  return type === "func" && name === "and" ? args.flatMap(conjuncts) : [expression];
}

function joined(parts) {
  return parts.length > 1 ? { type: "func", name: "and", args: parts } : (parts[0] ?? null);
}

/** As the server reads it; undefined if it cannot run it. */
function condition(expression, key) {
  const { type, name, args } = expression ?? {};
  if (type !== "func") {
    return operand(expression, key);
  }
  const read = connectives.has(name)
    ? args.map((arg) => condition(arg, key))
    : [operand(args[0], key), ...args.slice(1).map((arg) => (takes[name] ?? operand)(arg, key))];
  const isRun = connectives.has(name) || comparisons.has(name) || Object.hasOwn(takes, name);
  return isRun && !read.includes(undefined) ? { type, name, args: read } : undefined;
}

/** What the second argument is, where it is no operand. */
const takes = {
  in: ({ type, value }) =>
    type === "val" && Array.isArray(value) && value.every(isLiteral) ? { type, value } : undefined,
  like: ({ type, value }) => (type === "val" && typeof value === "string" ? { type, value } : undefined),
};

function operand(node, key) {
  const { type, path, value } = node ?? {};
  if (type === "val") {
    // TanStack DB takes a column for a value.
    return value instanceof Column ? operand(value, key) : isLiteral(value) ? { type, value } : undefined;
  }
  if (type !== "ref" || path.length !== 1 || notColumns.has(path[0])) {
    return undefined;
  }
  const name = path[0] === "$key" ? key : path[0];
  return name && { type, path: [name] };
}

const isLiteral = (value) =>
  literals.has(typeof value) || value === null || value instanceof Date || value instanceof Uint8Array;

/** As the server reads it; undefined if it has no order, or one that the server does not know. */
function orderOf(orderBy, key) {
  const clauses = (orderBy ?? []).map(({ expression, compareOptions: { direction, nulls, stringSort } }) => {
    const column = expression.type === "ref" && stringSort === "lexical" && operand(expression, key);
    return column && { expression: column, compareOptions: { direction, nulls, stringSort } };
  });
  return clauses.length > 0 && clauses.length <= 8 && clauses.every(Boolean) ? clauses : undefined;
}

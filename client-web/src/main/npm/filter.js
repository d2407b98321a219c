// The expressions of TanStack DB as a server gets them: as plain trees, as far as it runs them.

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

export function conjuncts(expression) {
  if (!expression) {
    return [];
  }
  const { type, name, args } = expression;
  return type === "func" && name === "and" ? args.flatMap(conjuncts) : [expression];
}

export function joined(parts) {
  return parts.length > 1 ? { type: "func", name: "and", args: parts } : (parts[0] ?? null);
}

/** As the server reads it; undefined if it cannot run it. */
export function condition(expression, key) {
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

export function operand(node, key) {
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

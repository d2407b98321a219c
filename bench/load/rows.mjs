// The rows of the bench. Row n is the same wherever it is made: here, by the command `seed` of the bench's Worker, and
// by that of the floor.
import { encode } from "./message-pack.mjs";

const firstMillis = Date.UTC(2026, 0, 1);

/** Row n is by author n % 100, so one author's rows are 1 % of all. */
export const authors = 100;

export const authorOf = (n) => `author-${n % authors}`;

/** 36 characters, the first ones in another order than the numbers: keys of real clients arrive in none. */
const idOf = (n) => `${hex((n * 2654435761) % 4294967296, 8)}-0000-4000-8000-${hex(n, 12)}`;

const hex = (number, digits) => number.toString(16).padStart(digits, "0");

const numberOf = (id) => Number.parseInt(id.slice(-12), 16);

const contentOf = (n) => `Message ${n}: the samovar is hot, the tea is strong, who brings the cups?`;

export const rowOf = (n) => ({ id: idOf(n), author: authorOf(n), content: contentOf(n), created_at: firstMillis + n });

/**
 * Which row this is. The command `touch` may have added exclamation marks.
 *
 * @throws Error if it is none of the bench's
 */
export function requireRow(key, row) {
  const n = numberOf(key);
  const expected = rowOf(n);
  const isTouched = row.content.startsWith(expected.content) && /^!*$/.test(row.content.slice(expected.content.length));
  if (
    key !== expected.id ||
    row.id !== key ||
    row.author !== expected.author ||
    !isTouched ||
    row.created_at !== expected.created_at
  ) {
    throw new Error(`Row ${n} arrived under the key ${key} as ${JSON.stringify(row)}.`);
  }
  return n;
}

/** A `mut` that inserts rows, encoded. */
export const insertFrame = (txId, first, count) =>
  encode({
    t: "mut",
    txId,
    collection: "messages",
    ops: Array.from({ length: count }, (_, op) => {
      const row = rowOf(first + op);
      return { type: "insert", key: row.id, cols: row };
    }),
  });

export const callFrame = (txId, name, args) => encode({ t: "call", txId, name, args });

/** As long as a random UUID. */
export const txIdOf = (n) => `${hex(n, 8)}-aaaa-4000-8000-000000000000`;

/** The predicate that only rows of one author fulfil. */
export const byAuthor = (author) => ({
  type: "func",
  name: "eq",
  args: [
    { type: "ref", path: ["author"] },
    { type: "val", value: author },
  ],
});

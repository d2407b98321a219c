import { createHash } from "node:crypto";
import { author } from "./contenders.mjs";
import { encode } from "./message-pack.mjs";

const firstMillis = Date.UTC(2026, 0, 1);

export const subscription = "messages#1";

export const subFrame = encode({ t: "sub", subId: subscription, collection: "messages" });

/** The transaction id of the nth mutation. */
export const txId = (mut) => id("tx", mut);

/** The nth mutation: inserts so many rows that no other mutation inserts. The same in every run. */
export const mutFrame = (mut, opsPerMut) =>
  encode({
    t: "mut",
    txId: txId(mut),
    collection: "messages",
    ops: Array.from({ length: opsPerMut }, (_, op) => insertOf(mut * opsPerMut + op)),
  });

function insertOf(row) {
  const key = id("row", row);
  return {
    type: "insert",
    key,
    cols: {
      id: key,
      author,
      content: `Message ${row}: the samovar is hot, the tea is strong, who brings the cups?`,
      created_at: firstMillis + row,
    },
  };
}

/** 36 characters like a random UUID, so that keys arrive in no order, and the same ones in every run. */
function id(kind, number) {
  const hex = createHash("md5").update(`${kind} ${number}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

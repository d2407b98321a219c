import { randomUUID } from "node:crypto";

/** A row of the messages as a guest writes it. */
export const messageOf = ({ userId }, content = "tea?") => ({
  id: randomUUID(),
  author: userId,
  content,
  created_at: Date.now(),
});

export const insert = (row) => ({ type: "insert", key: row.id, cols: row });

export const update = (key, cols) => ({ type: "update", key, cols });

export const remove = (key) => ({ type: "delete", key });

/** A mutation of the messages with an id of its own. */
export const mut = (...ops) => ({ t: "mut", txId: randomUUID(), collection: "messages", ops });

/** A command with an id of its own. */
export const call = (name) => ({ t: "call", txId: randomUUID(), name });

/** The kinds of frames, in their order. */
export const kinds = (frames) => frames.map(({ t }) => t);

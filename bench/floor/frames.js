import { encoded, FrameWriter } from "./frame-writer.js";

/**
 * The frames of PROTOCOL.md that the floor answers with. Each method appends one frame to a writer; `sub` is a
 * subscription's id, encoded already.
 */
export const frames = {
  snap: (out, sub, [, id, author, content, createdAt], seq) =>
    row(out.raw(snap).raw(sub).raw(keyField).text(id).raw(rowField), id, author, content, createdAt)
      .raw(seqField)
      .raw(seq),

  snapEnd: (out, sub, seq) => out.raw(snapEnd).raw(sub).raw(seqField).raw(seq),

  /** `cols` are the bytes that the client sent. */
  inserted: (out, sub, op, seq) =>
    out.raw(delta).raw(sub).raw(keyField).text(op.key).raw(insertedCols).raw(op.rawCols).raw(seqField).raw(seq),

  caughtUpRow: (out, sub, [, id, author, content, createdAt], seq) =>
    row(out.raw(delta).raw(sub).raw(keyField).text(id).raw(insertedCols), id, author, content, createdAt)
      .raw(seqField)
      .raw(seq),

  upToDate: (out, seq) => out.raw(upToDate).raw(seqField).raw(seq),

  caughtUp: (out, sub, seq) => out.raw(caughtUp).raw(sub).raw(seqField).raw(seq),

  committed: (out, txId, seq) => out.raw(committed).text(txId).raw(seqField).raw(seq),
};

const scratch = new FrameWriter();

/** A text, encoded to be written many times. */
export const encodedText = (text) => scratch.begin().text(text).copy();

export const row = (out, id, author, content, createdAt) =>
  out
    .raw(idColumn)
    .text(id)
    .raw(authorColumn)
    .text(author)
    .raw(contentColumn)
    .text(content)
    .raw(createdAtColumn)
    .double(createdAt);

const snap = encoded(5, "t", "snap", "sub");
const snapEnd = encoded(3, "t", "snap-end", "sub");
const delta = encoded(6, "t", "d", "sub");
const upToDate = encoded(2, "t", "uptodate");
const caughtUp = encoded(3, "t", "uptodate", "sub");
const committed = encoded(3, "t", "committed", "txId");
const keyField = encoded(0, "key");
const rowField = encoded(0, "row");
const insertedCols = encoded(0, "op", "insert", "cols");
const seqField = encoded(0, "seq");
const idColumn = encoded(4, "id");
const authorColumn = encoded(0, "author");
const contentColumn = encoded(0, "content");
const createdAtColumn = encoded(0, "created_at");

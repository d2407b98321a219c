// The floor under Samovar's page: the least that a page written by hand can do to show a room, show a click's row at once,
// send it, mark it when it is committed, and show what others write. It speaks to `bench/floor`.
//
// It pays for what no implementation gets around: an element per row, encoding the write, reading what comes. Left out are a
// framework, live queries, and everything about a write or a connection that goes wrong: no order but that of arrival, no
// rollback, no second attempt, no catching up.
import { FrameReader } from "../floor/frame-reader.js";
import { encoded, FrameWriter } from "../floor/frame-writer.js";
import { row as rowOfFrame } from "../floor/frames.js";
import { rowOf } from "../load/rows.mjs";
import { firstRow, socketUrl } from "./address.mjs";
import { observe } from "./stopwatch.mjs";

const list = document.querySelector("ol");
/** By key, and by the id of the write that makes it. */
const items = new Map();
const out = new FrameWriter();
let next = firstRow;

const socket = new WebSocket(socketUrl);
socket.binaryType = "arraybuffer";
socket.onopen = () => socket.send(subscribe);
socket.onmessage = ({ data }) => take(new FrameReader(data).read());

document.querySelector("button").onclick = () => {
  const row = rowOf(next++);
  const txId = crypto.randomUUID();
  items.set(txId, show(row, "pending"));
  socket.send(insertFrame(txId, row));
};

function take(frame) {
  switch (frame.t) {
    case "snap":
      return show(frame.row, "confirmed");
    case "d":
      return items.has(frame.key) || show(frame.cols, "confirmed");
    case "committed":
      return confirm(frame.txId);
    case "snap-end":
      return observe(list);
  }
}

function show({ id, author, content }, state) {
  const item = document.createElement("li");
  item.dataset.key = id;
  item.dataset.state = state;
  item.textContent = `${author}: ${content}`;
  items.set(id, item);
  list.prepend(item);
  return item;
}

function confirm(txId) {
  items.get(txId).dataset.state = "confirmed";
  items.delete(txId);
}

const insertFrame = (txId, { id, author, content, created_at }) => {
  out.begin().raw(mut).text(txId).raw(ops).raw(oneOp).raw(insert).text(id).raw(cols);
  return rowOfFrame(out, id, author, content, created_at).bytes();
};

const subscribe = encoded(3, "t", "sub", "subId", "messages#1", "collection", "messages");
const mut = encoded(4, "t", "mut", "collection", "messages", "txId");
const ops = encoded(0, "ops");
/** The head of an array of one. */
const oneOp = [0x91];
const insert = encoded(3, "type", "insert", "key");
const cols = encoded(0, "cols");

// The floor under Samovar: the least that a Durable Object written by hand can do to commit a client's rows, tell
// everybody and answer in the frames of PROTOCOL.md. It exists to be measured against, in the same run and on the same
// machine.
//
// It pays for what no implementation gets around: sockets that may hibernate, reading the frame, one INSERT per row in
// one transaction, finding who is to be told, encoding what they are told once, and a send per message. Everything else
// is left out, because its price is what the comparison shows:
// - tokens and authorization, limits, and checks of any value: bytes of a stranger would break it;
// - receipts: a frame that is sent twice inserts twice, or fails on the primary key;
// - the change log and its triggers: rows are only ever inserted, so the table in its order is the log;
// - updates and deletes, commands but `seed`, predicates but `author = x`, one subscription per socket at most;
// - a second writer among the subscribers, and subscriptions that survive hibernation;
// - re-encoding: a delta's `cols` are the bytes the client sent.
//
// The mode is the last word of the path (`/sync/<room>/<mode>`):
// - now    each delta goes out at once, alone;
// - tick   deltas are collected for 50 ms, then each is a message, and a boundary follows;
// - pack   the same, but one message per socket and tick: an array of frames;
// - batch  as pack, and a snapshot or catch-up comes in arrays of frames of 256 KiB.
import { DurableObject } from "cloudflare:workers";
import { Audience } from "./audience.js";
import { FrameReader } from "./frame-reader.js";
import { FrameWriter } from "./frame-writer.js";
import { encodedText, frames } from "./frames.js";

const tickMillis = 50;
const batchBytes = 256 * 1024;

export class FloorRoom extends DurableObject {
  #storage;
  #sql;
  #out = new FrameWriter();
  #audience = new Audience();
  #head;
  #mode;
  #tick;

  constructor(ctx, env) {
    super(ctx, env);
    this.#storage = ctx.storage;
    this.#sql = ctx.storage.sql;
    this.#sql.exec(createTable);
    this.#head = this.#sql.exec("SELECT coalesce(max(seq), 0) FROM messages").raw().next().value[0];
  }

  fetch(request) {
    this.#mode = request.url.slice(request.url.lastIndexOf("/") + 1);
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, message) {
    const frame = new FrameReader(message).read();
    if (frame.t === "mut") {
      this.#commit(socket, frame);
    } else if (frame.t === "sub") {
      this.#subscribe(socket, frame);
    } else if (frame.t === "call" && frame.name === "seed") {
      this.#seed(socket, frame);
    } else {
      throw new Error(`The floor has no answer to a frame of kind ${frame.t}.`);
    }
  }

  webSocketClose(socket) {
    this.#audience.remove(socket);
    socket.close(1000);
  }

  #commit(socket, { ops, txId }) {
    this.#storage.transactionSync(() => {
      for (const { cols } of ops) {
        this.#sql.exec(insert, cols.id, cols.author, cols.content, cols.created_at);
      }
    });
    const own = this.#audience.groupOf(socket);
    for (const op of ops) {
      this.#head++;
      this.#audience.forEachSeeing(op.cols.author, (group) => this.#tell(group, op, socket, own));
    }
    if (own !== undefined) {
      this.#send(socket, frames.upToDate(this.#out.begin(), this.#seq()));
    }
    this.#send(socket, frames.committed(this.#out.begin(), txId, this.#seq()));
  }

  /** Tells the writer at once, because its `committed` comes next, and the others when the mode says. */
  #tell(group, op, writer, own) {
    const delta = frames.inserted(this.#out.begin(), group.sub, op, this.#seq());
    if (group === own) {
      this.#send(writer, delta);
    }
    if (this.#mode === "now") {
      for (const socket of group.sockets) {
        if (socket !== writer) {
          this.#send(socket, delta);
        }
      }
    } else if (group.sockets.size > (group === own ? 1 : 0)) {
      group.pending.push(delta.copy());
      group.writer = writer;
      this.#tick ??= setTimeout(() => this.#flush(), tickMillis);
    }
  }

  #flush() {
    this.#tick = undefined;
    const boundary = frames.upToDate(this.#out.begin(), this.#seq()).copy();
    for (const group of this.#audience.all()) {
      if (group.pending.length > 0) {
        this.#flushGroup(group, boundary);
        group.pending = [];
      }
    }
  }

  #flushGroup({ pending, sockets, writer }, boundary) {
    const messages = this.#mode === "tick" ? [...pending, boundary] : [packedTick(pending, boundary)];
    for (const socket of sockets) {
      if (socket !== writer) {
        for (const message of messages) {
          socket.send(message);
        }
      }
    }
  }

  #subscribe(socket, { subId, where, since }) {
    const author = where?.args[1].value;
    const { sub } = this.#audience.add(socket, subId, author, encodedText(subId));
    const after = Number(since ?? 0);
    const rows = author === undefined ? this.#sql.exec(select, after) : this.#sql.exec(selectOfAuthor, after, author);
    const frame = after > 0 ? frames.caughtUpRow : frames.snap;
    if (this.#mode === "batch") {
      this.#sendBatches(socket, sub, rows, frame);
    } else {
      for (const row of rows.raw()) {
        this.#send(socket, frame(this.#out.begin(), sub, row, this.#seq()));
      }
    }
    this.#send(socket, (after > 0 ? frames.caughtUp : frames.snapEnd)(this.#out.begin(), sub, this.#seq()));
  }

  #sendBatches(socket, sub, rows, frame) {
    const out = this.#out.begin().openArray();
    let count = 0;
    for (const row of rows.raw()) {
      frame(out, sub, row, this.#seq());
      count++;
      if (out.length >= batchBytes) {
        this.#send(socket, out.closeArray(count));
        out.begin().openArray();
        count = 0;
      }
    }
    if (count > 0) {
      this.#send(socket, out.closeArray(count));
    }
  }

  #seed(socket, { args: [first, count], txId }) {
    this.#sql.exec(seed, first, first + count);
    this.#head += count;
    this.#send(socket, frames.committed(this.#out.begin(), txId, this.#seq()));
  }

  #send(socket, out) {
    socket.send(out.bytes());
  }

  #seqEncoded;
  #seqOf = -1;

  /** The newest position, encoded. */
  #seq() {
    if (this.#seqOf !== this.#head) {
      this.#seqOf = this.#head;
      this.#seqEncoded = encodedText(String(this.#head));
    }
    return this.#seqEncoded;
  }
}

export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url);
    return env.FLOOR_ROOM.getByName(pathname).fetch(request);
  },
};

const packer = new FrameWriter();

/** One message of a tick's deltas and its boundary. */
function packedTick(pending, boundary) {
  packer.begin().openArray();
  for (const delta of pending) {
    packer.raw(delta);
  }
  return packer
    .raw(boundary)
    .closeArray(pending.length + 1)
    .bytes();
}

const createTable = `CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE, author TEXT NOT NULL, content TEXT NOT NULL, created_at INTEGER NOT NULL)`;
const insert = "INSERT INTO messages (id, author, content, created_at) VALUES (?, ?, ?, ?)";
const select = "SELECT seq, id, author, content, created_at FROM messages WHERE seq > ? ORDER BY seq";
const selectOfAuthor = `SELECT seq, id, author, content, created_at FROM messages
  WHERE seq > ? AND author = ? ORDER BY seq`;

/** The rows of BenchRoom.java's command of the same name. */
const seed = `INSERT INTO messages (id, author, content, created_at)
  WITH RECURSIVE numbers(n) AS (
    SELECT CAST(? AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)
  SELECT
    printf('%08x-0000-4000-8000-%012x', n * 2654435761 % 4294967296, n),
    'author-' || (n % 100),
    'Message ' || n || ': the samovar is hot, the tea is strong, who brings the cups?',
    1767225600000 + n
  FROM numbers`;

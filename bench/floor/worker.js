// The floor under the chat's commits: the least that a Durable Object written by hand can do to insert a client's rows
// and answer in the frames of PROTOCOL.md. It exists to be measured against, in the same run and on the same machine.
//
// It pays for what no implementation gets around: a socket that may hibernate, reading the frame, one INSERT per row in
// one transaction, and the client's own deltas, boundary and `committed`, each a message. Everything else is left out,
// because its price is what the comparison shows:
// - tokens and authorization, limits, and checks of any value: bytes of a stranger would break it;
// - receipts: a frame that is sent twice inserts twice, or fails on the primary key;
// - the change log and its triggers: positions are counted in memory and begin again with the instance;
// - snapshots, catching up, updates, deletes and commands;
// - ticks, and so any client but the writer: nobody else would be told;
// - re-encoding: a delta's `cols` are the bytes the client sent.
import { DurableObject } from "cloudflare:workers";

export class FloorRoom extends DurableObject {
  #storage;
  #sql;
  #out = new FrameWriter();
  #head = 1;
  /** The encoded id of a socket's subscription. In memory only: it does not survive hibernation, the socket does. */
  #subscriptions = new Map();

  constructor(ctx, env) {
    super(ctx, env);
    this.#storage = ctx.storage;
    this.#sql = ctx.storage.sql;
    this.#sql.exec(createTable);
  }

  fetch() {
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
    } else {
      throw new Error(`The floor has no answer to a frame of kind ${frame.t}.`);
    }
  }

  webSocketClose(socket) {
    this.#subscriptions.delete(socket);
    socket.close(1000);
  }

  #subscribe(socket, frame) {
    this.#subscriptions.set(socket, this.#out.begin().text(frame.subId).copy());
    socket.send(this.#out.begin().raw(snapEnd).text(frame.subId).seq(this.#head).bytes());
  }

  #commit(socket, frame) {
    this.#storage.transactionSync(() => {
      for (const { cols } of frame.ops) {
        this.#sql.exec(insert, cols.id, cols.author, cols.content, cols.created_at);
      }
    });
    const subscription = this.#subscriptions.get(socket);
    if (subscription === undefined) {
      this.#head += frame.ops.length;
    } else {
      for (const op of frame.ops) {
        this.#head++;
        this.#out.begin().raw(delta).raw(subscription).raw(keyField).text(op.key);
        socket.send(this.#out.raw(inserted).raw(op.rawCols).seq(this.#head).bytes());
      }
      socket.send(this.#out.begin().raw(upToDate).seq(this.#head).bytes());
    }
    socket.send(this.#out.begin().raw(committed).text(frame.txId).seq(this.#head).bytes());
  }
}

export default {
  fetch(request, env) {
    return env.FLOOR_ROOM.getByName(new URL(request.url).pathname).fetch(request);
  },
};

const createTable = `CREATE TABLE IF NOT EXISTS messages (
  id TEXT PRIMARY KEY, author TEXT NOT NULL, content TEXT NOT NULL, created_at INTEGER NOT NULL)`;
const insert = "INSERT INTO messages (id, author, content, created_at) VALUES (?, ?, ?, ?)";

const utf8 = new TextDecoder();

/** Reads the MessagePack that frames of the bench are made of: maps, arrays, texts, whole numbers and doubles. */
class FrameReader {
  #bytes;
  #at = 0;

  constructor(buffer) {
    this.#bytes = new Uint8Array(buffer);
  }

  read() {
    const head = this.#bytes[this.#at++];
    if (head < 0x80) {
      return head;
    }
    if (head < 0x90) {
      return this.#map(head & 0x0f);
    }
    if (head < 0xa0) {
      return this.#array(head & 0x0f);
    }
    if (head < 0xc0) {
      return this.#text(head & 0x1f);
    }
    switch (head) {
      case 0xcb:
        return this.#double();
      case 0xcd:
        return this.#unsigned16();
      case 0xd9:
        return this.#text(this.#bytes[this.#at++]);
      case 0xda:
        return this.#text(this.#unsigned16());
      case 0xdc:
        return this.#array(this.#unsigned16());
      default:
        throw new Error(`The bench sends no value that begins with byte ${head}.`);
    }
  }

  #map(size) {
    const map = {};
    for (let i = 0; i < size; i++) {
      const key = this.read();
      const start = this.#at;
      map[key] = this.read();
      if (key === "cols") {
        map.rawCols = this.#bytes.subarray(start, this.#at);
      }
    }
    return map;
  }

  #array(size) {
    const array = [];
    for (let i = 0; i < size; i++) {
      array.push(this.read());
    }
    return array;
  }

  #text(length) {
    const start = this.#at;
    this.#at += length;
    let text = "";
    for (let i = start; i < this.#at; i++) {
      if (this.#bytes[i] >= 0x80) {
        return utf8.decode(this.#bytes.subarray(start, this.#at));
      }
      text += String.fromCharCode(this.#bytes[i]);
    }
    return text;
  }

  #unsigned16() {
    return (this.#bytes[this.#at++] << 8) | this.#bytes[this.#at++];
  }

  #double() {
    const value = new DataView(this.#bytes.buffer).getFloat64(this.#at);
    this.#at += 8;
    return value;
  }
}

/** Writes a frame into a buffer that is used again for the next one: a socket copies what it is given. */
class FrameWriter {
  #buffer = new Uint8Array(64 * 1024);
  #length = 0;

  begin() {
    this.#length = 0;
    return this;
  }

  raw(bytes) {
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** ASCII of less than 256 characters, which ids are. */
  text(text) {
    if (text.length < 32) {
      this.#buffer[this.#length++] = 0xa0 | text.length;
    } else {
      this.#buffer[this.#length++] = 0xd9;
      this.#buffer[this.#length++] = text.length;
    }
    for (let i = 0; i < text.length; i++) {
      this.#buffer[this.#length++] = text.charCodeAt(i);
    }
    return this;
  }

  /** The last field of every frame of the server. */
  seq(position) {
    return this.raw(seqField).text(String(position));
  }

  bytes() {
    return this.#buffer.subarray(0, this.#length);
  }

  copy() {
    return this.bytes().slice();
  }
}

/** The beginnings of the server's frames, encoded once: a map of so many entries, and texts. */
const encoded = (entries, ...texts) => {
  const out = new FrameWriter();
  if (entries > 0) {
    out.raw([0x80 | entries]);
  }
  for (const text of texts) {
    out.text(text);
  }
  return out.copy();
};
const delta = encoded(6, "t", "d", "sub");
const keyField = encoded(0, "key");
const inserted = encoded(0, "op", "insert", "cols");
const upToDate = encoded(2, "t", "uptodate");
const committed = encoded(3, "t", "committed", "txId");
const snapEnd = encoded(3, "t", "snap-end", "sub");
const seqField = encoded(0, "seq");

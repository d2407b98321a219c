import { decode, encode } from "./messagepack.mjs";

/** What a close frame without a code counts as. */
const noCode = 1005;

const limits = {
  frameBytes: 2 ** 20,
  opsPerMutation: 128,
  subscriptions: 256,
  unackedBytes: 2 ** 19,
  chunkBytes: 2 ** 17,
};

/** A server whose every word a test says. It takes the place of the runtime's WebSocket; nothing leaves the process. */
export class FakeServer {
  connections = [];
  #waiting = [];

  constructor() {
    const server = this;
    globalThis.WebSocket = class {
      binaryType = "blob";
      #connection;

      constructor(url, protocols) {
        this.#connection = new Connection(url, protocols, this);
        // The page has its socket before the server has the request.
        queueMicrotask(() => server.add(this.#connection));
      }

      send(data) {
        this.#connection.receive(data);
      }

      close(code) {
        if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
          throw new DOMException(`A page may not close with ${code}.`, "InvalidAccessError");
        }
        this.#connection.closedWith = code ?? noCode;
      }
    };
    // The client draws its waits at random; this is the shortest draw.
    Math.random = () => 0;
  }

  /** The next connection the client opens, perhaps one that waits to be taken. It is not accepted yet. */
  nextConnection() {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#serve();
    });
  }

  /** The next connection, accepted and greeted. */
  async accept() {
    const connection = await this.nextConnection();
    connection.accept();
    return connection.welcome();
  }

  add(connection) {
    this.connections.push(connection);
    this.#serve();
  }

  #serve() {
    while (this.#waiting.length > 0 && this.connections.length > 0) {
      this.#waiting.shift()(this.connections.shift());
    }
  }
}

/** One WebSocket, seen from the server. */
class Connection {
  /** All binary messages of the client. */
  raw = [];
  /** All text messages of the client. */
  texts = [];
  closedWith = undefined;
  /** The client's first frame. */
  hello = undefined;
  #told = "0";
  #unread = [];
  #readers = [];

  constructor(url, protocols, socket) {
    this.url = url;
    this.protocols = protocols;
    this.socket = socket;
  }

  accept() {
    this.socket.onopen({});
  }

  welcome(fields = {}) {
    const welcome = { t: "welcome", version: 1, epoch: "e1", seq: "0", session: "s1", heartbeat: 25_000, limits };
    return this.send({ ...welcome, ...fields });
  }

  /** The client's next frame, its hello and its acks left out. */
  next() {
    return new Promise((resolve) => {
      this.#readers.push(resolve);
      this.#serve();
    });
  }

  /** Frames that nobody has asked for yet. */
  get unread() {
    return this.#unread.length;
  }

  send(...frames) {
    for (const frame of frames) {
      const bytes = encode(frame);
      const data = this.socket.binaryType === "arraybuffer" ? bytes.buffer : new Blob([bytes]);
      this.socket.onmessage({ data });
    }
    return this;
  }

  drop() {
    this.close(1006);
  }

  close(code, reason = "") {
    this.socket.onclose({ code, reason });
  }

  /** Sends a snapshot, its end included. Rows have a text `id`; those of other columns are a piece of their own. */
  snapshot(sub, rows, seq = 1) {
    this.send({ t: "begin", sub, epoch: "e1", seq: `${seq}` });
    for (const { columns, rows: alike } of pieces(rows)) {
      this.chunk(sub, columns, alike);
    }
    return this.live(sub, seq);
  }

  chunk(sub, columns, rows, next = "next") {
    const values = columns.map((name) => rows.map((row) => row[name]));
    return this.send({ t: "chunk", sub, key: columns.indexOf("id"), columns, values, next });
  }

  live(sub, seq) {
    this.#told = `${seq}`;
    return this.send({ t: "live", sub, epoch: "e1", seq: `${seq}` });
  }

  /** Sends changed rows as one flush. */
  changes(sub, rows, seq) {
    return this.flush(seq, { subs: [[sub, rows.map((row) => [1, row.id, row])]] });
  }

  flush(seq, { subs, done }) {
    const prev = this.#told;
    this.#told = `${seq}`;
    return this.send({ t: "flush", prev, seq: `${seq}`, ...(subs && { subs }), ...(done && { done }) });
  }

  committed(txId, seq, result) {
    return this.flush(seq, { done: [result === undefined ? [txId] : [txId, result]] });
  }

  rejected(txId, code, message) {
    return this.send({ t: "rejected", txId, error: { code, message } });
  }

  receive(data) {
    if (typeof data === "string") {
      this.texts.push(data);
      return;
    }
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    this.raw.push(bytes);
    const frame = decode(bytes);
    if (frame.t === "hello") {
      this.hello = frame;
    } else if (frame.t !== "ack") {
      this.#unread.push(frame);
      this.#serve();
    }
  }

  #serve() {
    while (this.#readers.length > 0 && this.#unread.length > 0) {
      this.#readers.shift()(this.#unread.shift());
    }
  }
}

/** Rows in their order, those of the same columns together. */
function pieces(rows) {
  const all = [];
  for (const row of rows) {
    const columns = Object.keys(row);
    const last = all.at(-1);
    if (last && `${last.columns}` === `${columns}`) {
      last.rows.push(row);
    } else {
      all.push({ columns, rows: [row] });
    }
  }
  return all;
}

import { decode, encode } from "./messagepack.mjs";

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
        this.#connection.closedWith = code;
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

  /** The next connection, accepted. */
  async accept() {
    const connection = await this.nextConnection();
    connection.accept();
    return connection;
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

  /** The client's next frame. */
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

  /** Sends a snapshot, its end included. */
  snapshot(sub, rows, seq = 1) {
    this.send(...rows.map((row) => ({ t: "snap", sub, key: String(row.id), row, seq: `${seq}` })));
    return this.send({ t: "snap-end", sub, seq: `${seq}` });
  }

  /** Sends changed rows and their boundary. */
  changes(sub, rows, seq) {
    this.send(...rows.map((row) => ({ t: "d", sub, key: String(row.id), op: "update", cols: row, seq: `${seq}` })));
    return this.send({ t: "uptodate", seq: `${seq}` });
  }

  committed(txId, seq, result) {
    return this.send({ t: "committed", txId, seq: `${seq}`, ...(result !== undefined && { result }) });
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
    this.#unread.push(decode(bytes));
    this.#serve();
  }

  #serve() {
    while (this.#readers.length > 0 && this.#unread.length > 0) {
      this.#readers.shift()(this.#unread.shift());
    }
  }
}

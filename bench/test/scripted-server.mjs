import { once } from "node:events";
import { WebSocketServer } from "ws";
import { Client } from "../load/client.mjs";
import { decode, encode } from "../load/message-pack.mjs";

/** A server that answers each frame as a test says, and remembers what it was sent. */
export class ScriptedServer {
  /** The frames of all clients so far. */
  frames = [];
  /** What was sent to clients so far, in bytes. */
  sentBytes = 0;
  #server;
  #answers;

  /** @param answers for each kind of frame a function of it that gives the frames to answer with */
  static async start(answers) {
    const server = new ScriptedServer();
    server.#answers = answers;
    server.#server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    server.#server.on("connection", (socket) => socket.on("message", (bytes) => server.#answer(socket, decode(bytes))));
    await once(server.#server, "listening");
    return server;
  }

  /** Runs a part of the load against this server; fails as the load does. */
  async use(profile, work) {
    let fail;
    const failed = new Promise((_, reject) => {
      fail = (why) => reject(new Error(why));
    });
    const url = `ws://127.0.0.1:${this.#server.address().port}`;
    const withClient = async () => work(await Client.open({ profile, url, fail }));
    return Promise.race([withClient(), failed]);
  }

  stop() {
    for (const socket of this.#server.clients) {
      socket.terminate();
    }
    this.#server.close();
  }

  #answer(socket, frame) {
    this.frames.push(frame);
    for (const answer of this.#answers[frame.t]?.(frame) ?? []) {
      const bytes = encode(answer);
      this.sentBytes += bytes.length;
      socket.send(bytes);
    }
  }
}

import { decode } from "./message-pack.mjs";

const keptMessages = 4_096;

/** Decodes a message that comes to many sockets once: the load must keep up with the server. */
export class SharedDecoder {
  #decoded = new Map();

  decode = (bytes) => {
    const key = bytes.latin1Slice();
    let message = this.#decoded.get(key);
    if (message === undefined) {
      if (this.#decoded.size === keptMessages) {
        this.#decoded.clear();
      }
      message = decode(bytes);
      this.#decoded.set(key, message);
    }
    return message;
  };
}

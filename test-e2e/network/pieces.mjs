// Where the parts of a WebSocket connection begin and end: an HTTP head, then frames.

const TEXT = 1;
const BINARY = 2;
const HAS_MASK = 0x80;

export class Pieces {
  #rest = Buffer.alloc(0);
  #changeHead;
  #isUpgraded = false;
  #isRaw = false;

  constructor(changeHead) {
    this.#changeHead = changeHead;
  }

  /**
   * What is complete with these bytes: `bytes` as they go through, and the `payload` of a message, a text or bytes. A
   * response other than 101 is passed on as it comes.
   */
  *read(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (!this.#isUpgraded) {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) {
        return;
      }
      const head = this.#take(end).toString("latin1");
      this.#isUpgraded = true;
      this.#isRaw = head.startsWith("HTTP/") && !head.startsWith("HTTP/1.1 101 ");
      yield { bytes: Buffer.from(this.#changeHead(head), "latin1") };
      yield { bytes: this.#take(4) };
    }
    if (this.#isRaw) {
      yield { bytes: this.#take(this.#rest.length) };
      return;
    }
    for (let frame = this.#frame(); frame !== undefined; frame = this.#frame()) {
      yield frame;
    }
  }

  #take(length) {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  #frame() {
    const rest = this.#rest;
    if (rest.length < 2) {
      return undefined;
    }
    const short = rest[1] & 0x7f;
    const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
    const maskAt = 2 + lengthBytes;
    const payloadAt = maskAt + (rest[1] & HAS_MASK ? 4 : 0);
    if (rest.length < payloadAt) {
      return undefined;
    }
    const length =
      lengthBytes === 0 ? short : rest.readUIntBE(maskAt - Math.min(lengthBytes, 6), Math.min(lengthBytes, 6));
    if (rest.length < payloadAt + length) {
      return undefined;
    }
    const bytes = this.#take(payloadAt + length);
    const kind = bytes[0] & 0x0f;
    if (kind !== TEXT && kind !== BINARY) {
      return { bytes };
    }
    const mask = bytes.subarray(maskAt, payloadAt);
    const payload = bytes.subarray(payloadAt).map((byte, i) => (mask.length === 0 ? byte : byte ^ mask[i % 4]));
    return { bytes, payload: kind === TEXT ? payload.toString() : new Uint8Array(payload) };
  }
}

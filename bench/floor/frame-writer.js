const arrayHead = [0xdc, 0, 0];
const firstBytes = 512 * 1024;

/** Writes into a buffer that is used again: a socket copies what it is given. It grows with what is written. */
export class FrameWriter {
  #buffer = new Uint8Array(firstBytes);
  #view = new DataView(this.#buffer.buffer);

  /** How many bytes were written since `begin`. */
  length = 0;

  begin() {
    this.length = 0;
    return this;
  }

  raw(bytes) {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  /** ASCII of less than 256 characters, which every text of the bench is. */
  text(text) {
    const { length } = text;
    this.#reserve(length + 2);
    const buffer = this.#buffer;
    let at = this.length;
    if (length < 32) {
      buffer[at++] = 0xa0 | length;
    } else {
      buffer[at++] = 0xd9;
      buffer[at++] = length;
    }
    for (let i = 0; i < length; i++) {
      buffer[at++] = text.charCodeAt(i);
    }
    this.length = at;
    return this;
  }

  /** A number too large for MessagePack's integers as the profile writes them. */
  double(value) {
    this.#reserve(9);
    this.#buffer[this.length] = 0xcb;
    this.#view.setFloat64(this.length + 1, value);
    this.length += 9;
    return this;
  }

  /** Begins an array whose size is told when it is closed. Only as the first value. */
  openArray() {
    return this.raw(arrayHead);
  }

  /** Of less than 65,536 items. */
  closeArray(size) {
    this.#buffer[1] = size >> 8;
    this.#buffer[2] = size & 0xff;
    return this;
  }

  bytes() {
    return this.#buffer.subarray(0, this.length);
  }

  copy() {
    return this.bytes().slice();
  }

  #reserve(bytes) {
    if (this.length + bytes > this.#buffer.length) {
      const grown = new Uint8Array(2 * (this.length + bytes));
      grown.set(this.bytes());
      this.#buffer = grown;
      this.#view = new DataView(grown.buffer);
    }
  }
}

/** Encoded once: a map's head of so many entries unless there are none, and texts. */
export function encoded(entries, ...texts) {
  const out = new FrameWriter();
  if (entries > 0) {
    out.raw([0x80 | entries]);
  }
  for (const text of texts) {
    out.text(text);
  }
  return out.copy();
}

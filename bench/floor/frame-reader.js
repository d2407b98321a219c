const utf8 = new TextDecoder();

/** Reads the MessagePack that frames of the bench are made of: maps, arrays, texts, whole numbers and doubles. */
export class FrameReader {
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
      case 0xcc:
        return this.#bytes[this.#at++];
      case 0xcd:
        return this.#unsigned16();
      case 0xce:
        return this.#unsigned16() * 65_536 + this.#unsigned16();
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

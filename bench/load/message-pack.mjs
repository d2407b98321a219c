// MessagePack as far as the bench's own client needs it. The server's codec is under test here, so it is not used.

/** Encodes maps, arrays, texts of less than 64 KiB and numbers that are not negative, as PROTOCOL.md 2.2 says. */
export function encode(value) {
  const parts = [];
  append(value, parts);
  return Buffer.concat(parts);
}

function append(value, parts) {
  if (typeof value === "string") {
    const utf8 = Buffer.from(value);
    parts.push(header(utf8.length, 0xa0, 32, 0xda), utf8);
  } else if (typeof value === "number") {
    parts.push(number(value));
  } else if (Array.isArray(value)) {
    parts.push(header(value.length, 0x90, 16, 0xdc));
    for (const item of value) {
      append(item, parts);
    }
  } else {
    const entries = Object.entries(value);
    parts.push(header(entries.length, 0x80, 16, 0xde));
    for (const [key, entry] of entries) {
      append(key, parts);
      append(entry, parts);
    }
  }
}

/** The shortest form of an integer, and a double for any other number. */
function number(value) {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    const double = Buffer.alloc(9, 0xcb);
    double.writeDoubleBE(value, 1);
    return double;
  }
  if (value < 0x80) {
    return Buffer.of(value);
  }
  if (value < 0x1_0000) {
    return value < 0x100 ? Buffer.of(0xcc, value) : Buffer.of(0xcd, value >> 8, value & 0xff);
  }
  const integer = Buffer.alloc(5, 0xce);
  integer.writeUInt32BE(value, 1);
  return integer;
}

/** The head with the size in it if it fits, otherwise the one with a size of 16 bits behind it. */
const header = (size, small, limit, wide) =>
  Buffer.from(size < limit ? [small | size] : [wide, size >> 8, size & 0xff]);

/** Decodes one value of the kinds that a server sends. */
export function decode(bytes) {
  const reader = new Reader(bytes);
  const value = reader.read();
  if (reader.at !== bytes.length) {
    throw new Error(`${bytes.length - reader.at} bytes follow the value of a frame.`);
  }
  return value;
}

class Reader {
  at = 0;
  #bytes;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  read() {
    const head = this.#unsigned(1);
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
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xcb:
        this.at += 8;
        return this.#bytes.readDoubleBE(this.at - 8);
      case 0xcc:
        return this.#unsigned(1);
      case 0xcd:
        return this.#unsigned(2);
      case 0xce:
        return this.#unsigned(4);
      case 0xd9:
        return this.#text(this.#unsigned(1));
      case 0xda:
        return this.#text(this.#unsigned(2));
      case 0xdc:
        return this.#array(this.#unsigned(2));
      case 0xde:
        return this.#map(this.#unsigned(2));
      default:
        throw new Error(`The bench's client does not read values that begin with byte ${head}.`);
    }
  }

  #map(size) {
    const map = {};
    for (let i = 0; i < size; i++) {
      const key = this.read();
      map[key] = this.read();
    }
    return map;
  }

  #array(size) {
    return Array.from({ length: size }, () => this.read());
  }

  #text(length) {
    this.at += length;
    return this.#bytes.latin1Slice(this.at - length, this.at);
  }

  #unsigned(bytes) {
    this.at += bytes;
    return this.#bytes.readUIntBE(this.at - bytes, bytes);
  }
}

// As much of MessagePack as frames need, written apart from the code under test.

const text = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** Encodes a value to a Uint8Array. Bigints are 64 bits, dates timestamp96, whole numbers int32 or float64. */
export function encode(value) {
  const bytes = [];
  write(value, bytes);
  return Uint8Array.from(bytes);
}

/** Decodes exactly one value. */
export function decode(bytes) {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
  const value = read(reader);
  if (reader.at !== bytes.byteLength) {
    throw new Error(`${bytes.byteLength - reader.at} bytes are left over.`);
  }
  return value;
}

function write(value, out) {
  if (value === null || value === undefined) {
    out.push(0xc0);
  } else if (typeof value === "boolean") {
    out.push(value ? 0xc3 : 0xc2);
  } else if (typeof value === "number") {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
      out.push(0xd2, ...fixed(4, (view) => view.setInt32(0, value)));
    } else {
      out.push(0xcb, ...fixed(8, (view) => view.setFloat64(0, value)));
    }
  } else if (typeof value === "bigint") {
    out.push(value < 0n ? 0xd3 : 0xcf, ...fixed(8, (view) => view.setBigInt64(0, BigInt.asIntN(64, value))));
  } else if (typeof value === "string") {
    const encoded = text.encoder.encode(value);
    out.push(0xdb, ...length(encoded.length));
    pushAll(out, encoded);
  } else if (value instanceof Uint8Array) {
    out.push(0xc6, ...length(value.length));
    pushAll(out, value);
  } else if (value instanceof Date) {
    const seconds = Math.floor(value.getTime() / 1000);
    const nanos = (value.getTime() - seconds * 1000) * 1e6;
    out.push(0xc7, 12, 0xff, ...length(nanos), ...fixed(8, (view) => view.setBigInt64(0, BigInt(seconds))));
  } else if (Array.isArray(value)) {
    out.push(0xdd, ...length(value.length));
    for (const item of value) {
      write(item, out);
    }
  } else {
    const entries = Object.entries(value);
    out.push(0xdf, ...length(entries.length));
    for (const [key, item] of entries) {
      write(key, out);
      write(item, out);
    }
  }
}

function pushAll(out, bytes) {
  for (const byte of bytes) {
    out.push(byte);
  }
}

const length = (count) => fixed(4, (view) => view.setUint32(0, count));

function fixed(size, set) {
  const bytes = new Uint8Array(size);
  set(new DataView(bytes.buffer));
  return bytes;
}

function read(reader) {
  const head = take(reader, 1, (view, at) => view.getUint8(at));
  if (head < 0x80) {
    return head;
  }
  if (head < 0x90) {
    return readMap(reader, head & 0x0f);
  }
  if (head < 0xa0) {
    return readArray(reader, head & 0x0f);
  }
  if (head < 0xc0) {
    return readText(reader, head & 0x1f);
  }
  if (head >= 0xe0) {
    return head - 0x100;
  }
  const simple = readers[head];
  if (!simple) {
    throw new Error(`Cannot read a value that begins with 0x${head.toString(16)}.`);
  }
  return simple(reader);
}

const uint8 = (reader) => take(reader, 1, (view, at) => view.getUint8(at));
const uint16 = (reader) => take(reader, 2, (view, at) => view.getUint16(at));
const uint32 = (reader) => take(reader, 4, (view, at) => view.getUint32(at));

const readers = {
  192: () => null,
  194: () => false,
  195: () => true,
  196: (reader) => readBytes(reader, uint8(reader)),
  197: (reader) => readBytes(reader, uint16(reader)),
  198: (reader) => readBytes(reader, uint32(reader)),
  199: (reader) => readExtension(reader, uint8(reader)),
  203: (reader) => take(reader, 8, (view, at) => view.getFloat64(at)),
  204: uint8,
  205: uint16,
  206: uint32,
  207: (reader) => take(reader, 8, (view, at) => view.getBigUint64(at)),
  208: (reader) => take(reader, 1, (view, at) => view.getInt8(at)),
  209: (reader) => take(reader, 2, (view, at) => view.getInt16(at)),
  210: (reader) => take(reader, 4, (view, at) => view.getInt32(at)),
  211: (reader) => take(reader, 8, (view, at) => view.getBigInt64(at)),
  214: (reader) => readExtension(reader, 4),
  215: (reader) => readExtension(reader, 8),
  217: (reader) => readText(reader, uint8(reader)),
  218: (reader) => readText(reader, uint16(reader)),
  219: (reader) => readText(reader, uint32(reader)),
  220: (reader) => readArray(reader, uint16(reader)),
  221: (reader) => readArray(reader, uint32(reader)),
  222: (reader) => readMap(reader, uint16(reader)),
  223: (reader) => readMap(reader, uint32(reader)),
};

function take(reader, size, get) {
  const value = get(reader.view, reader.at);
  reader.at += size;
  return value;
}

function readBytes(reader, size) {
  const start = reader.view.byteOffset + reader.at;
  reader.at += size;
  return new Uint8Array(reader.view.buffer.slice(start, start + size));
}

const readText = (reader, size) => text.decoder.decode(readBytes(reader, size));

const readArray = (reader, size) => Array.from({ length: size }, () => read(reader));

const readMap = (reader, size) => Object.fromEntries(Array.from({ length: size }, () => [read(reader), read(reader)]));

function readExtension(reader, size) {
  const type = take(reader, 1, (view, at) => view.getInt8(at));
  if (type !== -1) {
    throw new Error(`Cannot read extension type ${type}.`);
  }
  if (size === 4) {
    return new Date(uint32(reader) * 1000);
  }
  if (size === 8) {
    const bits = take(reader, 8, (view, at) => view.getBigUint64(at));
    return new Date(Number(bits & 0x3ffffffffn) * 1000 + Number(bits >> 34n) / 1e6);
  }
  const nanos = uint32(reader);
  return new Date(Number(take(reader, 8, (view, at) => view.getBigInt64(at))) * 1000 + nanos / 1e6);
}

// MessagePack as values of JavaScript: plain objects, arrays, primitives, bigints, dates and Uint8Array. Nothing else is on the wire,
// and nothing else is sent, because it would arrive as something different.
import { InvalidValueError } from "./errors.js";

/** What one message may cost; the server holds itself to less. */
const maxBytes = 2 ** 25;
const maxElements = 2 ** 22;
const maxReadDepth = 100;

/** A frame puts up to four levels around a value, and the server reads 64. */
const maxSentDepth = 60;

/** Up to this many bytes a text is read faster here than by the decoder. */
const shortText = 16;

/** Not a key: assigned to an object it is no property, but what the object inherits from. */
const forbiddenKey = "__proto__";

const toText = new TextDecoder("utf-8", { ignoreBOM: true });
const toBytes = new TextEncoder();

/**
 * Reads the one value that the bytes are.
 *
 * @throws Error saying what is malformed, without any of the values
 */
export function decode(message) {
  const { buffer, byteOffset, length } = message;
  const bytes = new Uint8Array(buffer, byteOffset, length);
  const view = new DataView(buffer, byteOffset, length);
  let at = 0;
  let depth = 0;
  let elements = 0;

  const malformed = (what) => new Error(`Malformed MessagePack near byte ${at}: ${what}.`);

  /** Steps over bytes that must be there; returns where they begin. */
  const take = (count) => {
    if (count > length - at) {
      throw malformed(`${count} bytes are needed, but only ${length - at} are left`);
    }
    at += count;
    return at - count;
  };

  /** An unsigned number of one, two or four bytes. */
  const unsigned = (width) =>
    width === 0 ? bytes[take(1)] : width === 1 ? view.getUint16(take(2)) : view.getUint32(take(4));

  const text = (count) => {
    const start = take(count);
    if (count <= shortText) {
      let ascii = "";
      for (let i = start; i < at && bytes[i] < 0x80; i++) {
        ascii += String.fromCharCode(bytes[i]);
      }
      if (ascii.length === count) {
        return ascii;
      }
    }
    return toText.decode(bytes.subarray(start, at));
  };

  const binary = (count) => bytes.slice(take(count), at);

  const extension = (count) => {
    const type = view.getInt8(take(1));
    if (type === 0) {
      return binary(count);
    }
    if (type !== -1) {
      throw malformed(`extension type ${type} is not known`);
    }
    return timestamp(count);
  };

  const timestamp = (count) => {
    const start = take(count);
    let nanos = 0;
    let seconds = 0;
    if (count === 4) {
      seconds = view.getUint32(start);
    } else if (count === 8) {
      // 30 bits of nanoseconds, then 34 of seconds.
      const high = view.getUint32(start);
      nanos = high >>> 2;
      seconds = (high & 3) * 2 ** 32 + view.getUint32(start + 4);
    } else if (count === 12) {
      nanos = view.getUint32(start);
      seconds = Number(view.getBigInt64(start + 4));
    } else {
      throw malformed(`a timestamp has ${count} bytes instead of 4, 8 or 12`);
    }
    if (nanos >= 1e9) {
      throw malformed("a timestamp has more than 999,999,999 nanoseconds");
    }
    return new Date(seconds * 1e3 + nanos / 1e6);
  };

  /** Begins an array or a map, once the bytes that are left could hold what it declares. */
  const enter = (count, leastBytesEach) => {
    if (count * leastBytesEach > length - at) {
      throw malformed(`an array or map declares ${count} elements, but only ${length - at} bytes are left`);
    }
    elements += count;
    if (elements > maxElements) {
      throw malformed(`the message has more than ${maxElements} elements`);
    }
    depth++;
    if (depth > maxReadDepth) {
      throw malformed(`arrays and maps nest more than ${maxReadDepth} levels deep`);
    }
  };

  const array = (count) => {
    enter(count, 1);
    const items = [];
    for (let i = 0; i < count; i++) {
      items.push(value());
    }
    depth--;
    return items;
  };

  const map = (count) => {
    enter(count, 2);
    const entries = {};
    for (let i = 0; i < count; i++) {
      const key = value();
      if (typeof key !== "string" && !Number.isSafeInteger(key)) {
        throw malformed("a map key is neither text nor a whole number up to 2^53-1");
      }
      if (key === forbiddenKey) {
        throw malformed(`a map has the key ${forbiddenKey}`);
      }
      entries[key] = value();
    }
    depth--;
    return entries;
  };

  const value = () => {
    const head = bytes[take(1)];
    if (head < 0x80) {
      return head;
    }
    if (head < 0x90) {
      return map(head & 0x0f);
    }
    if (head < 0xa0) {
      return array(head & 0x0f);
    }
    if (head < 0xc0) {
      return text(head & 0x1f);
    }
    if (head >= 0xe0) {
      return head - 0x100;
    }
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return binary(unsigned(head - 0xc4));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return extension(unsigned(head - 0xc7));
      // There is no negative zero on the wire.
      case 0xca:
        return view.getFloat32(take(4)) + 0;
      case 0xcb:
        return view.getFloat64(take(8)) + 0;
      case 0xcc:
      case 0xcd:
      case 0xce:
        return unsigned(head - 0xcc);
      case 0xcf:
        return view.getBigUint64(take(8));
      case 0xd0:
        return view.getInt8(take(1));
      case 0xd1:
        return view.getInt16(take(2));
      case 0xd2:
        return view.getInt32(take(4));
      case 0xd3:
        return view.getBigInt64(take(8));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return extension(1 << (head - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return text(unsigned(head - 0xd9));
      case 0xdc:
      case 0xdd:
        return array(unsigned(head - 0xdb));
      case 0xde:
      case 0xdf:
        return map(unsigned(head - 0xdd));
    }
    throw malformed(`no value begins with byte ${head}`);
  };

  if (length > maxBytes) {
    throw malformed(`the message has ${length} bytes, more than the ${maxBytes} allowed`);
  }
  const whole = value();
  if (at < length) {
    throw malformed(`${length - at} bytes follow the value`);
  }
  return whole;
}

const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

// What is written goes to the end of an array of numbers, of which the lowest 8 bits count.

export function putBytes(out, bytes) {
  for (const byte of bytes) {
    out.push(byte);
  }
}

function putWord(out, number) {
  out.push(number >>> 24, number >> 16, number >> 8, number);
}

/** A head by width, then the number in that width. There may be no form of 8 bits. */
function putSized(out, number, head8, head16, head32) {
  if (number < 0x100 && head8) {
    out.push(head8, number);
  } else if (number < 0x10000) {
    out.push(head16, number >> 8, number);
  } else {
    out.push(head32);
    putWord(out, number);
  }
}

export function putNumber(out, value) {
  if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32) {
    scratch.setFloat64(0, value);
    out.push(0xcb);
    putBytes(out, scratchBytes);
  } else if (value >= -32 && value < 0x80) {
    out.push(value);
  } else if (value >= 0) {
    putSized(out, value, 0xcc, 0xcd, 0xce);
  } else if (value >= -0x80) {
    out.push(0xd0, value);
  } else if (value >= -0x8000) {
    out.push(0xd1, value >> 8, value);
  } else {
    out.push(0xd2);
    putWord(out, value);
  }
}

export function putText(out, value) {
  const bytes = toBytes.encode(value);
  if (bytes.length < 32) {
    out.push(0xa0 | bytes.length);
  } else {
    putSized(out, bytes.length, 0xd9, 0xda, 0xdb);
  }
  putBytes(out, bytes);
}

/** Announces an array; its items must follow. */
export function putArray(out, size) {
  size < 16 ? out.push(0x90 | size) : putSized(out, size, 0, 0xdc, 0xdd);
}

/** Announces a map; for each entry a text and a value must follow. */
export function putMap(out, size) {
  size < 16 ? out.push(0x80 | size) : putSized(out, size, 0, 0xde, 0xdf);
}

/**
 * Writes a value to bytes, each part in the form that `@msgpack/msgpack` chooses. `undefined` is null.
 *
 * @throws InvalidValueError naming what the wire would lose: a Map or an instance of a class would arrive as an object without
 *   content, an invalid date as 1970
 */
export function encode(whole) {
  const out = [];
  /** Names and indexes that lead to what is being written. */
  const path = [];

  const invalid = (reason) => new InvalidValueError(path.reduce(joined, ""), reason);

  const bigInt = (value) => {
    if (BigInt.asIntN(64, value) !== value && BigInt.asUintN(64, value) !== value) {
      throw invalid("is a bigint of more than 64 bits. Send it as a string, or as bytes.");
    }
    scratch.setBigInt64(0, value);
    out.push(value < 0 ? 0xd3 : 0xcf);
    putBytes(out, scratchBytes);
  };

  const binary = (bytes) => {
    putSized(out, bytes.length, 0xc4, 0xc5, 0xc6);
    putBytes(out, bytes);
  };

  const date = (millis) => {
    if (Number.isNaN(millis)) {
      throw invalid("is an invalid Date. Send null, or a date that exists.");
    }
    const seconds = Math.floor(millis / 1e3);
    const nanos = (millis - seconds * 1e3) * 1e6;
    const high = Math.floor(seconds / 2 ** 32);
    if (high < 0 || high > 3) {
      out.push(0xc7, 12, 0xff);
      putWord(out, nanos);
      putWord(out, high);
    } else if (high || nanos) {
      out.push(0xd7, 0xff);
      putWord(out, nanos * 4 + high);
    } else {
      out.push(0xd6, 0xff);
    }
    putWord(out, seconds);
  };

  const part = (step, value) => {
    path.push(step);
    write(value);
    path.pop();
  };

  const enter = () => {
    if (path.length >= maxSentDepth) {
      throw invalid(`lies deeper than ${maxSentDepth} levels, or contains itself. Send a flatter value.`);
    }
  };

  const object = (value) => {
    if (Array.isArray(value)) {
      enter();
      putArray(out, value.length);
      // Not forEach, which skips holes.
      for (let i = 0; i < value.length; i++) {
        part(i, value[i]);
      }
    } else if (value instanceof Date) {
      date(value.getTime());
    } else if (value instanceof Uint8Array) {
      binary(value);
    } else if (value instanceof ArrayBuffer) {
      binary(new Uint8Array(value));
    } else if (isPlain(value)) {
      const keys = Object.keys(value);
      enter();
      putMap(out, keys.length);
      for (const key of keys) {
        putText(out, key);
        part(key, value[key]);
      }
    } else {
      throw unknown(`an instance of ${value.constructor?.name || "a class"}`);
    }
  };

  const unknown = (kind) =>
    invalid(
      `is ${kind}, which cannot be sent. ` +
        "Use null, booleans, numbers, bigints, strings, dates, Uint8Array, arrays and plain objects.",
    );

  const write = (value) => {
    switch (value === null ? "undefined" : typeof value) {
      case "undefined":
        return out.push(0xc0);
      case "boolean":
        return out.push(value ? 0xc3 : 0xc2);
      case "number":
        return putNumber(out, value);
      case "string":
        return putText(out, value);
      case "bigint":
        return bigInt(value);
      case "object":
        return object(value);
    }
    throw unknown(`a ${typeof value}`);
  };

  write(whole);
  return Uint8Array.from(out);
}

/** In any realm: without a prototype, or with one that has none. */
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Where a step leads to, for example from `author.tags` to `author.tags[2]`. */
function joined(way, step) {
  return typeof step === "number" ? `${way}[${step}]` : way ? `${way}.${step}` : step;
}

import { median, percentile } from "../../lib/statistics.mjs";
import { Client } from "../client.mjs";
import { InOrder } from "../expectations.mjs";
import { authorOf, authors, byAuthor } from "../rows.mjs";
import { pause } from "../run.mjs";
import { SharedDecoder } from "../shared-decoder.mjs";
import { Writer } from "../writer.mjs";

const window = 32;

/** Longer than a tick: what follows meets an object at rest. */
const restMillis = 120;

/**
 * One client writes, others are told. First in bursts, as quickly as the object takes them; then, if `single`, one
 * insert at a time while the object has nothing else to do.
 */
export async function fanout(run, { sockets, inserts, warmUp, bursts, filtered, single }) {
  const total = (warmUp + bursts) * inserts + single;
  const writer = new Writer(await Client.open(run));
  const audience = await Audience.open(run, sockets, filtered, total);
  for (let burst = 0; burst < warmUp; burst++) {
    await audience.burst(writer, burst * inserts, inserts);
  }
  await pause(restMillis);
  const cpuBefore = run.cpuMicros();
  audience.reset();
  const lasts = [];
  for (let burst = warmUp; burst < warmUp + bursts; burst++) {
    lasts.push(await audience.burst(writer, burst * inserts, inserts));
  }
  // The last boundaries are on their way.
  await pause(restMillis);
  const figures = {
    cpu: { value: (run.cpuMicros() - cpuBefore) / bursts / inserts, unit: "us per insert" },
    ...audience.deliveries(""),
    last: { value: median(lasts), unit: "ms" },
    bytes: { value: audience.bytes / bursts, unit: `B per ${inserts} inserts` },
    frames: { value: audience.messages / bursts, unit: `per ${inserts} inserts` },
  };
  if (single === 0) {
    return figures;
  }
  audience.reset();
  for (let n = total - single; n < total; n++) {
    await pause(restMillis);
    await audience.burst(writer, n, 1);
  }
  return { ...figures, ...audience.deliveries(", idle object") };
}

/** The sockets that are told, and how long each row took to each. */
class Audience {
  #clients = [];
  #step;
  #before = { bytes: 0, messages: 0 };
  #millis = [];
  #waiting = 0;
  #delivered = () => {};
  #writer;
  #first = 0;

  /** Everybody sees everything, or, if `filtered`, each one the rows of one author. */
  static async open(run, sockets, filtered, total) {
    const audience = new Audience();
    audience.#step = filtered ? authors : 1;
    const { decode } = new SharedDecoder();
    for (let i = 0; i < sockets; i++) {
      const client = await Client.open(run);
      client.decode = decode;
      const rows = new InOrder(filtered ? i % authors : 0, total, audience.#step);
      client.sink.row = (n) => {
        rows.row(n);
        audience.#arrived(n);
      };
      await client.subscribe(filtered ? { where: byAuthor(authorOf(i)) } : {});
      audience.#clients.push(client);
    }
    return audience;
  }

  /** Writes some rows; answers how many milliseconds later everybody has what is theirs. */
  async burst(writer, first, count) {
    this.#writer = writer;
    this.#first = first;
    // Filtered, each row goes to one socket of a hundred.
    this.#waiting = (count * this.#clients.length) / this.#step;
    const delivered = new Promise((resolve) => {
      this.#delivered = resolve;
    });
    const prepared = writer.prepare(first, count);
    const started = performance.now();
    await Promise.all([writer.run(prepared, window), delivered]);
    return performance.now() - started;
  }

  /** Forgets what was measured so far. */
  reset() {
    this.#millis = [];
    this.#before = this.#totals();
  }

  get bytes() {
    return this.#totals().bytes - this.#before.bytes;
  }

  get messages() {
    return this.#totals().messages - this.#before.messages;
  }

  deliveries(when) {
    return {
      [`delivery p50${when}`]: { value: percentile(this.#millis, 0.5), unit: "ms" },
      [`delivery p99${when}`]: { value: percentile(this.#millis, 0.99), unit: "ms" },
    };
  }

  #arrived(n) {
    this.#millis.push(performance.now() - this.#writer.sentAt[n - this.#first]);
    if (--this.#waiting === 0) {
      this.#delivered();
    }
  }

  #totals() {
    return {
      bytes: this.#clients.reduce((total, { bytes }) => total + bytes, 0),
      messages: this.#clients.reduce((total, { messages }) => total + messages, 0),
    };
  }
}

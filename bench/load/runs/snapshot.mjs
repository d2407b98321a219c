import { median } from "../../lib/statistics.mjs";
import { Client } from "../client.mjs";
import { InAnyOrder } from "../expectations.mjs";
import { Writer } from "../writer.mjs";

/** Clients that have nothing, one after the other, of a table of so many rows. */
export async function snapshot(run, { rows, warmUp, times }) {
  const writer = new Writer(await Client.open(run));
  await writer.call("seed", 0, rows);
  return subscribeInTurn(run, { warmUp, times, first: 0, end: rows });
}

/** Subscribes client after client; each must get the rows from `first` to `end` (excluded). */
export async function subscribeInTurn(run, { warmUp, times, first, end }, options = {}) {
  const clients = [];
  for (let i = 0; i < warmUp + times; i++) {
    clients.push(await Client.open(run));
  }
  for (const client of clients.slice(0, warmUp)) {
    await timed(client, first, end, options);
  }
  const counting = clients.slice(warmUp);
  const before = counting.map(({ bytes, messages }) => ({ bytes, messages }));
  const millis = [];
  const cpuBefore = run.cpuMicros();
  for (const client of counting) {
    millis.push(await timed(client, first, end, options));
  }
  const cpu = run.cpuMicros() - cpuBefore;
  return {
    cpu: { value: cpu / times / (end - first), unit: "us per row" },
    complete: { value: median(millis), unit: "ms" },
    bytes: { value: counting[0].bytes - before[0].bytes, unit: "B" },
    frames: { value: counting[0].messages - before[0].messages, unit: "" },
  };
}

async function timed(client, first, end, options) {
  const rows = new InAnyOrder(first, end);
  client.sink.row = rows.row;
  const { millis } = await client.timeSubscribe(options);
  client.takePutAside();
  rows.requireComplete();
  return millis;
}

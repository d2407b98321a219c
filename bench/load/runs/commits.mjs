import { percentile } from "../../lib/statistics.mjs";
import { Client } from "../client.mjs";
import { InOrder } from "../expectations.mjs";
import { byAuthor } from "../rows.mjs";
import { Writer } from "../writer.mjs";

/**
 * Inserts by one client that waits for answers, subscribed to what it writes and, if `unsubscribed`, once more without.
 *
 * @param rows how many there are before
 * @param bystanders sockets that are subscribed to rows that nobody writes
 */
export async function commits(run, { unsubscribed, ...parameters }) {
  const figures = await measure(run, "subscribed", parameters);
  if (unsubscribed) {
    for (const [metric, figure] of Object.entries(await measure(run, "unsubscribed", parameters))) {
      figures[`${metric}, writer not subscribed`] = figure;
    }
  }
  return figures;
}

async function measure(run, room, { muts, warmUp, opsPerMut, window, rows = 0, bystanders = 0 }) {
  const client = await Client.open(run, run.urlOf(room));
  const writer = new Writer(client);
  await writer.call("seed", 0, rows);
  await openBystanders(run, room, bystanders);
  const subscribed = room === "subscribed";
  if (subscribed) {
    await client.subscribe();
  }
  const end = rows + (warmUp + muts) * opsPerMut;
  const expected = new InOrder(rows, end);
  client.sink.row = expected.row;
  const warming = writer.prepare(rows, warmUp, opsPerMut);
  const counting = writer.prepare(rows + warmUp * opsPerMut, muts, opsPerMut);
  await writer.run(warming, window);
  const before = { cpu: run.cpuMicros(), bytes: client.bytes, messages: client.messages };
  const millis = await writer.run(counting, window);
  const cpu = run.cpuMicros() - before.cpu;
  if (expected.next !== (subscribed ? end : rows)) {
    throw new Error(`Everything is committed, and the writer has got its rows up to ${expected.next} (excluded).`);
  }
  const units = muts * opsPerMut;
  const unit = opsPerMut > 1 ? "row" : "commit";
  const latencies = writer.sentAt.map((sentAt, mut) => writer.committedAt[mut] - sentAt);
  client.close();
  return {
    cpu: { value: cpu / units, unit: `us per ${unit}` },
    [`${unit}s per second`]: { value: (units / millis) * 1_000, unit: "1/s" },
    "round trip p50": { value: percentile(latencies, 0.5), unit: "ms" },
    "round trip p99": { value: percentile(latencies, 0.99), unit: "ms" },
    bytes: { value: (client.bytes - before.bytes) / units, unit: `B per ${unit}` },
    frames: { value: (client.messages - before.messages) / units, unit: `per ${unit}` },
  };
}

async function openBystanders(run, room, count) {
  for (let i = 0; i < count; i++) {
    const client = await Client.open(run, run.urlOf(room));
    client.sink.row = (n) => run.fail(`Row ${n} came to a client whose filter it does not match.`);
    await client.subscribe({ where: byAuthor(`nobody-${i}`) });
  }
}

import { percentile } from "../../lib/statistics.mjs";
import { Client } from "../client.mjs";

/** Objects that did not exist before: a client connects, subscribes, and is told that there is nothing yet. */
export async function newRooms(run, { warmUp, rooms }) {
  for (let i = 0; i < warmUp; i++) {
    await visit(run, `warm-${i}`);
  }
  const millis = [];
  const cpuBefore = run.cpuMicros();
  for (let i = 0; i < rooms; i++) {
    millis.push(await visit(run, `new-${i}`));
  }
  return {
    cpu: { value: (run.cpuMicros() - cpuBefore) / rooms, unit: "us per room" },
    "complete p50": { value: percentile(millis, 0.5), unit: "ms" },
    "complete p99": { value: percentile(millis, 0.99), unit: "ms" },
  };
}

async function visit(run, room) {
  const started = performance.now();
  const client = await Client.open(run, run.urlOf(room));
  await client.subscribe();
  return performance.now() - started;
}

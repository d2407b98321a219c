import { median } from "../../lib/statistics.mjs";
import { Client } from "../client.mjs";
import { callFrame } from "../rows.mjs";
import { pause } from "../run.mjs";
import { Writer } from "../writer.mjs";

const rows = 1_000;
/** As many as a step of housekeeping looks at. */
const linesPerStep = 500;
/** Often enough to tell a step from the next one, 50 ms later. */
const sampleMillis = 4;
/** What the runtime does by itself takes less in that time. */
const leastNanos = 150_000;
/** After so long without a step there is none to come. */
const quietMillis = 500;

/**
 * An object begins a round of housekeeping, and has nothing else to do. A step is the CPU time between two pauses.
 *
 * @param lines of the log that it has left to compact
 */
export async function housekeeping(run, { lines }) {
  const writer = new Writer(await Client.open(run));
  await writer.call("seed", 0, rows);
  for (let line = rows; line < lines; line += rows) {
    await writer.call("touch", 0, rows);
  }
  await restart(run, writer);
  const next = new Writer(await Client.open(run));
  // The tick behind this write does the first step.
  await next.run(next.prepare(rows, 1), 1);
  const steps = await bursts(run);
  next.close();
  // On a busy machine a step may run into the next one.
  const expected = Math.floor((0.8 * lines) / linesPerStep);
  if (steps.length < expected) {
    throw new Error(`${lines} lines took ${steps.length} steps, which is less than ${expected}.`);
  }
  return {
    step: { value: median(steps), unit: "ms" },
    longest: { value: Math.max(...steps), unit: "ms" },
    steps: { value: steps.length, unit: "" },
  };
}

/** All there is gets two hours old, which only a new instance notices. */
async function restart(run, writer) {
  await writer.call("age", 0, 1);
  const last = await Client.open(run);
  last.send(callFrame("restart", "restart", []));
  last.close();
  writer.close();
  await pause(quietMillis);
}

/** The CPU times of what is done between pauses, in milliseconds. */
async function bursts(run) {
  const found = [];
  let current = 0;
  let before = run.runNanos();
  let quietSince = performance.now();
  while (performance.now() - quietSince < quietMillis) {
    await pause(sampleMillis);
    const now = run.runNanos();
    if (now - before > leastNanos) {
      current += now - before;
      quietSince = performance.now();
    } else if (current > 0) {
      found.push(current / 1e6);
      current = 0;
    }
    before = now;
  }
  return found;
}

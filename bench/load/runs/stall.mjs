import { median } from "../../lib/statistics.mjs";
import { Client } from "../client.mjs";
import { Writer } from "../writer.mjs";

/**
 * One client commits, one write at a time, while another takes in a table. The longest round trip of a commit is how
 * long the object let nobody else in, and a little more: both clients share the load's process.
 *
 * @param times how many snapshots count, one after the other
 * @param most how many commits there may be in all
 */
export async function stall(run, { rows, times, warmUp, most }) {
  const writer = new Writer(await Client.open(run));
  await writer.call("seed", 0, rows);
  const prepared = writer.prepare(rows, warmUp + most);
  const commit = (n) => writer.run([prepared[n]], 1);
  let committed = 0;
  const calm = [];
  while (committed < warmUp) {
    calm.push(await commit(committed++));
  }
  const longest = [];
  const complete = [];
  let meanwhile = 0;
  for (let i = 0; i <= times; i++) {
    const reader = await Client.open(run);
    const alreadyThere = rows + committed;
    let isComplete = false;
    const taking = reader.timeSubscribe().finally(() => {
      isComplete = true;
    });
    const trips = [];
    while (!isComplete && committed < prepared.length) {
      trips.push(await commit(committed++));
    }
    if (!isComplete) {
      throw new Error(`${most} commits were not enough to measure ${times} snapshots beside them.`);
    }
    const { millis } = await taking;
    requireRows(reader, alreadyThere);
    // The first one is a warm-up.
    if (i > 0) {
      complete.push(millis);
      longest.push(Math.max(...trips));
      meanwhile += trips.length;
    }
  }
  return {
    longest: { value: Math.max(...longest), unit: "ms" },
    "longest, no snapshot": { value: Math.max(...calm.slice(warmUp / 2)), unit: "ms" },
    "commits meanwhile": { value: meanwhile / times, unit: "" },
    complete: { value: median(complete), unit: "ms" },
  };
}

/** A client got what was there when it came; what was committed meanwhile may be among it. */
function requireRows(reader, end) {
  const seen = new Set();
  reader.sink.row = (n) => seen.add(n);
  reader.takePutAside();
  reader.close();
  for (let n = 0; n < end; n++) {
    if (!seen.has(n)) {
      throw new Error(`Row ${n} of ${end} did not arrive with the snapshot.`);
    }
  }
}

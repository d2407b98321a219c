import { Client } from "../client.mjs";
import { InAnyOrder } from "../expectations.mjs";
import { pause } from "../run.mjs";
import { Writer } from "../writer.mjs";

/**
 * Clients that took in a table each, and then do nothing.
 *
 * @param idleMillis how long nothing happens before memory is read. An object without work hibernates after 10,000
 */
export async function memory(run, { sockets, rows, idleMillis }) {
  const empty = run.rssBytes();
  const writer = new Writer(await Client.open(run));
  await writer.call("seed", 0, rows);
  const cpuBefore = run.cpuMicros();
  let checked = [];
  for (let i = 0; i < sockets; i++) {
    const client = await Client.open(run);
    const { messages } = await client.timeSubscribe();
    // To read the same bytes 300 times over would take longer than all the rest.
    if (!areEqual(messages, checked)) {
      check(client, rows);
      checked = messages;
    }
  }
  const cpu = run.cpuMicros() - cpuBefore;
  await pause(idleMillis / 2);
  const idleBefore = run.cpuMicros();
  await pause(idleMillis);
  return {
    cpu: { value: cpu / 1_000 / sockets, unit: "ms per socket" },
    memory: { value: run.rssBytes() / 1e6, unit: "MB" },
    "memory before": { value: empty / 1e6, unit: "MB" },
    "cpu, idle": { value: (run.cpuMicros() - idleBefore) / idleMillis, unit: "ms per s" },
  };
}

const areEqual = (messages, others) =>
  messages.length === others.length && messages.every((message, i) => message.equals(others[i]));

function check(client, rows) {
  const all = new InAnyOrder(0, rows);
  client.sink.row = all.row;
  client.takePutAside();
  all.requireComplete();
}

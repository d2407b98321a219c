import { Client } from "../client.mjs";
import { Writer } from "../writer.mjs";
import { subscribeInTurn } from "./snapshot.mjs";

/**
 * Clients that were away, one after the other.
 *
 * @param rows how many there were before
 * @param touched how often each of those had changed before, which is no business of these clients
 * @param changed how many were inserted while the clients were away
 */
export async function catchup(run, { rows, touched = 0, changed, warmUp, times }) {
  const writer = new Writer(await Client.open(run));
  await writer.call("seed", 0, rows);
  for (let i = 0; i < touched; i++) {
    await writer.call("touch", 0, rows);
  }
  const { position, epoch } = await visit(run);
  await writer.call("seed", rows, rows + changed);
  const range = { first: rows, end: rows + changed };
  return subscribeInTurn(run, { warmUp, times, ...range }, { since: String(position), epoch });
}

/** A client that has everything, and goes. */
async function visit(run) {
  const client = await Client.open(run);
  await client.subscribe();
  client.close();
  return client;
}

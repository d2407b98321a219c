import { Client } from "../client.mjs";

/** From the start of the process, through the first answer to an upgrade, to an object that serves its first client. */
export async function start(run) {
  const client = new Client(run);
  await client.dial(run.url);
  const accepted = run.sinceStart;
  await client.greet();
  await client.subscribe();
  return {
    cpu: { value: run.cpuMicros() / 1_000, unit: "ms" },
    "first 101": { value: accepted, unit: "ms" },
    "first subscription": { value: run.sinceStart, unit: "ms" },
    memory: { value: run.rssBytes() / 1e6, unit: "MB" },
  };
}

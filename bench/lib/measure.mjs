import { Load } from "./load.mjs";
import { startWorkerd } from "./workerd.mjs";

/** The slowest scenario on a slow machine. */
const patienceMillis = 240_000;

/**
 * Runs some work against one contender, in a workerd of its own with empty databases; answers the figures.
 *
 * @param folder where the contender was prepared
 * @param task the name of the `run`, its `parameters`, the `profile` and the `path` of rooms
 */
export async function measure(folder, task) {
  const load = new Load();
  try {
    await load.ready();
    const startedAt = Date.now();
    const workerd = await startWorkerd(folder);
    try {
      const { port, pid } = workerd;
      return await workerd.within("do its work", load.run({ ...task, startedAt, port, pid }), patienceMillis);
    } finally {
      await workerd.stop();
    }
  } finally {
    load.stop();
  }
}

// The load, in a process of its own so that its CPU is not the server's. It is told by a message what to run against
// which workerd, answers with the figures, or with why there are none, and is ended by who started it.
import { Run } from "./run.mjs";
import { runs } from "./runs/all.mjs";

process.once("message", async (task) => {
  const run = new Run(task);
  try {
    process.send({ figures: await Promise.race([runs[task.run](run, task.parameters), run.failed]) });
  } catch (error) {
    process.send({ failure: error.message });
  }
});
process.send("ready");

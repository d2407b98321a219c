import { fileURLToPath } from "node:url";
import { start } from "../../scripts/lib/child.mjs";

const program = fileURLToPath(new URL("../load/process.mjs", import.meta.url));

/** The load in its own process. */
export class Load {
  #child = start(process.execPath, [program], { stdio: ["ignore", "inherit", "inherit", "ipc"] });

  /** Waits until it can be given work: starting it must not be counted. */
  async ready() {
    await this.#message();
  }

  /** Does some work against a workerd; answers the figures. */
  async run(task) {
    this.#child.send(task);
    const { figures, failure } = await this.#message();
    if (failure !== undefined) {
      throw new Error(failure);
    }
    return figures;
  }

  stop() {
    this.#child.kill("SIGKILL");
  }

  #message() {
    return new Promise((resolve, reject) => {
      const ended = (code) => reject(new Error(`the load ended with exit code ${code}`));
      this.#child.once("exit", ended);
      this.#child.once("message", (message) => {
        this.#child.off("exit", ended);
        resolve(message);
      });
    });
  }
}

import { fileURLToPath } from "node:url";
import { start } from "../../scripts/lib/child.mjs";

const program = fileURLToPath(new URL("load-process.mjs", import.meta.url));

/** The client in its own process. */
export class Load {
  #child = start(process.execPath, [program], { stdio: ["ignore", "inherit", "inherit", "ipc"] });

  /** Connects and warms the server up. */
  connect(url, scenario, window) {
    return this.#step({ step: "connect", url, scenario, window });
  }

  /** Runs the mutations that count; answers how many milliseconds they took. */
  async go() {
    const { millis } = await this.#step({ step: "go" });
    return millis;
  }

  stop() {
    this.#child.kill("SIGKILL");
  }

  #step(message) {
    return new Promise((resolve, reject) => {
      const ended = (code) => reject(new Error(`the client ended with exit code ${code}`));
      this.#child.once("exit", ended);
      this.#child.once("message", ({ answer, failure }) => {
        this.#child.off("exit", ended);
        if (failure === undefined) {
          resolve(answer);
        } else {
          reject(new Error(failure));
        }
      });
      this.#child.send(message);
    });
  }
}

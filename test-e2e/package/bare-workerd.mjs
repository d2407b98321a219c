// workerd without a harness around it: there outgoing requests pass through Node, which opens no sockets for a Worker.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import workerd from "workerd";

/** A Worker of one module that may open connections of its own. */
const configOf = (module, compatibilityDate) => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed ${JSON.stringify(module)})],
      compatibilityDate = ${JSON.stringify(compatibilityDate)},
    )),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;

/** Serves a Worker's bundle; answers where, and the function that ends it. */
export async function serve(bundle, compatibilityDate) {
  const config = join(dirname(bundle), "config.capnp");
  writeFileSync(config, configOf("worker.js", compatibilityDate));
  const child = spawn(workerd.default, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const ended = once(child, "close");
  const events = createInterface({ input: child.stdio[3] });
  const listening = new Promise((resolve) => {
    events.on("line", (line) => {
      const { event, port } = JSON.parse(line);
      if (event === "listen") {
        resolve(port);
      }
    });
  });
  const refused = ended.then(([code]) => {
    throw new Error(`workerd ended with exit code ${code} before it listened.`);
  });
  const stop = () => {
    child.kill();
    return ended;
  };
  return { url: `http://127.0.0.1:${await Promise.race([listening, refused])}/`, stop };
}

import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/lib/root.mjs";

/**
 * A configuration of plain workerd for one contender, in Cap'n Proto's text: one Worker, one Durable Object class whose
 * databases are files of a folder, and one socket on a free port of this machine.
 */
export const configOf = ({ modules, binding, className }) => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "databases", disk = (writable = true))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [${list(modules, (name) => `(name = ${text(name)}, esModule = embed ${text(name)})`)}],
  compatibilityDate = ${text(compatibilityDate())},
  bindings = [(name = ${text(binding)}, durableObjectNamespace = ${text(className)})],
  durableObjectNamespaces = [(className = ${text(className)}, uniqueKey = ${text(className)}, enableSql = true)],
  durableObjectStorage = (localDisk = "databases"),
);
`;

/** The day that a deployment of the example is frozen at, so that the bench measures the same behaviour. */
function compatibilityDate() {
  const [, date] = /^compatibility_date = "([^"]+)"/m.exec(readFileSync(inRoot("wrangler.toml"), "utf8"));
  return date;
}

const list = (items, line) => items.map((item) => `\n    ${line(item)},`).join("");

/** JSON's escapes are Cap'n Proto's. */
const text = (value) => JSON.stringify(value);

import { cpSync } from "node:fs";
import { examples } from "./examples.mjs";
import { inRoot } from "./root.mjs";
import { embedSources } from "./source-map.mjs";
import { runTool } from "./tools.mjs";

/** The modules that every Worker is made of. */
const engine = ["sync-protocol", "do-runtime-shim", "worker-java"];

const sourcesOf = (names) => ["pom.xml", ".mvn", ...names.flatMap((name) => [`${name}/pom.xml`, `${name}/src/main`])];

const clientMap = "client-web/target/npm/samovar-client.js.map";

/** Parts with a `module` are built by Maven, the stale ones together; what it leaves to do is their `finish`. */
const client = {
  name: "client",
  stamp: "client",
  module: "client-web",
  inputs: () => sourcesOf(["sync-protocol", "client-core", "client-web"]),
  outputs: ["client-web/target/npm/package.json", clientMap],
  finish: () => embedSources(inRoot(clientMap)),
  firstTime: "The first build fetches Maven, TeaVM and their libraries: that takes a few minutes, once.",
};

const workerOf = ({ name, folder, object }) => ({
  name,
  stamp: name,
  module: folder,
  inputs: () => [...sourcesOf([...engine, "codegen", "examples", "examples/guests", folder]), "examples/shared/worker"],
  outputs: [
    `${folder}/target/worker/worker.js`,
    `${folder}/target/worker/${name}.js`,
    `${folder}/target/api/${object}.d.ts`,
  ],
});

const pageOf = ({ name, folder, object }) => ({
  name: `Page: ${name}`,
  stamp: `${name} page`,
  inputs: () => [
    `${folder}/page`,
    `${folder}/target/api/${object}.d.ts`,
    "examples/shared",
    "client-web/target/npm",
    "package-lock.json",
  ],
  outputs: [`${folder}/target/page/index.html`],
  build: () => runTool("vite", "build", `${folder}/page`, "--logLevel", "warn"),
});

const compiledPageOf = ({ name, javaPage, folder }) => ({
  name: `${name} page in Java`,
  stamp: `${name} page in Java`,
  module: javaPage,
  inputs: () => sourcesOf(["sync-protocol", "client-core", "client-web", folder, javaPage]),
  outputs: [`${javaPage}/target/page/index.html`, `${javaPage}/target/page/room.js`],
});

/** Comes after the other page, which empties the folder. */
const javaPageOf = ({ name, javaPage, folder }) => ({
  name: `Page: ${name} in Java`,
  stamp: `${name} page in Java beside the other`,
  inputs: () => [`${javaPage}/target/page`],
  outputs: [`${folder}/target/page/java/index.html`],
  build: () =>
    cpSync(inRoot(javaPage, "target", "page"), inRoot(folder, "target", "page", "java"), { recursive: true }),
});

/** What the build makes of some examples, in order of dependency. A part is built again when one of its inputs has another content. */
export function partsOf(chosen) {
  const inJava = chosen.filter(({ javaPage }) => javaPage);
  return [
    client,
    ...chosen.map(workerOf),
    ...inJava.map(compiledPageOf),
    ...chosen.map(pageOf),
    ...inJava.map(javaPageOf),
  ];
}

/** What the build makes. */
export const parts = partsOf(examples);

/** What `npm run bench` needs. */
export const benchParts = [
  {
    name: "bench",
    stamp: "bench",
    module: "bench/worker",
    inputs: () => sourcesOf([...engine, "bench/worker"]),
    outputs: ["bench/worker/target/worker/worker.js", "bench/worker/target/worker/bench.js"],
  },
  client,
  {
    name: "Page: bench",
    stamp: "bench page",
    inputs: () => ["bench/page", "bench/floor", "bench/load/rows.mjs", "client-web/target/npm", "package-lock.json"],
    outputs: ["bench/page/target/samovar.html", "bench/page/target/floor.html"],
    build: () => runTool("vite", "build", "bench/page", "--logLevel", "warn"),
  },
];

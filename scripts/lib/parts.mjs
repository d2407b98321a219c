import { maven } from "./maven.mjs";
import { modules } from "./modules.mjs";
import { runTool } from "./tools.mjs";

/** The page's sources; Vite's root. */
export const page = "examples/chat/page";

const benchWorker = "bench/worker";
const benchPage = "bench/page";

/** The modules that what runs is made of. */
const shipped = () => modules().filter((module) => ![benchWorker, "client-jvm", "docs", "test-e2e"].includes(module));

const sourcesOf = (names) => ["pom.xml", ".mvn", ...names.flatMap((name) => [`${name}/pom.xml`, `${name}/src/main`])];

const java = {
  name: "Java: the Worker and the client",
  stamp: "java",
  inputs: () => sourcesOf(shipped()),
  outputs: [
    "examples/chat/target/worker/worker.js",
    "examples/chat/target/worker/chat.js",
    "examples/chat/target/api/ChatRoom.d.ts",
    "client-web/target/npm/package.json",
  ],
  firstTime: "The first build fetches Maven, TeaVM and their libraries: that takes a few minutes, once.",
  // Tests are neither compiled nor run: `npm test` is for that.
  build: () => maven("-pl", "client-web,examples/chat", "-am", "-Dmaven.test.skip=true", "package"),
};

/** What the build makes, in order of dependency. A part is built again when one of its inputs has another content. */
export const parts = [
  java,
  {
    name: "The chat's page",
    stamp: "page",
    inputs: () => [page, "client-web/target/npm", "package-lock.json"],
    outputs: ["examples/chat/target/page/index.html"],
    build: () => runTool("vite", "build", page, "--logLevel", "warn"),
  },
];

/** What `npm run bench` needs. */
export const benchParts = [
  {
    name: "Java: the bench's Worker",
    stamp: "bench",
    inputs: () => sourcesOf(["sync-protocol", "do-runtime-shim", "worker-java", benchWorker]),
    outputs: [`${benchWorker}/target/worker/worker.js`, `${benchWorker}/target/worker/bench.js`],
    build: () => maven("-pl", benchWorker, "-am", "-Dmaven.test.skip=true", "package"),
  },
  java,
  {
    name: "The bench's pages",
    stamp: "bench-page",
    inputs: () => [benchPage, "bench/floor", "bench/load/rows.mjs", "client-web/target/npm", "package-lock.json"],
    outputs: [`${benchPage}/target/samovar.html`, `${benchPage}/target/floor.html`],
    build: () => runTool("vite", "build", benchPage, "--logLevel", "warn"),
  },
];

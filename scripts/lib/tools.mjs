import { run, start } from "./child.mjs";
import { inRoot } from "./root.mjs";
import { toolEnvironment, toolNode } from "./tool-node.mjs";

/** Entry files of the tools, run with Node directly: the launchers in .bin differ between systems. */
const entries = {
  biome: inRoot("node_modules", "@biomejs", "biome", "bin", "biome"),
  tsc: inRoot("node_modules", "typescript", "bin", "tsc"),
  vite: inRoot("node_modules", "vite", "bin", "vite.js"),
  wrangler: inRoot("node_modules", "wrangler", "bin", "wrangler.js"),
};

/** Runs a tool to its end and answers its output; see {@link run}. */
export const runTool = (name, ...args) => run(toolNode(), [entries[name], ...args], { env: toolEnvironment() });

/** Starts a tool and answers its process; see {@link start}. */
export const startTool = (name, ...args) =>
  start(toolNode(), [entries[name], ...args], { env: toolEnvironment(), stdio: ["ignore", "pipe", "pipe"] });

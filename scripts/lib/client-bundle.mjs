import { readFileSync } from "node:fs";
import { inRoot } from "./root.mjs";

const client = inRoot("client-web", "target", "npm");
const { peerDependencies = {} } = JSON.parse(readFileSync(`${client}/package.json`, "utf8"));

/** Vite's configuration for weighing the client: a page that keeps everything the package exports, less its peers. */
export default {
  root: client,
  build: {
    outDir: inRoot("target", "size", "client"),
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: {
      input: client,
      external: Object.keys(peerDependencies),
      preserveEntrySignatures: "strict",
    },
  },
};

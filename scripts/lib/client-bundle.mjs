import { readFileSync } from "node:fs";
import { inRoot } from "./root.mjs";

const client = inRoot("client-web", "target", "npm");
const { peerDependencies = {} } = JSON.parse(readFileSync(`${client}/package.json`, "utf8"));

/** What loads a part later in a page of Vite. Every page that loads anything later has it once. */
const withoutPreloadHelper = {
  name: "without-preload-helper",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : undefined),
};

/** Vite's configuration for weighing the client: a page that keeps everything the package exports, less its peers. */
export default {
  root: client,
  plugins: [withoutPreloadHelper],
  build: {
    outDir: inRoot("target", "size", "client"),
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: {
      input: client,
      external: Object.keys(peerDependencies),
      // The entry keeps its exports, and has in itself what parts share that are loaded later, as the entry of a page has.
      preserveEntrySignatures: "allow-extension",
    },
  },
};

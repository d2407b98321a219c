import { fileURLToPath } from "node:url";
import { build } from "vite";

const client = fileURLToPath(new URL("../../../client-web/target/npm", import.meta.url));

/**
 * The files of a page with the client that was built, and with one of each of what must not be there twice. React is as in
 * development: only there effects run twice, and only there it complains.
 */
export async function bundle(options) {
  const bundles = await build({
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"development"' },
    resolve: {
      alias: { "@samovar/client": client },
      dedupe: ["react", "react-dom", "@tanstack/db", "@tanstack/react-db"],
    },
    build: { write: false, minify: false, modulePreload: false, ...options },
  });
  return [bundles].flat()[0].output;
}

/** One script of everything, in which the page finds what the file exports by a name. */
export async function bundleAs(name, entry) {
  const [{ code }] = await bundle({ lib: { entry: fileURLToPath(entry), formats: ["iife"], name } });
  return code;
}

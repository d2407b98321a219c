import { maven } from "./maven.mjs";
import { inRoot } from "./root.mjs";
import { embedSources } from "./source-map.mjs";

/** Builds with Maven, then adds to the npm package what TeaVM leaves out. */
export async function buildJava(...args) {
  await maven(...args);
  embedSources(inRoot("client-web", "target", "npm", "samovar-client.js.map"));
}

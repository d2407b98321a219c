import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modules } from "./modules.mjs";
import { Problem } from "./problem.mjs";
import { inRoot } from "./root.mjs";

/** Where the paths in a map of TeaVM begin. */
const roots = () => modules().map((module) => inRoot(module, "src", "main", "java"));

/**
 * Puts the repository's Java sources into a source map of TeaVM, which only names them: whoever installs a package has
 * no other copy. Classes of TeaVM's own library stay names.
 */
export function embedSources(file) {
  const map = JSON.parse(readFileSync(file, "utf8"));
  const folders = roots();
  map.sourcesContent = map.sources.map((source) => {
    const path = folders.map((folder) => join(folder, source)).find(existsSync);
    return path ? readFileSync(path, "utf8") : null;
  });
  if (map.sourcesContent.every((content) => content === null)) {
    throw new Problem(`None of the sources that ${file} names was found below:\n${folders.join("\n")}`);
  }
  writeFileSync(file, JSON.stringify(map));
}

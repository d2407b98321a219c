import { readFileSync } from "node:fs";
import { inRoot } from "./root.mjs";

/** The folders of the Maven modules, read from the root pom so that the list exists once. */
export const modules = () =>
  [...readFileSync(inRoot("pom.xml"), "utf8").matchAll(/<module>([^<]+)<\/module>/g)].map((match) => match[1]);

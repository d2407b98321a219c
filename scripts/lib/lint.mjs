import { runTool } from "./tools.mjs";

/** Checks format and lint of everything that is not Java, as biome.json says; a warning counts as an error. */
export const checkLint = () => runTool("biome", "ci", "--colors=off", "--error-on-warnings");

/** Mends what can be mended without changing behaviour; what cannot is reported as by the check. */
export const fixLint = () => runTool("biome", "check", "--write", "--colors=off", "--error-on-warnings");

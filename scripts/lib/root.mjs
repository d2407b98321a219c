import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder, whatever the working directory is. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A path below the repository, in the notation of this system. */
export const inRoot = (...parts) => join(root, ...parts);

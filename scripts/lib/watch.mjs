import { existsSync, statSync, watch } from "node:fs";
import { dirname } from "node:path";
import { foldersBelow } from "./files.mjs";
import { inRoot } from "./root.mjs";

/** Editors save in several steps: how long it must be quiet before a change counts. */
const quietMillis = 200;

/**
 * Calls `onChange` after something below the given paths changed and all was quiet for a moment. It never runs twice at
 * a time: changes that arrive while it works lead to one more call. What changed is not said; compare fingerprints.
 */
export function watchPaths(paths, onChange) {
  const watchers = new Map();
  let timer;
  let working = false;
  let again = false;

  // Folder by folder: recursive watching does not work the same on all systems and versions of Node.
  function watchNewFolders() {
    const folders = new Set(paths().flatMap((path) => foldersToWatch(inRoot(path))));
    for (const [folder, watcher] of watchers) {
      if (!folders.has(folder)) {
        watcher.close();
        watchers.delete(folder);
      }
    }
    for (const folder of folders) {
      if (!watchers.has(folder)) {
        const watcher = watch(folder, settle);
        // A deleted folder ends its watcher with an error on some systems; its parent tells of the change.
        watcher.on("error", () => watchers.delete(folder));
        watchers.set(folder, watcher);
      }
    }
  }

  function settle() {
    clearTimeout(timer);
    timer = setTimeout(work, quietMillis);
  }

  async function work() {
    if (working) {
      again = true;
      return;
    }
    working = true;
    watchNewFolders();
    await onChange();
    working = false;
    if (again) {
      again = false;
      settle();
    }
  }

  watchNewFolders();
}

function foldersToWatch(path) {
  if (existsSync(path) && statSync(path).isDirectory()) {
    return foldersBelow(path);
  }
  // A file, or a folder that may come: its parent will tell.
  return existsSync(dirname(path)) ? [dirname(path)] : [];
}

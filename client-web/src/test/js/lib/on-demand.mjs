import { createCollection, createLiveQueryCollection } from "@tanstack/db";
import { samovarCollectionOptions } from "../../../../target/npm/index.js";
import { newStory } from "./story.mjs";

/** A collection that loads on demand. */
export function onDemand(test, config = {}) {
  const { server, client } = newStory(test);
  const getKey = (row) => row.id;
  const options = samovarCollectionOptions({ client, table: "rows", getKey, syncMode: "on-demand", ...config });
  const start = options.sync.sync;
  let run;
  options.sync.sync = (params) => {
    run = start(params);
    return run;
  };
  const rows = createCollection(options);
  const queries = [];
  test.after(async () => {
    await Promise.all(queries.map((live) => live.cleanup()));
    await rows.cleanup();
  });
  /** A live query of it, which is loading. */
  const query = (build) => {
    const live = createLiveQueryCollection({ query: (q) => build(q.from({ r: rows })), gcTime: 1 });
    queries.push(live);
    return Object.assign(live, { loading: live.preload() });
  };
  /** Loads as TanStack DB does. */
  const load = (options) => {
    rows.startSyncImmediate();
    return run.loadSubset(options);
  };
  const unload = (options) => run.unloadSubset(options);
  return { server, client, rows, query, load, unload };
}

// Loads what live queries want. Loaded for collections that load on demand.
import { Demands } from "./demands.js";
import { guarded } from "./report.js";

/** What loads in one sync run, and what its rows go through on their way to TanStack DB. */
export function newLoads(run, params, own, key) {
  const invalidate = () => guarded(() => params.invalidateLoadedSubsets?.());
  /** The keys of rows that a page was rendered with, until they are those of a load. */
  const strays = new Set(params.collection?.base?.keys());
  const write = (message) => {
    strays.delete(message.key);
    params.write(message);
  };
  const commit = () => demands.published(params.commit());
  const complete = () => {
    if (strays.size > 0) {
      guarded(() => {
        params.begin();
        for (const key of strays) {
          write({ type: "delete", key });
        }
        commit();
      });
    }
  };
  const demands = new Demands(run, own, key, invalidate, complete);
  return { demands, write, commit };
}

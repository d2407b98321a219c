import { useSyncExternalStore } from "react";

export function useSyncStatus({ state }) {
  return useSyncExternalStore(state.subscribe, state.getSnapshot, state.getSnapshot);
}

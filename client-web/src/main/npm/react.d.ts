import type { ClientState, SyncClient } from "./index.js";

/**
 * The state of a client's connection, in a React component: rendered again when something in it changes.
 *
 * @example
 * const { status, pendingWrites } = useSyncStatus(client);
 */
export function useSyncStatus(client: Pick<SyncClient, "state">): ClientState;

// Compiled, never run: what a user's editor accepts and refuses. Types of React are not needed.
import { type ClientState, SyncClient } from "@samovar/client";
import { useSyncStatus } from "@samovar/client/react";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>() => {};

interface Api {
  collections: { messages: { id: string } };
  commands: { clearRoom(): { deleted: number } };
}

export function useEverything() {
  const state = useSyncStatus(new SyncClient<Api>({ url: "/sync/lobby" }));
  holds<Equal<typeof state, ClientState>>();
  useSyncStatus(new SyncClient({ url: "/sync/lobby" }));

  // @ts-expect-error the state is read only
  state.pendingWrites = 0;
  // @ts-expect-error a client is needed
  useSyncStatus();
  // @ts-expect-error the status alone is not a client
  useSyncStatus({ status: "open" });
}

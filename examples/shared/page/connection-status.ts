import type { ConnectionStatus as ClientStatus, SamovarError, SyncClient } from "@samovar/client";
import { useSyncStatus } from "@samovar/client/react";
import { useState, useSyncExternalStore } from "react";

/** What the person in front of the page needs to know about the connection. */
export type ConnectionStatus = "connecting" | "live" | "reconnecting" | "offline" | "closed";

/** How the connection is, and what it has to do. */
export interface ConnectionNews {
  readonly status: ConnectionStatus;
  /** Since when it has been live or not, in milliseconds since the epoch. */
  readonly since: number;
  /** When the next attempt to connect is made, in milliseconds since the epoch; `null` if it is just made. */
  readonly nextAttemptAt: number | null;
  readonly lastError: SamovarError | null;
  /** Mutations and commands the server has not answered. */
  readonly pendingWrites: number;
}

/** The connection's news as they come. */
export function useConnectionNews({ client }: { client: Pick<SyncClient, "state"> }): ConnectionNews {
  const { status: clientStatus, nextAttemptAt, lastError, pendingWrites } = useSyncStatus(client);
  const isOnline = useSyncExternalStore(listenToNetwork, () => navigator.onLine);
  const isLive = clientStatus === "open";
  const [last, setLast] = useState(() => ({ isLive, since: Date.now() }));
  if (isLive !== last.isLive) {
    setLast({ isLive, since: Date.now() });
  }
  return { status: statusOf(clientStatus, isOnline), since: last.since, nextAttemptAt, lastError, pendingWrites };
}

function statusOf(status: ClientStatus, isOnline: boolean): ConnectionStatus {
  if (status === "open") {
    return "live";
  }
  if (status === "closed") {
    return "closed";
  }
  // Without a network there is nothing to connect to: say so instead of how hard the client tries.
  if (!isOnline) {
    return "offline";
  }
  return status === "reconnecting" ? "reconnecting" : "connecting";
}

function listenToNetwork(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

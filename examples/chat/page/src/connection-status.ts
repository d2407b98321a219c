import { useSyncExternalStore } from "react";
import type { RoomConnection } from "./room-connection";

/** What the person in front of the page needs to know about the connection. */
export type ConnectionStatus = "connecting" | "live" | "reconnecting" | "offline" | "closed";

/** The connection's status as it changes. */
export function useConnectionStatus({ client }: RoomConnection): ConnectionStatus {
  const status = useSyncExternalStore(client.onStatusChange, () => client.status);
  const online = useSyncExternalStore(listenToNetwork, () => navigator.onLine);
  if (status === "open") {
    return "live";
  }
  if (status === "closed") {
    return "closed";
  }
  // Without a network there is nothing to connect to: say so instead of how hard the client tries.
  if (!online) {
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

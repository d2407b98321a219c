import { useSyncStatus } from "@samovar/client/react";
import type { Room } from "./room";

export function ConnectionBanner({ room }: { room: Room }) {
  const { status, lastError, pendingWrites, nextAttemptAt } = useSyncStatus(room.client);
  if (status === "open" || status === "idle") {
    return null;
  }
  return (
    <p role="status" data-status={status}>
      {status === "closed" ? `Disconnected. ${lastError?.message ?? ""}` : "No connection."}
      {pendingWrites > 0 && ` ${pendingWrites} changes wait.`}
      {nextAttemptAt !== null && ` Next attempt at ${new Date(nextAttemptAt).toLocaleTimeString()}.`}
      <button type="button" onClick={() => room.client.connect()}>
        Connect now
      </button>
    </p>
  );
}

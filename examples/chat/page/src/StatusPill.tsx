import type { ConnectionStatus } from "./connection-status";

const words: Record<ConnectionStatus, string> = {
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Reconnecting",
  offline: "Offline",
  closed: "Closed",
};

/** How the connection is, and how many writes wait for it. */
export function StatusPill({ status, waiting }: { status: ConnectionStatus; waiting: number }) {
  const isWaitingNews = waiting > 0 && status !== "live";
  return (
    <output className="status-pill" data-testid="status" data-status={status} aria-label="Connection">
      <span className="status-dot" />
      {words[status]}
      {isWaitingNews && <span className="status-waiting">{waiting} unsent</span>}
    </output>
  );
}

import type { ConnectionStatus } from "./connection-status";

const words: Record<ConnectionStatus, string> = {
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Reconnecting",
  offline: "Offline",
  closed: "Closed",
};

/** How the connection is. */
export function StatusPill({ status }: { status: ConnectionStatus }) {
  return (
    <output className="status-pill" data-testid="status" data-status={status} aria-label="Connection">
      <span className="status-dot" />
      <span className="status-word">{words[status]}</span>
    </output>
  );
}

import { nameOf, tagOf } from "./author";
import { ClearRoom } from "./ClearRoom";
import type { ConnectionStatus } from "./connection-status";
import { Icon } from "./Icon";
import type { RoomConnection } from "./room-connection";
import { StatusPill } from "./StatusPill";

interface Props {
  connection: RoomConnection;
  status: ConnectionStatus;
  onClear: () => Promise<void>;
  onSignOut: () => void;
}

/** The room's name, the connection, and what concerns the whole room. */
export function RoomHeader({ connection, status, onClear, onSignOut }: Props) {
  const { room, session } = connection;
  return (
    <header className="room-header">
      <img className="room-logo" src="/samovar.svg" alt="" width="36" height="36" />
      <div className="room-title">
        <h1>#{room}</h1>
        <p>
          <span className="room-title-lead">you are </span>
          <strong data-testid="own-name">{nameOf(session.userId)}</strong>
          <span className="tag">{tagOf(session.userId)}</span>
        </p>
      </div>
      <StatusPill status={status} />
      <div className="room-actions">
        <ClearRoom room={room} isDisabled={status !== "live"} onClear={onClear} />
        <button type="button" className="quiet" onClick={onSignOut} data-testid="sign-out" aria-label="Leave the room">
          <Icon name="leave" />
          <span className="button-text">Leave</span>
        </button>
      </div>
    </header>
  );
}

import type { ConnectionStatus } from "../../../shared/page/connection-status";
import { Icon } from "../../../shared/page/Icon";
import { PageHeader } from "../../../shared/page/PageHeader";
import { ClearRoom } from "./ClearRoom";
import type { RoomConnection } from "./room-connection";

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
    <PageHeader title={`#${room}`} userId={session.userId} status={status}>
      <ClearRoom room={room} isDisabled={status !== "live"} onClear={onClear} />
      <button type="button" className="quiet" onClick={onSignOut} data-testid="sign-out" aria-label="Leave the room">
        <Icon name="leave" />
        <span className="button-text">Leave</span>
      </button>
    </PageHeader>
  );
}

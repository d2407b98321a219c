import { useCallback, useState } from "react";
import type { Message } from "./api";
import { ClosedBanner } from "./ClosedBanner";
import { Composer } from "./Composer";
import { useConnectionStatus } from "./connection-status";
import { MessageList } from "./MessageList";
import { Notice } from "./Notice";
import { RoomHeader } from "./RoomHeader";
import { failureOf } from "./reason";
import type { RoomConnection } from "./room-connection";
import { useRoomMessages } from "./use-room-messages";

/** A room: who is connected how, what was said, and the place to write. */
export function Room({ connection, onSignOut }: { connection: RoomConnection; onSignOut: () => void }) {
  const status = useConnectionStatus(connection);
  const messages = useRoomMessages(connection);
  const [notice, setNotice] = useState("");
  const forgetNotice = useCallback(() => setNotice(""), []);

  function remove(message: Message) {
    messages.remove(message).catch((error: unknown) => setNotice(failureOf("deleted", error)));
  }

  async function clear() {
    try {
      const { deleted } = await connection.client.call.clearRoom();
      setNotice(deleted === 1 ? "1 message deleted." : `${deleted} messages deleted.`);
    } catch (error) {
      setNotice(failureOf("cleared", error));
    }
  }

  return (
    <div className="room">
      <RoomHeader
        connection={connection}
        status={status}
        waiting={messages.waiting}
        onClear={clear}
        onSignOut={onSignOut}
      />
      {status === "closed" && <ClosedBanner error={connection.client.lastError} onSignOut={onSignOut} />}
      <MessageList
        messages={messages}
        isClosed={status === "closed"}
        ownId={connection.session.userId}
        onDelete={remove}
      />
      <Notice text={notice} onEnd={forgetNotice} />
      <Composer room={connection.room} isClosed={status === "closed"} onSend={messages.send} />
    </div>
  );
}

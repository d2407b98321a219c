import { ClosedBanner } from "../../../shared/page/ClosedBanner";
import { useConnectionNews } from "../../../shared/page/connection-status";
import { Notice } from "../../../shared/page/Notice";
import { failureOf } from "../../../shared/page/reason";
import { useNotice } from "../../../shared/page/use-notice";
import type { Message } from "./api";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { OfflineBanner } from "./OfflineBanner";
import { Outbox } from "./Outbox";
import { RoomHeader } from "./RoomHeader";
import type { RoomConnection } from "./room-connection";
import { useAskBeforeLeaving } from "./use-ask-before-leaving";
import { useRoomMessages } from "./use-room-messages";

/** A room: who is connected how, what was said, and the place to write. */
export function Room({ connection, onSignOut }: { connection: RoomConnection; onSignOut: () => void }) {
  const news = useConnectionNews(connection);
  const { status } = news;
  const messages = useRoomMessages(connection);
  useAskBeforeLeaving(news.pendingWrites > 0);
  const notice = useNotice();

  function remove(message: Message) {
    messages.remove(message).catch((error: unknown) => notice.say(failureOf("deleted", error)));
  }

  async function clear() {
    try {
      const { deleted } = await connection.client.call.clearRoom();
      notice.say(deleted === 1 ? "1 message deleted." : `${deleted} messages deleted.`);
    } catch (error) {
      notice.say(failureOf("cleared", error));
    }
  }

  // What is on its way over a good connection is no news.
  const isWaiting = status !== "live" && status !== "closed";
  const others = Math.max(0, news.pendingWrites - messages.waiting);

  return (
    <div className="room">
      <RoomHeader connection={connection} status={status} onClear={clear} onSignOut={onSignOut} />
      <div className="banner-place">
        {status === "closed" && <ClosedBanner error={news.lastError} onSignOut={onSignOut} />}
        <OfflineBanner connection={connection} news={news} />
      </div>
      <MessageList
        room={connection.room}
        messages={messages}
        status={status}
        ownId={connection.session.userId}
        onDelete={remove}
      />
      <Notice text={notice.text} onEnd={notice.forget} />
      <Composer room={connection.room} isClosed={status === "closed"} onSend={messages.send}>
        <Outbox messages={isWaiting ? messages.waiting : 0} others={isWaiting ? others : 0} />
      </Composer>
    </div>
  );
}

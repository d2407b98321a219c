import { Fragment } from "react";
import type { ConnectionStatus } from "../../../shared/page/connection-status";
import { Icon } from "../../../shared/page/Icon";
import type { Message } from "./api";
import { DaySeparator } from "./DaySeparator";
import { EmptyRoom } from "./EmptyRoom";
import { MessageItem } from "./MessageItem";
import { useUnreadInTitle } from "./page-title";
import { isSameDay } from "./time";
import { UnreadMarker } from "./UnreadMarker";
import type { RoomMessages, ShownMessage } from "./use-room-messages";
import { useStickToBottom } from "./use-stick-to-bottom";
import { useUnread } from "./use-unread";
import { useVisible } from "./use-visible";

/** Messages of one author within this time are shown as one turn, with one name and one avatar. */
const turnMillis = 5 * 60_000;

interface Props {
  room: string;
  messages: RoomMessages;
  status: ConnectionStatus;
  ownId: string;
  onDelete: (message: Message) => void;
}

/** What was said, oldest first. It follows the newest message while its reader is at the end, and marks what they missed. */
export function MessageList({ room, messages, status, ownId, onDelete }: Props) {
  const { shown, isReady } = messages;
  const isVisible = useVisible();
  const newest = shown.at(-1)?.message;
  const scroll = useStickToBottom(newest?.id, newest?.author === ownId, shown.length, isVisible);
  const items = shown.map(({ message }) => ({ id: message.id, isOwn: message.author === ownId }));
  const unread = useUnread(isReady ? items : undefined, isVisible, scroll.isAtEnd);
  useUnreadInTitle(room, unread.count);

  function showNewest() {
    scroll.scrollToEnd();
    // The button goes; the keyboard goes on in the list.
    scroll.ref.current?.focus({ preventScroll: true });
  }

  return (
    <div className="messages-place">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <div className="messages" ref={scroll.ref} onScroll={scroll.onScroll} tabIndex={0}>
        {shown.length === 0 && (isReady || status !== "closed") && <EmptyRoom isReady={isReady} />}
        <div className="messages-log" role="log" aria-label="Messages" aria-busy={!isReady}>
          <ol data-testid="messages">
            {shown.map((item, index) => (
              <Fragment key={keyOf(item)}>
                {startsDay(shown[index - 1], item) && <DaySeparator millis={item.message.created_at} />}
                {item.message.id === unread.firstId && <UnreadMarker ref={scroll.markerRef} />}
                <MessageItem
                  item={item}
                  isOwn={item.message.author === ownId}
                  isLive={status === "live"}
                  isTurnStart={item.message.id === unread.firstId || startsTurn(shown[index - 1], item)}
                  onDelete={() => onDelete(item.message)}
                  onRetry={messages.retry}
                  onDismiss={messages.dismiss}
                />
              </Fragment>
            ))}
          </ol>
        </div>
      </div>
      {unread.count > 0 && !scroll.isAtEnd && (
        <button type="button" className="new-messages" data-testid="new-messages" onClick={showNewest}>
          <Icon name="down" />
          {unread.count === 1 ? "1 new message" : `${unread.count} new messages`}
        </button>
      )}
    </div>
  );
}

const keyOf = ({ message, state }: ShownMessage) => (state === "refused" ? `refused ${message.id}` : message.id);

const startsDay = (before: ShownMessage | undefined, item: ShownMessage) =>
  before === undefined || !isSameDay(before.message.created_at, item.message.created_at);

const startsTurn = (before: ShownMessage | undefined, item: ShownMessage) =>
  startsDay(before, item) ||
  before?.message.author !== item.message.author ||
  item.message.created_at - before.message.created_at > turnMillis;

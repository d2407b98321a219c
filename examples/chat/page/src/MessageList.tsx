import { Fragment } from "react";
import type { Message } from "./api";
import { DaySeparator } from "./DaySeparator";
import { EmptyRoom } from "./EmptyRoom";
import { Icon } from "./Icon";
import { MessageItem } from "./MessageItem";
import { isSameDay } from "./time";
import type { RoomMessages, ShownMessage } from "./use-room-messages";
import { useStickToBottom } from "./use-stick-to-bottom";

/** Messages of one author within this time are shown as one turn, with one name and one avatar. */
const turnMillis = 5 * 60_000;

interface Props {
  messages: RoomMessages;
  /** Whether the connection will not come back: rows that are not here by now will not arrive. */
  isClosed: boolean;
  ownId: string;
  onDelete: (message: Message) => void;
}

/** What was said, oldest first. It follows the newest message while its reader is at the end. */
export function MessageList({ messages, isClosed, ownId, onDelete }: Props) {
  const { shown, isReady } = messages;
  const newest = shown.at(-1)?.message;
  const scroll = useStickToBottom(newest?.id, newest?.author === ownId, shown.length);

  return (
    <div className="messages-place">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <div className="messages" ref={scroll.ref} onScroll={scroll.onScroll} tabIndex={0}>
        {shown.length === 0 && (isReady || !isClosed) && <EmptyRoom isReady={isReady} />}
        <div className="messages-log" role="log" aria-label="Messages" aria-busy={!isReady}>
          <ol data-testid="messages">
            {shown.map((item, index) => (
              <Fragment key={keyOf(item)}>
                {startsDay(shown[index - 1], item) && <DaySeparator millis={item.message.created_at} />}
                <MessageItem
                  item={item}
                  isOwn={item.message.author === ownId}
                  isTurnStart={startsTurn(shown[index - 1], item)}
                  onDelete={() => onDelete(item.message)}
                  onRetry={messages.retry}
                  onDismiss={messages.dismiss}
                />
              </Fragment>
            ))}
          </ol>
        </div>
      </div>
      {scroll.unseen > 0 && (
        <button type="button" className="new-messages" data-testid="new-messages" onClick={scroll.scrollToEnd}>
          <Icon name="down" />
          {scroll.unseen === 1 ? "1 new message" : `${scroll.unseen} new messages`}
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

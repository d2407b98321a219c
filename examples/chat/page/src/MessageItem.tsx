import { colourClassOf, nameOf, tagOf } from "../../../shared/page/author";
import { Icon } from "../../../shared/page/Icon";
import { Avatar } from "./Avatar";
import { MessageMark } from "./MessageMark";
import type { Refusal } from "./message";
import { RefusalNote } from "./RefusalNote";
import { clockTime, exactTime, isoTime } from "./time";
import type { ShownMessage } from "./use-room-messages";

interface Props {
  item: ShownMessage;
  isOwn: boolean;
  /** Whether the connection is there: without it a pending message does not travel, it waits. */
  isLive: boolean;
  /** Whether name and avatar are shown: the message before is by someone else, or old. */
  isTurnStart: boolean;
  onDelete: () => void;
  onRetry: (refusal: Refusal) => void;
  onDismiss: (refusal: Refusal) => void;
}

/** One message: who, what, when, and how far it got. */
export function MessageItem({ item, isOwn, isLive, isTurnStart, onDelete, onRetry, onDismiss }: Props) {
  const { message, state, refusal } = item;
  const { author, content, created_at: createdAt } = message;
  const isWaiting = state === "pending" && !isLive;
  const classes = ["message", isOwn && "own", isWaiting && "waiting", isTurnStart && "turn-start"]
    .filter(Boolean)
    .join(" ");
  return (
    <li className={classes} data-testid="message" data-state={state} data-message-id={message.id}>
      {isTurnStart && !isOwn && <Avatar author={author} />}
      <div className="message-body">
        {isTurnStart && !isOwn && (
          <p className={`message-author ${colourClassOf(author)}`}>
            {nameOf(author)}
            <span className="tag">{tagOf(author)}</span>
          </p>
        )}
        <div className="message-row">
          <div className="bubble">
            <p className="message-content">{content}</p>
            <p className="message-foot">
              <time dateTime={isoTime(createdAt)} title={exactTime(createdAt)}>
                {clockTime(createdAt)}
              </time>
              {isOwn && <MessageMark state={isWaiting ? "waiting" : state} />}
            </p>
          </div>
          {isOwn && state !== "refused" && (
            <button
              type="button"
              className="message-delete"
              data-testid="delete"
              aria-label="Delete this message"
              onClick={onDelete}
            >
              <Icon name="trash" />
            </button>
          )}
        </div>
        {refusal && (
          <RefusalNote refusal={refusal} onRetry={() => onRetry(refusal)} onDismiss={() => onDismiss(refusal)} />
        )}
      </div>
    </li>
  );
}

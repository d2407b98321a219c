import { Icon } from "../../../shared/page/Icon";

interface Props {
  /** Messages that are on this screen only. */
  messages: number;
  /** Deletions and commands without an answer. */
  others: number;
}

/** What waits for the connection. Nothing is said when nothing waits; the region stays, for screen readers. */
export function Outbox({ messages, others }: Props) {
  const parts = [counted(messages, "message"), counted(others, "other change")].filter((part) => part !== "");
  return (
    <output className="outbox" data-testid="outbox" aria-label="Waiting to be sent">
      {parts.length > 0 && (
        <>
          <Icon name="clock" />
          {parts.join(" and ")} {messages + others === 1 ? "waits" : "wait"} to be sent
        </>
      )}
    </output>
  );
}

const counted = (count: number, noun: string): string =>
  count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;

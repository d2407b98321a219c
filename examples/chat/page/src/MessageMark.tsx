import { Icon } from "./Icon";
import type { MessageState } from "./message";

const marks = {
  pending: { icon: "clock", text: "Sending" },
  confirmed: { icon: "check", text: "Sent" },
  refused: { icon: "alert", text: "Not confirmed" },
} as const;

/** How far an own message got. */
export function MessageMark({ state }: { state: MessageState }) {
  const { icon, text } = marks[state];
  return (
    <span className={`mark mark-${state}`} title={text}>
      <Icon name={icon} />
      <span className="visually-hidden">{text}</span>
    </span>
  );
}

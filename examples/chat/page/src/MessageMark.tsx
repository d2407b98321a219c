import { Icon } from "../../../shared/page/Icon";
import type { MessageState } from "./message";

const marks = {
  waiting: { icon: "clock", text: "Waiting" },
  pending: { icon: "clock", text: "Sending" },
  confirmed: { icon: "check", text: "Sent" },
  refused: { icon: "alert", text: "Not confirmed" },
} as const;

/** How far an own message got. One that waits for the connection says so in words: it may take a while. */
export function MessageMark({ state }: { state: MessageState | "waiting" }) {
  const { icon, text } = marks[state];
  return (
    <span className={`mark mark-${state}`} title={text}>
      <span className={state === "waiting" ? "" : "visually-hidden"}>{text}</span>
      <Icon name={icon} />
    </span>
  );
}

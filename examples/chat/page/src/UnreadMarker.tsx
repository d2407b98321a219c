import type { Ref } from "react";

/** The line above the first message that came while nobody looked. */
export function UnreadMarker({ ref }: { ref: Ref<HTMLLIElement> }) {
  return (
    <li className="unread" ref={ref} data-testid="unread-marker">
      <span>New</span>
    </li>
  );
}

import { useEffect } from "react";

/** What the browser's tab is called: the room, and how much there is to read. */
export const pageTitle = (room: string | undefined, unread = 0): string =>
  `${unread > 0 ? `(${unread}) ` : ""}#${room ?? "?"} · Samovar chat`;

/** Keeps the count of unread messages in the title while the room is open. */
export function useUnreadInTitle(room: string, unread: number): void {
  useEffect(() => {
    document.title = pageTitle(room, unread);
    return () => {
      document.title = pageTitle(room);
    };
  }, [room, unread]);
}

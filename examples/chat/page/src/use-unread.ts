import { useState } from "react";
import { arrive, type Item, lookAway, readAll, type Unread } from "./unread";

/** What the list tells of unread items. */
export interface UnreadNews {
  readonly count: number;
  /** The item the marker stands above. */
  readonly firstId: string | undefined;
}

/**
 * @param items the list as it is now; undefined before it is known
 * @param isVisible whether the tab is looked at
 * @param isAtEnd whether the end of the list is in sight
 */
export function useUnread(items: readonly Item[] | undefined, isVisible: boolean, isAtEnd: boolean): UnreadNews {
  const [last, setLast] = useState<Unread>();
  if (items === undefined) {
    return { count: 0, firstId: undefined };
  }
  const before = last && !isVisible ? lookAway(last) : last;
  const unread = before ? arrive(before, items, isVisible && isAtEnd) : readAll(items);
  if (unread !== last) {
    setLast(unread);
  }
  const marked = items.filter(({ id }) => unread.marked.has(id));
  return { count: unread.isRead ? 0 : marked.length, firstId: marked[0]?.id };
}

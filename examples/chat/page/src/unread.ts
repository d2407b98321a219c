/** What a reader has not looked at, and where it began. Never changed: another one takes its place. */
export interface Unread {
  /** Every item there was. */
  readonly known: ReadonlySet<string>;
  /** What came while nobody looked, unread or just read: the marker stands above the first of them. */
  readonly marked: ReadonlySet<string>;
  readonly isRead: boolean;
}

/** An item of the list. */
export interface Item {
  readonly id: string;
  readonly isOwn: boolean;
}

const none: ReadonlySet<string> = new Set();

/** All that was there at the beginning is taken for read. */
export const readAll = (items: readonly Item[]): Unread => ({
  known: new Set(items.map(({ id }) => id)),
  marked: none,
  isRead: true,
});

/** Takes in a list that may have grown; the same object if there is no news. */
export function arrive(unread: Unread, items: readonly Item[], isReading: boolean): Unread {
  const fresh = items.filter(({ id }) => !unread.known.has(id));
  const known = fresh.length === 0 ? unread.known : new Set([...unread.known, ...fresh.map(({ id }) => id)]);
  // Who writes has read what is above.
  if (fresh.some(({ isOwn }) => isOwn)) {
    return { known, marked: none, isRead: true };
  }
  if (isReading) {
    return unread.isRead && known === unread.known ? unread : { ...unread, known, isRead: true };
  }
  if (fresh.length === 0) {
    return unread;
  }
  const before = unread.isRead ? none : unread.marked;
  return { known, marked: new Set([...before, ...fresh.map(({ id }) => id)]), isRead: false };
}

/** Takes away the marker of what was read: the reader has turned to something else. */
export const lookAway = (unread: Unread): Unread =>
  unread.isRead && unread.marked.size > 0 ? { ...unread, marked: none } : unread;

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

/** How near to the end still counts as reading the newest, in CSS pixels. */
const nearPixels = 64;

/** A scrolled list that follows its end while its reader is there. */
export interface StickyScroll {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Goes to the marker of unread items, if there is one. */
  readonly markerRef: RefObject<HTMLLIElement | null>;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  readonly scrollToEnd: () => void;
}

/**
 * @param newest the key of the last item
 * @param isOwn whether the reader wrote the last item: what they send brings them to the end
 * @param count how many items there are
 * @param isVisible whether the tab is looked at: while it is not, the list follows only as far as the marker stays in sight
 */
export function useStickToBottom(
  newest: string | undefined,
  isOwn: boolean,
  count: number,
  isVisible: boolean,
): StickyScroll {
  const ref = useRef<HTMLDivElement>(null);
  const markerRef = useRef<HTMLLIElement>(null);
  const atEnd = useRef(true);
  const last = useRef({ newest, count });
  const [isAtEnd, setAtEnd] = useState(true);

  const scrollToEnd = useCallback(() => {
    ref.current?.scrollTo({ top: ref.current.scrollHeight });
    atEnd.current = true;
    setAtEnd(true);
  }, []);

  const onScroll = useCallback(() => {
    const list = ref.current;
    if (list !== null) {
      atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < nearPixels;
      setAtEnd(atEnd.current);
    }
  }, []);

  useLayoutEffect(() => {
    const before = last.current;
    last.current = { newest, count };
    const isNewer = newest !== before.newest && count > before.count;
    if (atEnd.current && !isVisible && markerRef.current !== null) {
      markerRef.current.scrollIntoView({ block: "start" });
      // A tab that nobody looks at gets no scroll events.
      onScroll();
    } else if (atEnd.current || (isNewer && isOwn)) {
      scrollToEnd();
    }
  }, [newest, isOwn, count, isVisible, scrollToEnd, onScroll]);

  // A smaller window, such as above a phone's keyboard, or a taller last item must not hide the end.
  useLayoutEffect(() => {
    const list = ref.current;
    if (list === null) {
      return;
    }
    const observer = new ResizeObserver(() => atEnd.current && list.scrollTo({ top: list.scrollHeight }));
    for (const element of [list, ...list.children]) {
      observer.observe(element);
    }
    return () => observer.disconnect();
  }, []);

  return { ref, markerRef, isAtEnd, onScroll, scrollToEnd };
}

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

/** How near to the end still counts as reading the newest, in CSS pixels. */
const nearPixels = 64;

/** A scrolled list that follows its end while its reader is there, and counts what is new while they read above. */
export interface StickyScroll {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** How many items came from others since the reader left the end. */
  readonly unseen: number;
  readonly onScroll: () => void;
  readonly scrollToEnd: () => void;
}

/**
 * @param newest the key of the last item
 * @param isOwn whether the reader wrote the last item: what they send brings them to the end
 * @param count how many items there are
 */
export function useStickToBottom(newest: string | undefined, isOwn: boolean, count: number): StickyScroll {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const last = useRef({ newest, count });
  const [unseen, setUnseen] = useState(0);

  const scrollToEnd = useCallback(() => {
    ref.current?.scrollTo({ top: ref.current.scrollHeight });
    atEnd.current = true;
    setUnseen(0);
  }, []);

  useLayoutEffect(() => {
    const before = last.current;
    last.current = { newest, count };
    const isNewer = newest !== before.newest && count > before.count;
    if (atEnd.current || (isNewer && isOwn)) {
      scrollToEnd();
    } else if (isNewer) {
      setUnseen((seen) => seen + count - before.count);
    }
  }, [newest, isOwn, count, scrollToEnd]);

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

  const onScroll = () => {
    const list = ref.current;
    if (list !== null) {
      atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < nearPixels;
      if (atEnd.current) {
        setUnseen(0);
      }
    }
  };

  return { ref, unseen, onScroll, scrollToEnd };
}

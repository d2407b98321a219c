import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

/** Rows above and below the visible ones that are there already when somebody scrolls. */
const spareRows = 8;

/** Which rows of a scrolled list are rendered, from the first up to before the end. */
export interface VisibleRows {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  readonly first: number;
  readonly end: number;
}

/** Of a list of any length, as many rows as fit into its window and some to spare. All rows have one height. */
export function useVisibleRows(count: number, rowPixels: number): VisibleRows {
  const ref = useRef<HTMLDivElement>(null);
  // In rows, so that nothing is rendered for a pixel.
  const [top, setTop] = useState(0);
  const [fitting, setFitting] = useState(0);

  const onScroll = useCallback(() => {
    if (ref.current !== null) {
      setTop(Math.floor(ref.current.scrollTop / rowPixels));
    }
  }, [rowPixels]);

  useLayoutEffect(() => {
    const list = ref.current;
    if (list === null) {
      return;
    }
    const measure = () => setFitting(Math.ceil(list.clientHeight / rowPixels) + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    return () => observer.disconnect();
  }, [rowPixels]);

  return {
    ref,
    onScroll,
    first: Math.max(0, Math.min(top, count - fitting) - spareRows),
    end: Math.min(count, top + fitting + spareRows),
  };
}

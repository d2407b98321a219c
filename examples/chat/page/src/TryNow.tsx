import { useLayoutEffect, useRef } from "react";
import { focusComposer } from "./Composer";

/** Connects without waiting for the time of the next attempt. */
export function TryNow({ onTry }: { onTry: () => void }) {
  const ref = useRef<HTMLButtonElement>(null);
  // The button goes when the connection is back; a keyboard that was on it goes on where one writes.
  useLayoutEffect(() => {
    const button = ref.current;
    return () => {
      if (document.activeElement === button) {
        focusComposer();
      }
    };
  }, []);

  return (
    <button type="button" className="quiet" data-testid="try-now" ref={ref} onClick={onTry}>
      Try now
    </button>
  );
}

import { useEffect } from "react";

/**
 * Has the browser ask before the tab is closed or left. What waits is kept over a reload, but it is this guest's, and the guest goes
 * with the tab.
 */
export function useAskBeforeLeaving(isWaiting: boolean): void {
  useEffect(() => {
    if (!isWaiting) {
      return;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isWaiting]);
}

import { useCallback, useState } from "react";

/** What a {@link Notice} says: nothing until `say` is called, and again after its time. */
export function useNotice() {
  const [text, say] = useState("");
  const forget = useCallback(() => say(""), []);
  return { text, say, forget };
}

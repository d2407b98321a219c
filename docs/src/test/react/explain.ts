import { ClosedError, ConnectionLostError, MutationRejectedError } from "@samovar/client";

/** What to tell about a write that did not end well. */
export function explain(error: unknown): string {
  if (error instanceof MutationRejectedError) {
    return `Not sent: ${error.message}`;
  }
  if (error instanceof ConnectionLostError) {
    return "Perhaps sent, perhaps not. Look before you send it again.";
  }
  if (error instanceof ClosedError) {
    return "Not sent, because you have left the room.";
  }
  return "Not sent.";
}

import type { Message } from "./api";

/** How far a message is on its way: on screen only, in the room's database, or turned away by the server. */
export type MessageState = "pending" | "confirmed" | "refused";

/** A message the server turned away. The collection has taken its row back; this tab still shows it, with the reason. */
export interface Refusal {
  readonly message: Message;
  readonly reason: string;
  /** Whether only the answer is missing: the server may have taken it all the same. */
  readonly isUnknown: boolean;
}

/** What the server accepts at most, in UTF-16 units, which both ends count alike. */
export const maxContentChars = 2_000;

export function newMessage(author: string, content: string): Message {
  return { id: crypto.randomUUID(), author, content, created_at: Date.now() };
}

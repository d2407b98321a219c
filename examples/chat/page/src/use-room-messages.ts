import { useLiveQuery } from "@tanstack/react-db";
import { useEffect, useSyncExternalStore } from "react";
import type { Message } from "./api";
import { type MessageState, newMessage, type Refusal } from "./message";
import { refusalOf } from "./refusals";
import type { RoomConnection } from "./room-connection";

/** A message as the list shows it. */
export interface ShownMessage {
  readonly message: Message;
  readonly state: MessageState;
  /** Only of refused ones. */
  readonly refusal?: Refusal;
}

/** The room's messages and what one can do with them. Rows live in the collection, refusals in this page only. */
export interface RoomMessages {
  readonly shown: readonly ShownMessage[];
  /** Whether the room's rows have arrived; before that an empty list means nothing. */
  readonly isReady: boolean;
  /** How many messages are on this screen only. */
  readonly waiting: number;
  send(content: string): void;
  /** Sends a refused message again, at the end of the list and with its id: it cannot come to stand there twice. */
  retry(refusal: Refusal): void;
  dismiss(refusal: Refusal): void;
  /** Deletes an own message; the returned promise fails when the server refuses and the message is back. */
  remove(message: Message): Promise<void>;
}

export function useRoomMessages({ messages, session, refusals }: RoomConnection): RoomMessages {
  const { data, isReady } = useLiveQuery((query) =>
    query
      .from({ message: messages })
      .orderBy(({ message }) => message.created_at)
      .orderBy(({ message }) => message.id),
  );
  const refused = useSyncExternalStore(refusals.subscribe, refusals.getSnapshot);

  function insert(message: Message) {
    messages
      .insert(message)
      .when("settled")
      .catch((error: unknown) => refusals.addAll([refusalOf(message, error)]));
  }

  function dismiss(refusal: Refusal) {
    refusals.removeAll([refusal]);
  }

  // A write whose answer was lost may have been done all the same: then its row tells, and the refusal is void. For good:
  // when somebody deletes the row later, the refusal must not come back.
  const arrived = new Set(data.map((row) => row.id));
  const isVoid = (refusal: Refusal) => arrived.has(refusal.message.id);
  useEffect(() => {
    if (refused.some(isVoid)) {
      refusals.removeAll(refused.filter(isVoid));
    }
  });

  return {
    shown: inOrder([
      ...data.map((row) => ({ message: row, state: row.$hasPendingWrites ? "pending" : "confirmed" }) as const),
      ...refused
        .filter((refusal) => !isVoid(refusal))
        .map((refusal) => ({ message: refusal.message, state: "refused", refusal }) as const),
    ]),
    isReady,
    waiting: data.filter((row) => row.$hasPendingWrites).length,
    send: (content) => insert(newMessage(session.userId, content)),
    retry: (refusal) => {
      dismiss(refusal);
      insert({ ...refusal.message, created_at: Date.now() });
    },
    dismiss,
    remove: async (message) => {
      await messages.delete(message.id).when("settled");
    },
  };
}

const inOrder = (shown: ShownMessage[]): ShownMessage[] =>
  shown.sort(
    ({ message: one }, { message: other }) =>
      one.created_at - other.created_at || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0),
  );

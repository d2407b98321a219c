import { useLiveQuery } from "@tanstack/react-db";
import { useState } from "react";
import { isOutcomeUnknown, reasonOf } from "../../../shared/page/reason";
import type { Message } from "./api";
import { type MessageState, newMessage, type Refusal } from "./message";
import type { RoomConnection } from "./room-connection";

/** A message as the list shows it. */
export interface ShownMessage {
  readonly message: Message;
  readonly state: MessageState;
  /** Only of refused ones. */
  readonly refusal?: Refusal;
}

/** The room's messages and what one can do with them. Rows live in the collection, refusals in this tab only. */
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

export function useRoomMessages({ messages, session }: RoomConnection): RoomMessages {
  const { data, isReady } = useLiveQuery((query) =>
    query
      .from({ message: messages })
      .orderBy(({ message }) => message.created_at)
      .orderBy(({ message }) => message.id),
  );
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);

  function insert(message: Message) {
    messages
      .insert(message)
      .when("settled")
      .catch((error: unknown) => {
        const refusal = { message, reason: reasonOf(error), isUnknown: isOutcomeUnknown(error) };
        setRefusals((others) => [...others, refusal]);
      });
  }

  function dismiss(refusal: Refusal) {
    setRefusals((all) => all.filter((other) => other !== refusal));
  }

  // A write whose answer was lost may have been done all the same: then its row tells, and the refusal is void. For good:
  // when somebody deletes the row later, the refusal must not come back.
  const arrived = new Set(data.map((row) => row.id));
  const stillRefused = refusals.filter((refusal) => !arrived.has(refusal.message.id));
  if (stillRefused.length < refusals.length) {
    setRefusals(stillRefused);
  }

  return {
    shown: inOrder([
      ...data.map((row) => ({ message: row, state: row.$hasPendingWrites ? "pending" : "confirmed" }) as const),
      ...stillRefused.map((refusal) => ({ message: refusal.message, state: "refused", refusal }) as const),
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

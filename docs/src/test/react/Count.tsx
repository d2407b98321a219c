// A component that takes any collection of messages: that of a room, or one that a test makes.
import { type Collection, createCollection, localOnlyCollectionOptions, useLiveQuery } from "@tanstack/react-db";
import type { Message } from "./api";

export function Count({ messages }: { messages: Collection<Message, string> }) {
  const { data } = useLiveQuery((query) => query.from({ message: messages }));
  return <output>{data.length} messages</output>;
}

export const messagesOfTest = (initialData: Message[]) =>
  createCollection(localOnlyCollectionOptions({ getKey: (message: Message) => message.id, initialData }));

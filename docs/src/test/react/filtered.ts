// Collections of some rows only.
import { samovarCollectionOptions } from "@samovar/client";
import { and, createCollection, eq, gte } from "@tanstack/react-db";
import type { Room } from "./room";

export function messagesOf({ client }: Room, author: string, since: number) {
  return createCollection(
    samovarCollectionOptions({
      client,
      table: "messages",
      getKey: (message) => message.id,
      where: (message) => and(eq(message.author, author), gte(message.created_at, since)),
    }),
  );
}

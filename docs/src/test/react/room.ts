// A room as one guest has it: the connection, and the collection that it keeps equal to the room's table.
import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/react-db";
import type { Api } from "./api";

export type Room = ReturnType<typeof enterRoom>;

export function enterRoom(name: string, token: () => Promise<string>) {
  const client = new SyncClient<Api>({ url: `/sync/${name}`, token });
  const messages = createCollection(
    samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
  );
  return { client, messages };
}

export async function leaveRoom({ client, messages }: Room) {
  await messages.cleanup();
  client.close();
}

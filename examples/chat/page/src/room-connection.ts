import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/react-db";
import type { Message } from "./message";
import type { Session } from "./session";

/** What the room's Durable Object offers. */
interface RoomApi {
  collections: { messages: Message };
  commands: { clearRoom(): { deleted: number } };
}

/** A room as one guest sees it: the socket, and the collection it keeps equal to the room's table. */
export type RoomConnection = ReturnType<typeof enterRoom>;

export function enterRoom(room: string, session: Session) {
  const client = new SyncClient<RoomApi>({ url: `/sync/${room}`, token: session.token });
  const messages = createCollection(
    samovarCollectionOptions({ client, table: "messages", getKey: (message: Message) => message.id }),
  );
  return { room, session, client, messages };
}

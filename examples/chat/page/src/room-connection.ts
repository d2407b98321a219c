import { type KeptWrite, type SamovarError, SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/react-db";
import type { Session } from "../../../shared/page/session";
import type { Api, Message } from "./api";
import type { Refusal } from "./message";
import { Refusals, refusalOf } from "./refusals";

/** A room as one guest sees it: the socket, and the collection it keeps equal to the room's table. */
export type RoomConnection = ReturnType<typeof enterRoom>;

export function enterRoom(room: string, session: Session) {
  const refusals = new Refusals();
  const client = new SyncClient<Api>({
    url: `/sync/${room}`,
    token: session.token,
    // What waits, and what was said, is there again when the page is loaded anew.
    persist: { user: session.userId, onRejected: (error, write) => refusals.addAll(refusalsOf(error, write)) },
  });
  const messages = createCollection(
    samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
  );
  return { room, session, client, messages, refusals };
}

/** The messages of a write that the page made before it was loaded anew. */
function refusalsOf(error: SamovarError, { mutations = [] }: KeptWrite): Refusal[] {
  return mutations
    .filter(({ type }) => type === "insert")
    .map(({ columns }) => refusalOf(columns as unknown as Message, error));
}

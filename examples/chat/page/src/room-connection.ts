import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/react-db";
import type { Session } from "../../../shared/page/session";
import type { Api } from "./api";
import { RetryPlan } from "./retry-plan";

/** A room as one guest sees it: the socket, and the collection it keeps equal to the room's table. */
export type RoomConnection = ReturnType<typeof enterRoom>;

export function enterRoom(room: string, session: Session) {
  const retries = new RetryPlan();
  const client = new SyncClient<Api>({
    url: `/sync/${room}`,
    token: session.token,
    retryDelayMs: retries.delayMs,
  });
  const messages = createCollection(
    samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
  );
  return { room, session, client, messages, retries };
}

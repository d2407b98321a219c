// A room that is there again, with what waits, when the page is loaded anew.
import { type KeptWrite, SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/react-db";
import type { Api } from "./api";
import { explain } from "./explain";
import type { Room } from "./room";

export function enterKeptRoom(
  name: string,
  { userId, token }: { userId: string; token: () => Promise<string> },
  tell: (text: string) => void,
): Room {
  const client = new SyncClient<Api>({
    url: `/sync/${name}`,
    token,
    persist: {
      user: userId,
      onRejected: (error, write) => tell(`${nameOf(write)} from before: ${explain(error)}`),
    },
  });
  const messages = createCollection(
    samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
  );
  return { client, messages };
}

const nameOf = ({ command, mutations }: KeptWrite) => command ?? `A message (${mutations[0]?.type})`;

export async function signOut({ client }: Room) {
  client.close();
  await client.forget();
}

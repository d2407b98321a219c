// Compiled, never run: the page cannot ask the room for what the room's Java classes do not have.
import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/react-db";
import type { Api, Message } from "../../../target/api/ChatRoom";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>() => {};

holds<
  Equal<
    Message,
    { readonly id: string; readonly author: string; readonly content: string; readonly created_at: number }
  >
>();

const client = new SyncClient<Api>({ url: "/sync/lobby" });
const messages = createCollection(
  samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
);

messages.insert({ id: "1", author: "ann", content: "hello", created_at: 1 });
// @ts-expect-error a column is missing
messages.insert({ id: "1", author: "ann", content: "hello" });
// @ts-expect-error the column has the name that Java gives it on the wire
messages.insert({ id: "1", author: "ann", content: "hello", createdAt: 1 });
// @ts-expect-error a column has another type
messages.insert({ id: "1", author: "ann", content: "hello", created_at: new Date() });
messages.update("1", (draft) => {
  draft.content = "hello!";
  // @ts-expect-error a column has another type
  draft.content = 5;
  // @ts-expect-error no such column
  draft.text = "hello!";
});
// @ts-expect-error no such collection
samovarCollectionOptions({ client, table: "mesages", getKey: (message: Message) => message.id });
// @ts-expect-error no such column
samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.key });

export async function clear(): Promise<number> {
  // @ts-expect-error no such command
  await client.call.clearRooms();
  // @ts-expect-error the command takes nothing
  await client.call.clearRoom({ sure: true });
  const cleared = await client.call.clearRoom();
  // @ts-expect-error no such part of the result
  cleared.count;
  return cleared.deleted;
}

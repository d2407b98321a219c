// The options in stock TanStack DB, taken from the framework's package as a user would.
import { type SamovarError, SyncClient, samovarCollectionOptions } from "@samovar/client";
import {
  and,
  collectionOptions,
  createCollection,
  DbClient,
  eq,
  gt,
  isNull,
  like,
  or,
  useLiveQuery,
} from "@tanstack/react-db";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>() => {};

type Message = { id: string; author: string; created_at: number; note: string | null };

interface Counter {
  id: number;
  value: bigint;
}

interface Api {
  collections: { messages: Message; counters: Counter };
  commands: Record<never, never>;
}

const client = new SyncClient<Api>({ url: "/sync/lobby" });

const messages = createCollection(
  samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
);
const counters = createCollection(
  samovarCollectionOptions({ client, table: "counters", getKey: (counter) => counter.id, id: "counters" }),
);

messages.insert({ id: "1", author: "ann", created_at: 1, note: null });
messages.update("1", (draft) => {
  draft.note = "new";
});
messages.delete("1");
const message = messages.get("1");
holds<Equal<NonNullable<typeof message>["note"], string | null>>();
counters.insert({ id: 1, value: 7n });
counters.delete(1);

// @ts-expect-error a column is missing
messages.insert({ id: "1", author: "ann" });
// @ts-expect-error a column has another type
messages.insert({ id: "1", author: "ann", created_at: "now", note: null });
messages.update("1", (draft) => {
  // @ts-expect-error no such column
  draft.text = "new";
});
// @ts-expect-error no such collection
samovarCollectionOptions({ client, table: "mesages", getKey: (row: Message) => row.id });
// @ts-expect-error a key is a string or a number
samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.note });
// @ts-expect-error the client is missing
samovarCollectionOptions({ table: "messages", getKey: (row: Message) => row.id });
// @ts-expect-error there is no row type to choose: the client declares it
samovarCollectionOptions<Counter>({ client, table: "messages", getKey: (row) => row.id });

const given = createCollection(
  samovarCollectionOptions<Message, string>({
    client: new SyncClient({ url: "/sync/lobby" }),
    table: "messages",
    getKey: (row) => row.id,
  }),
);
given.insert({ id: "1", author: "ann", created_at: 1, note: null });
// @ts-expect-error a column is missing
given.insert({ id: "1" });

const onDemand = createCollection(
  samovarCollectionOptions({
    client,
    table: "messages",
    getKey: (row) => row.id,
    syncMode: "on-demand",
    where: (row) => and(eq(row.author, "ann"), or(gt(row.created_at, 5), like(row.note, "a%"), isNull(row.note))),
  }),
);
onDemand.insert({ id: "1", author: "ann", created_at: 1, note: null });
holds<Equal<ReturnType<typeof onDemand.utils.sendTransaction>, Promise<void>>>();
holds<Equal<ReturnType<typeof onDemand.utils.connection.getSnapshot>["pendingWrites"], number>>();
holds<Equal<typeof onDemand.utils.lastError, SamovarError | null>>();
holds<Equal<ReturnType<typeof onDemand.utils.refetch>, Promise<void>>>();
onDemand.utils.refetch({ timeoutMs: 1_000 });
onDemand.utils.awaitSeq(client.position, { timeoutMs: 1_000 });
onDemand.utils.awaitSeq("7");
// @ts-expect-error the error is not for users to set
onDemand.utils.lastError = null;
samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id, loadTimeoutMs: null });
samovarCollectionOptions<Message>({
  client: new SyncClient({ url: "/sync/lobby" }),
  table: "messages",
  getKey: (row) => row.id,
  where: (row) => eq(row.author, "ann"),
});
// @ts-expect-error no such column
samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id, where: (row) => eq(row.text, "a") });
// @ts-expect-error what JavaScript compares is no condition
samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id, where: (row) => row.author === "ann" });
// @ts-expect-error no such mode
samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id, syncMode: "progressive" });

const descriptor = collectionOptions("messages", () =>
  samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id, id: "messages" }),
);
const rendered = new DbClient().collection(descriptor);
rendered.insert({ id: "1", author: "ann", created_at: 1, note: null });

export const changed = createCollection({
  ...samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id }),
  gcTime: 0,
  startSync: true,
});

export function useNewest(author: string): string | undefined {
  const { data } = useLiveQuery((q) =>
    q
      .from({ m: messages })
      .where(({ m }) => eq(m.author, author))
      .orderBy(({ m }) => m.created_at, "desc"),
  );
  holds<Equal<(typeof data)[number]["created_at"], number>>();
  return data[0]?.id;
}

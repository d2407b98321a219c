// A long room, page by page.
import { type SyncClient, samovarCollectionOptions } from "@samovar/client";
import { BTreeIndex, createCollection, eq, useLiveInfiniteQuery, useLiveQuery } from "@tanstack/react-db";
import type { Api } from "./api";

export function historyOf(client: SyncClient<Api>) {
  return createCollection({
    ...samovarCollectionOptions({
      client,
      table: "messages",
      getKey: (message) => message.id,
      syncMode: "on-demand",
    }),
    autoIndex: "eager",
    defaultIndexType: BTreeIndex,
  });
}

export function History({ history }: { history: ReturnType<typeof historyOf> }) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error } = useLiveInfiniteQuery(
    (query) => query.from({ message: history }).orderBy(({ message }) => message.created_at, "desc"),
    { pageSize: 20 },
  );
  return (
    <section>
      {error instanceof Error && <p role="alert">{error.message}</p>}
      <ol>
        {data?.map((message) => (
          <li key={message.id}>{message.content}</li>
        ))}
      </ol>
      <button type="button" disabled={!hasNextPage || isFetchingNextPage} onClick={() => fetchNextPage()}>
        Older
      </button>
    </section>
  );
}

export function MessagesOf({ history, author }: { history: ReturnType<typeof historyOf>; author: string }) {
  const { data, isLoading } = useLiveQuery((query) =>
    query.from({ message: history }).where(({ message }) => eq(message.author, author)),
  );
  return <p>{isLoading ? "…" : `${data.length} messages of ${author}`}</p>;
}

// Compiled, never run: the page's infinite list and its commands have the types of the board's Java classes.
import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { BTreeIndex, createCollection, useLiveInfiniteQuery } from "@tanstack/react-db";
import type { Api } from "../../../target/api/Board";

const client = new SyncClient<Api>({ url: "/sync/main" });
const tasks = createCollection({
  ...samovarCollectionOptions({ client, table: "tasks", getKey: (task) => task.id, syncMode: "on-demand" }),
  autoIndex: "eager",
  defaultIndexType: BTreeIndex,
});

export function useTitles(): string[] {
  const { data } = useLiveInfiniteQuery(
    (query) => query.from({ task: tasks }).orderBy(({ task }) => task.updated_at, "desc"),
    { pageSize: 50 },
  );
  // @ts-expect-error the column has the name that Java gives it on the wire
  data.map((task) => task.updatedAt);
  return data.map((task) => task.title);
}

export async function vote(task: string): Promise<number> {
  // @ts-expect-error no such argument
  await client.call.vote({ id: task });
  const { votes } = await client.call.vote({ task });
  const { seconds }: { seconds: number } = await client.call.openFirehose();
  return votes + seconds;
}

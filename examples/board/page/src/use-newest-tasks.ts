import { createOptimisticAction, useLiveInfiniteQuery } from "@tanstack/react-db";
import { useMemo, useRef } from "react";
import type { BoardConnection } from "./board-connection";

const pageSize = 50;

/** The tasks that changed last, as far down as somebody asked for, and what one can do with them. */
export function useNewestTasks({ client, tasks }: BoardConnection) {
  const { data, isReady, isError, hasNextPage, isFetchingNextPage, fetchNextPage } = useLiveInfiniteQuery(
    (query) => query.from({ task: tasks }).orderBy(({ task }) => task.updated_at, "desc"),
    { pageSize },
  );
  const top = useRef(0);
  top.current = data[0]?.updated_at ?? 0;
  const vote = useMemo(() => {
    const act = createOptimisticAction<string>({
      // Shown at once; votes and time are the object's own as soon as it has answered.
      onMutate: (id) => {
        tasks.update(id, (task) => {
          task.votes += 1;
          task.updated_at = Math.max(Date.now(), top.current + 1);
        });
      },
      mutationFn: (id) => client.call.vote({ task: id }),
    });
    return async (id: string) => {
      await act(id).when("settled");
    };
  }, [client, tasks]);
  return {
    tasks: data,
    isReady,
    isError,
    canLoadMore: hasNextPage && !isFetchingNextPage,
    loadMore: fetchNextPage,
    /** The returned promise fails when the object refuses the vote, and the task is back where it was. */
    vote,
  };
}

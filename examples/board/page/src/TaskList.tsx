import { useEffect } from "react";
import { TaskRow } from "./TaskRow";
import type { useNewestTasks } from "./use-newest-tasks";
import { useVisibleRows } from "./use-visible-rows";

/** As board.css has it. */
const rowPixels = 64;

interface Props {
  newest: ReturnType<typeof useNewestTasks>;
  onVote: (id: string) => void;
  onFailed: (error: unknown) => void;
}

/** The loaded tasks, of which those in sight are rendered; more are loaded before the reader comes to the end. */
export function TaskList({ newest, onVote, onFailed }: Props) {
  const { tasks, isReady, canLoadMore, loadMore } = newest;
  const { ref, onScroll, first, end } = useVisibleRows(tasks.length, rowPixels);
  // Ages are told to the second, so rows that stay need not be rendered more often.
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const isNearEnd = end + 10 >= tasks.length;

  useEffect(() => {
    if (isNearEnd && canLoadMore) {
      loadMore().catch(onFailed);
    }
  }, [isNearEnd, canLoadMore, loadMore, onFailed]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <div className="tasks" ref={ref} onScroll={onScroll} tabIndex={0} data-testid="tasks">
      <ol
        className="task-rows"
        style={{ height: tasks.length * rowPixels }}
        aria-label="Tasks, the newest first"
        aria-busy={!isReady}
      >
        {tasks.slice(first, end).map((task, index) => (
          <TaskRow
            key={task.id}
            task={task}
            place={first + index + 1}
            top={(first + index) * rowPixels}
            nowMillis={now}
            onVote={onVote}
          />
        ))}
      </ol>
    </div>
  );
}

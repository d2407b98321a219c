import { memo } from "react";
import { Icon } from "../../../shared/page/Icon";
import { age } from "./age";
import type { Task } from "./api";

interface Props {
  task: Task;
  /** From 1. */
  place: number;
  /** Where it stands in the list, in CSS pixels. */
  top: number;
  nowMillis: number;
  /** The same function as long as possible: a row whose properties are the same is not rendered again. */
  onVote: (id: string) => void;
}

/** One task, at its place in the list. */
export const TaskRow = memo(function TaskRow({ task, place, top, nowMillis, onVote }: Props) {
  return (
    <li className="task" data-testid="task" data-task-id={task.id} style={{ transform: `translateY(${top}px)` }}>
      <span className="task-place">{place}</span>
      <span className="task-text">
        <span className="task-title">{task.title}</span>
        <time className="task-time" dateTime={new Date(task.updated_at).toISOString()}>
          {age(task.updated_at, nowMillis)}
        </time>
      </span>
      <button
        type="button"
        className="quiet vote"
        data-testid="vote"
        aria-label={`Vote for: ${task.title}`}
        onClick={() => onVote(task.id)}
      >
        <Icon name="up" />
        <span data-testid="votes">{task.votes}</span>
      </button>
    </li>
  );
});

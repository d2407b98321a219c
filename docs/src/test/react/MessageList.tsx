import { useLiveQuery } from "@tanstack/react-db";
import type { Room } from "./room";

export function MessageList({ room }: { room: Room }) {
  const { data, isReady, isError } = useLiveQuery((query) =>
    query.from({ message: room.messages }).orderBy(({ message }) => message.created_at),
  );
  if (isError) {
    return <p role="alert">The room cannot be shown: {room.messages.utils.lastError?.message}</p>;
  }
  if (!isReady) {
    return <p>The room is on its way.</p>;
  }
  return (
    <ol>
      {data.map((message) => (
        <li key={message.id} data-state={message.$hasPendingWrites ? "pending" : "confirmed"}>
          {message.author}: {message.content}
        </li>
      ))}
    </ol>
  );
}

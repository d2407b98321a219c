import { useState } from "react";
import { explain } from "./explain";
import type { Room } from "./room";

export function Composer({ room, author }: { room: Room; author: string }) {
  const [failure, setFailure] = useState<string>();
  function send(form: FormData) {
    setFailure(undefined);
    room.messages
      .insert({
        id: crypto.randomUUID(),
        author,
        content: String(form.get("content")),
        created_at: Date.now(),
      })
      .when("settled")
      .catch((error: unknown) => setFailure(explain(error)));
  }
  return (
    <form action={send}>
      <input name="content" required maxLength={2_000} aria-label="Message" />
      <button type="submit">Send</button>
      {failure !== undefined && <p role="alert">{failure}</p>}
    </form>
  );
}

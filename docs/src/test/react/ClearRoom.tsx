import { CommandRejectedError, ConnectionLostError } from "@samovar/client";
import { useState } from "react";
import type { Room } from "./room";

export function ClearRoom({ room }: { room: Room }) {
  const [note, setNote] = useState("");
  async function clear() {
    try {
      const { deleted } = await room.client.call.clearRoom();
      setNote(`${deleted} messages are gone.`);
    } catch (error) {
      if (error instanceof CommandRejectedError) {
        setNote(`Not cleared: ${error.message}`);
      } else if (error instanceof ConnectionLostError) {
        setNote("Perhaps cleared: there was no answer.");
      } else {
        setNote("Not cleared.");
      }
    }
  }
  return (
    <p>
      <button type="button" onClick={clear}>
        Clear the room
      </button>
      <output>{note}</output>
    </p>
  );
}

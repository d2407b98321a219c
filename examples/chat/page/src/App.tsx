import { useState } from "react";
import { roomOf } from "../../../shared/page/room-name";
import { forgetSession, type Session, storedSession, storeSession } from "../../../shared/page/session";
import { Room } from "./Room";
import { enterRoom, type RoomConnection } from "./room-connection";
import { SignIn } from "./SignIn";
import { WrongRoom } from "./WrongRoom";

const room = roomOf(location);

/** The door or the room behind it. */
export function App() {
  const [connection, setConnection] = useState<RoomConnection | undefined>(reenter);

  if (room === undefined) {
    return <WrongRoom />;
  }

  function signIn(session: Session) {
    storeSession(session);
    setConnection(reenter());
  }

  function signOut() {
    forgetSession();
    connection?.client.close();
    connection?.client.forget().catch(reportError);
    setConnection(undefined);
  }

  return connection ? <Room connection={connection} onSignOut={signOut} /> : <SignIn room={room} onSignedIn={signIn} />;
}

/** The room with the session this tab has, if it has one. */
function reenter(): RoomConnection | undefined {
  const session = storedSession();
  return room !== undefined && session !== undefined ? enterRoom(room, session) : undefined;
}

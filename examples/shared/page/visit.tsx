import type { ReactNode } from "react";
import { reasonOf } from "./reason";
import { defaultRoom, roomOf } from "./room-name";
import { pageRoot } from "./root";
import { forgetSession, type Session, signInAsGuest, storedSession, storeSession } from "./session";

/** Shows a page that asks nobody for a name: whoever opens it is a guest, until the tab is closed. */
export async function visit(page: (room: string, session: Session) => ReactNode): Promise<void> {
  const root = pageRoot();
  try {
    root.render(page(roomOf(location) ?? defaultRoom, await guest()));
  } catch (error) {
    root.render(
      <main className="page-failed" role="alert">
        <p>You could not be let in: {reasonOf(error)}</p>
        <button type="button" className="primary" onClick={() => location.reload()}>
          Try again
        </button>
      </main>,
    );
  }
}

/** Begins anew as another guest. */
export function visitAgain(): void {
  forgetSession();
  location.reload();
}

async function guest(): Promise<Session> {
  const stored = storedSession();
  if (stored !== undefined) {
    return stored;
  }
  const session = await signInAsGuest("Guest");
  storeSession(session);
  return session;
}

import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { BTreeIndex, createCollection } from "@tanstack/react-db";
import type { Session } from "../../../shared/page/session";
import type { Api } from "./api";

/** A board as one guest sees it: of its tasks those that a live query asks for. */
export type BoardConnection = ReturnType<typeof enterBoard>;

export function enterBoard(board: string, session: Session) {
  const client = new SyncClient<Api>({ url: `/sync/${board}`, token: session.token });
  const tasks = createCollection({
    ...samovarCollectionOptions({ client, table: "tasks", getKey: (task) => task.id, syncMode: "on-demand" }),
    // With an index a page does not read again those before it.
    autoIndex: "eager",
    defaultIndexType: BTreeIndex,
  });
  return { session, client, tasks };
}

// A page that a Worker renders with rows, and that the browser goes on with.
import { SyncClient, type SyncedAt, samovarCollectionOptions } from "@samovar/client";
import { collectionOptions, DbClient, DbProvider, type DehydratedDbState, useLiveQuery } from "@tanstack/react-db";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import type { Api, Message } from "./api";

/** What the object answers: its `readSyncSnapshot` as JSON. */
export interface Snapshot extends SyncedAt {
  rows: Message[];
}

const messagesOf = (client: SyncClient<Api>) =>
  collectionOptions("messages", () =>
    samovarCollectionOptions({ client, table: "messages", id: "messages", getKey: (message) => message.id }),
  );

function Page({ messages }: { messages: ReturnType<typeof messagesOf> }) {
  const { data } = useLiveQuery((query) =>
    query.from({ message: messages }).orderBy(({ message }) => message.created_at),
  );
  return <p>{data.map(({ content }) => content).join(", ")}</p>;
}

function dbWith(state: DehydratedDbState) {
  const db = new DbClient();
  db.hydrate(state);
  return db;
}

/** On the Worker. No connection is opened there. */
export function render({ rows, epoch, position }: Snapshot) {
  const state: DehydratedDbState = {
    collections: [
      {
        collectionId: "messages",
        rows: rows.map((value) => ({ key: value.id, value: { ...value } })),
        syncMeta: { epoch, position },
      },
    ],
  };
  const messages = messagesOf(new SyncClient<Api>({ url: "https://chat.example/sync/lobby" }));
  const html = renderToString(
    <DbProvider client={dbWith(state)}>
      <Page messages={messages} />
    </DbProvider>,
  );
  return { html, state };
}

/** In the browser, with the state that came in the page. */
export function resume(root: Element, state: DehydratedDbState, token: () => Promise<string>) {
  const messages = messagesOf(new SyncClient<Api>({ url: "/sync/lobby", token }));
  return hydrateRoot(
    root,
    <DbProvider client={dbWith(state)}>
      <Page messages={messages} />
    </DbProvider>,
  );
}

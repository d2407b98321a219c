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

function dbWith({ rows, epoch, position }: Snapshot) {
  const state: DehydratedDbState = {
    collections: [
      {
        collectionId: "messages",
        rows: rows.map((value) => ({ key: value.id, value: { ...value } })),
        syncMeta: { epoch, position },
      },
    ],
  };
  const db = new DbClient();
  db.hydrate(state);
  return db;
}

function Page({ messages }: { messages: ReturnType<typeof messagesOf> }) {
  const { data } = useLiveQuery((query) =>
    query.from({ message: messages }).orderBy(({ message }) => message.created_at),
  );
  return <p>{data.map(({ content }) => content).join(", ")}</p>;
}

/** In the browser: React goes on with the HTML, the collection with its rows. */
export function resume(root: Element, token: () => Promise<string>) {
  const snapshot: Snapshot = JSON.parse(document.getElementById("messages")?.textContent ?? "");
  const messages = messagesOf(new SyncClient<Api>({ url: "/sync/lobby", token }));
  return hydrateRoot(
    root,
    <DbProvider client={dbWith(snapshot)}>
      <Page messages={messages} />
    </DbProvider>,
  );
}

/** On a server of JavaScript, with what the object has answered. */
export function render(json: string) {
  const messages = messagesOf(new SyncClient<Api>({ url: "/sync/lobby" }));
  const html = renderToString(
    <DbProvider client={dbWith(JSON.parse(json))}>
      <Page messages={messages} />
    </DbProvider>,
  );
  return `<main>${html}</main><script type="application/json" id="messages">${json}</script>`;
}

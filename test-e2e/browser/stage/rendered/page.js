// The script of a page that a Worker has rendered: React goes on with its HTML, and a collection with its rows.
import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { collectionOptions, DbClient, DbProvider, useLiveQuery } from "@tanstack/react-db";
import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";

const { rows, epoch, position } = JSON.parse(document.getElementById("notes").textContent);
const room = location.pathname.split("/").at(-1);
const token = document.cookie.slice("token=".length);
const client = new SyncClient({ url: `/pages/${room}`, token, retryDelayMs: () => 50 });

const notes = collectionOptions("notes", () =>
  samovarCollectionOptions({ client, table: "notes", id: "notes", getKey: (note) => note.id }),
);

const db = new DbClient();
db.hydrate({
  collections: [
    { collectionId: "notes", rows: rows.map((value) => ({ key: value.id, value })), syncMeta: { epoch, position } },
  ],
});

/** What was on the page whenever React had rendered. */
const renderings = [];

function Notes() {
  const { data } = useLiveQuery({ query: (q) => q.from({ note: notes }).orderBy(({ note }) => note.id) });
  renderings.push(data.map(({ body }) => body));
  return createElement(
    "ul",
    null,
    data.map(({ id, body }) => createElement("li", { key: id }, body)),
  );
}

hydrateRoot(document.querySelector("main"), createElement(DbProvider, { client: db }, createElement(Notes)));

globalThis.stage = {
  renderings,
  status: () => client.status,
  collection: () => db.collection(notes).status,
};

// Samovar's page, as a React app is written: stock TanStack DB, a live query, an element per row.

import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection, useLiveQuery } from "@tanstack/react-db";
import { createElement, memo, useEffect, useRef } from "react";
import { createRoot } from "react-dom/client";
import { rowOf } from "../load/rows.mjs";
import { firstRow, socketUrl } from "./address.mjs";
import { observe } from "./stopwatch.mjs";

const client = new SyncClient({ url: socketUrl });
const messages = createCollection(samovarCollectionOptions({ client, table: "messages", getKey: ({ id }) => id }));
let next = firstRow;

const Message = memo(function Message({ message: { id, author, content, $hasPendingWrites } }) {
  const state = $hasPendingWrites ? "pending" : "confirmed";
  return createElement("li", { "data-key": id, "data-state": state }, `${author}: ${content}`);
});

function Room() {
  const list = useRef(null);
  const { data, isReady } = useLiveQuery((query) =>
    query.from({ message: messages }).orderBy(({ message }) => message.created_at, "desc"),
  );
  useEffect(() => {
    if (isReady) {
      observe(list.current);
    }
  }, [isReady]);
  return [
    createElement("button", { key: "send", type: "button", onClick: () => messages.insert(rowOf(next++)) }, "Send"),
    createElement(
      "ol",
      { key: "list", ref: list },
      data.map((message) => createElement(Message, { key: message.id, message })),
    ),
  ];
}

createRoot(document.getElementById("root")).render(createElement(Room));

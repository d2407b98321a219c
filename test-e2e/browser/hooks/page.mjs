// Runs in the page: React with collections over a server that lives in the page too. Tests call these by name.
import {
  BasicIndex,
  createCollection,
  gt,
  useLiveInfiniteQuery,
  useLiveQuery,
  useLiveSuspenseQuery,
} from "@tanstack/react-db";
import { createElement, StrictMode, Suspense, useState } from "react";
import { createRoot } from "react-dom/client";
import { FakeServer } from "../../../client-web/src/test/js/lib/fake-server.mjs";
import { TableServer } from "../../../client-web/src/test/js/lib/table-server.mjs";
import { SyncClient, samovarCollectionOptions } from "../../../client-web/target/npm/index.js";

/** A table of 40 rows, ranked 10, 20 and so on, and a collection of it. */
function newStage(config = {}) {
  const server = new FakeServer();
  const table = new TableServer();
  for (let rank = 10; rank <= 400; rank += 10) {
    table.rows.set(`${rank}`, { id: `${rank}`, rank });
  }
  const client = new SyncClient({ url: "wss://example.com/sync/lobby" });
  const rows = createCollection({
    ...samovarCollectionOptions({ client, table: "rows", getKey: (row) => row.id, syncMode: "on-demand", ...config }),
    autoIndex: "eager",
    defaultIndexType: BasicIndex,
  });
  server.accept().then((connection) => table.serve(connection));
  return { table, client, rows };
}

/** Renders into the page, as an app in development does. */
function render(element) {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  root.render(createElement(StrictMode, null, element));
  return {
    shows: (text) => shows(place, text),
    unmount: () => root.unmount(),
  };
}

/** Resolves when the place shows a text; rejects if it does not within five seconds. */
function shows(place, text) {
  return new Promise((resolve, reject) => {
    const observer = new MutationObserver(look);
    const late = setTimeout(() => {
      observer.disconnect();
      reject(new Error(`It never showed ${text}, but ${place.textContent}`));
    }, 5_000);
    function look() {
      if (place.textContent === text) {
        clearTimeout(late);
        observer.disconnect();
        resolve();
      }
    }
    observer.observe(place, { childList: true, characterData: true, subtree: true });
    look();
  });
}

const ranks = (data) => (data ?? []).map(({ rank }) => rank).join(" ");

/** What was asked of the server: the rows each window may have, `all` for what has no limit. */
const limits = (table) => table.asked.map(({ limit }) => limit ?? "all");

function Infinite({ rows, seen }) {
  seen.list = useLiveInfiniteQuery((q) => q.from({ r: rows }).orderBy(({ r }) => r.rank), { pageSize: 4 });
  return ranks(seen.list.data);
}

export async function infinite() {
  const { table, rows } = newStage();
  const seen = {};
  const app = render(createElement(Infinite, { rows, seen }));
  await app.shows("10 20 30 40");
  const first = rows.size;
  await seen.list.fetchNextPage();
  await app.shows("10 20 30 40 50 60 70 80");
  await seen.list.fetchNextPage();
  await app.shows("10 20 30 40 50 60 70 80 90 100 110 120");
  const third = rows.size;
  const asked = limits(table);
  table.write(new Map([["20", undefined]]));
  table.write(new Map([["45", { id: "45", rank: 45 }]]));
  table.write(new Map([["400", { id: "400", rank: 1 }]]));
  await app.shows("1 10 30 40 45 50 60 70 80 90 100 110");
  const { hasNextPage } = seen.list;
  app.unmount();
  return { first, third, asked, hasNextPage };
}

function Suspending({ rows, seen }) {
  seen.renders++;
  const { data } = useLiveSuspenseQuery({ query: (q) => q.from({ r: rows }).where(({ r }) => gt(r.rank, 370)) });
  return ranks(data.toSorted((a, b) => a.rank - b.rank));
}

function Fallback({ seen }) {
  seen.fallbacks++;
  return "loading";
}

function Suspended({ rows, seen }) {
  const [isShown, show] = useState(true);
  seen.show = show;
  const fallback = createElement(Fallback, { seen });
  return isShown && createElement(Suspense, { fallback }, createElement(Suspending, { rows, seen }));
}

export async function suspense() {
  const { table, rows } = newStage();
  const seen = { renders: 0, fallbacks: 0 };
  const app = render(createElement(Suspended, { rows, seen }));
  await app.shows("380 390 400");
  const { fallbacks } = seen;
  seen.show(false);
  await app.shows("");
  seen.show(true);
  await app.shows("380 390 400");
  const fallbacksAgain = seen.fallbacks - fallbacks;
  table.write(new Map([["395", { id: "395", rank: 395 }]]));
  await app.shows("380 390 395 400");
  app.unmount();
  return {
    fallbacks,
    fallbacksAgain,
    renders: seen.renders,
    subscriptions: table.subscriptions,
    asked: table.asked.length,
  };
}

function Plain({ rows }) {
  const { data } = useLiveQuery({ query: (q) => q.from({ r: rows }).where(({ r }) => gt(r.rank, 370)) });
  return ranks(data?.toSorted((a, b) => a.rank - b.rank));
}

export async function strict(syncMode) {
  const { table, rows } = newStage({ syncMode });
  const app = render(createElement(Plain, { rows }));
  await app.shows("380 390 400");
  const asked = table.asked.length;
  table.write(new Map([["390", undefined]]));
  await app.shows("380 400");
  app.unmount();
  const again = render(createElement(Plain, { rows }));
  await again.shows("380 400");
  again.unmount();
  return { asked, askedInAll: table.asked.length, subscriptions: table.subscriptions };
}

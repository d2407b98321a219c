// The hook, as React calls it; what it renders again is shown in a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { useSyncStatus } from "../../../target/npm/react.js";
import { newStory, status } from "./lib/story.mjs";

function Status({ client }) {
  const { status: told, pendingWrites } = useSyncStatus(client);
  return `${told}, ${pendingWrites} waiting`;
}

test("a component has the state of the client, on a server too", async (t) => {
  const { server, client } = newStory(t);
  assert.equal(renderToString(createElement(Status, { client })), "idle, 0 waiting");

  client.connect();
  await server.accept();
  await status(client, "open");

  assert.equal(renderToString(createElement(Status, { client })), "open, 0 waiting");
});

// Connections break, answers are lost, servers are started anew: nothing is lost, and nothing happens twice.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { openChatStage } from "./stage/chat-stage.mjs";
import { Tab } from "./stage/tab.mjs";

let chat;
let browser;
let network;
let close;
let rooms = 0;
let room;
let alice;
let bob;

before(async () => {
  ({ chat, network, browser, close } = await openChatStage());
});

after(() => close?.());

/** Alice's network is the one that breaks. */
beforeEach(async () => {
  room = `offline-${++rooms}`;
  alice = await Tab.enter(browser, new URL(room, network.url), "alice");
  bob = await Tab.enter(browser, new URL(room, chat.runtime.url), "bob");
});

afterEach(async () => {
  // Chromium reports attempts to connect that failed, as it must; nothing else is allowed.
  const complaints = [...alice.complaints, ...bob.complaints].filter((text) => !/^WebSocket connection to/.test(text));
  await alice.close();
  await bob.close();
  assert.deepEqual(complaints, []);
});

test("messages written while the network is away are kept, and arrive once and in order when it is back", async () => {
  await network.cut();
  await alice.status("reconnecting");
  for (const content of ["one", "two", "three"]) {
    await alice.send(content);
    await alice.shows(content, "pending");
  }

  await network.mend();

  for (const content of ["one", "two", "three"]) {
    await alice.shows(content, "confirmed");
    await bob.shows(content, "confirmed");
  }
  await alice.status("live");
  assert.deepEqual(await bob.contents(), ["one", "two", "three"]);
  assert.deepEqual(await alice.contents(), ["one", "two", "three"]);
  assert.equal((await chat.messages(room)).length, 3);
});

test("a browser that is offline says so, and how much is unsent; back online it sends it", async () => {
  await alice.page.context().setOffline(true);
  await network.cut();
  await alice.status("offline");
  await alice.send("one");
  await alice.send("two");

  await alice.part("outbox").getByText("2 messages wait to be sent").waitFor();
  assert.equal(await alice.part("clear-room").isDisabled(), true);

  await network.mend();
  await alice.page.context().setOffline(false);
  await alice.status("live");
  await bob.shows("one", "confirmed");
  await bob.shows("two", "confirmed");
  await alice.shows("two", "confirmed");
  assert.equal((await chat.messages(room)).length, 2);
});

test("a lost connection is told of, with the next attempt and what waits, until it is back", async () => {
  await alice.send("old");
  await alice.shows("old", "confirmed");
  await network.cut();
  await alice.part("offline-banner").getByText("No connection since").waitFor();
  await alice
    .part("next-attempt")
    .getByText(/^Next attempt in \d+ s$/)
    .waitFor();

  await alice.send("kept");
  await alice.messages("kept", "pending").getByText("Waiting").waitFor();
  await alice.part("outbox").getByText("1 message waits to be sent").waitFor();
  await alice.delete("old");
  await alice.part("outbox").getByText("1 message and 1 other change wait to be sent").waitFor();

  await network.mend();
  await alice.status("live");
  await alice.part("offline-banner").waitFor({ state: "detached" });
  await alice.shows("kept", "confirmed");
  assert.equal(await alice.part("outbox").textContent(), "");
  await bob.shows("kept", "confirmed");
  assert.deepEqual(await bob.contents(), ["kept"]);
  assert.equal((await chat.messages(room)).length, 1);
});

test("who does not want to wait for the next attempt tries now", async () => {
  await network.cut();
  await alice.part("try-now").waitFor();
  await network.mend();

  await alice.part("try-now").click();

  await alice.status("live");
  await alice.part("try-now").waitFor({ state: "detached" });
  assert.ok(await alice.part("composer").evaluate((field) => field === document.activeElement));
});

test("who closes the tab while a message waits is asked first, and may stay", async () => {
  await network.cut();
  await alice.status("reconnecting");
  await alice.send("kept");
  await alice.shows("kept", "pending");

  const asked = alice.page.waitForEvent("dialog");
  await alice.page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  await network.mend();

  await bob.shows("kept", "confirmed");
});

test("what others did meanwhile is caught up with, deletes too", async () => {
  await bob.send("stays");
  await bob.send("goes");
  await alice.shows("goes", "confirmed");
  await network.cut();
  await alice.status("reconnecting");

  await bob.delete("goes");
  await bob.hides("goes");
  await bob.send("comes");
  await bob.shows("comes", "confirmed");
  await network.mend();

  await alice.shows("comes", "confirmed");
  assert.deepEqual(await alice.contents(), ["stays", "comes"]);
});

test("a message whose confirmation was lost on the way is not sent twice", async () => {
  network.holdAnswers();
  await alice.send("only once");
  await bob.shows("only once", "confirmed");
  await alice.shows("only once", "pending");

  await network.cut();
  await network.mend();

  await alice.shows("only once", "confirmed");
  assert.equal(await alice.messages("only once").count(), 1);
  assert.equal(await bob.messages("only once").count(), 1);
  assert.equal((await chat.messages(room)).length, 1);
});

test("a message that never left is sent when the network is back", async () => {
  network.holdRequests();
  await alice.send("on its way");
  await alice.shows("on its way", "pending");

  await network.cut();
  await alice.status("reconnecting");
  assert.deepEqual(await chat.messages(room), []);
  await network.mend();

  await alice.shows("on its way", "confirmed");
  await bob.shows("on its way", "confirmed");
});

test("deletes and new messages of a time without network are both done", async () => {
  await alice.send("old");
  await bob.shows("old", "confirmed");
  await network.cut();
  await alice.status("reconnecting");
  await alice.delete("old");
  await alice.hides("old");
  await alice.send("new");
  await alice.shows("new", "pending");

  await network.mend();

  await bob.hides("old");
  await bob.shows("new", "confirmed");
  await alice.shows("new", "confirmed");
  assert.deepEqual(await alice.contents(), ["new"]);
});

test("a conversation goes on over the hibernation of the room", async () => {
  await alice.send("before");
  await bob.shows("before", "confirmed");
  await chat.evict(room);

  await bob.send("after");
  await alice.shows("after", "confirmed");
  await chat.evict(room);
  await alice.send("and again");
  await bob.shows("and again", "confirmed");

  assert.deepEqual(await alice.contents(), ["before", "after", "and again"]);
});

test("a conversation goes on over a restart of the server", async () => {
  await alice.send("before");
  await bob.shows("before", "confirmed");

  await chat.runtime.restart();
  await alice.send("after");

  await alice.shows("after", "confirmed");
  await bob.shows("after", "confirmed");
  assert.deepEqual(await alice.contents(), ["before", "after"]);
  assert.deepEqual(await bob.contents(), ["before", "after"]);
  assert.equal((await chat.messages(room)).length, 2);
});

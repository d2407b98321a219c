// What the room refuses is taken back on the screen, and its reason is shown. The refusals here are real ones: the tab
// was made to believe that it is somebody else, or was overtaken by another.
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
let cheater;
let bob;

before(async () => {
  ({ chat, network, browser, close } = await openChatStage());
});

after(() => close?.());

beforeEach(async () => {
  room = `refusals-${++rooms}`;
  cheater = await Tab.enter(browser, new URL(room, network.url), "cheater");
  bob = await Tab.enter(browser, new URL(room, chat.runtime.url), "bob");
});

afterEach(async () => {
  const complaints = [...cheater.complaints, ...bob.complaints];
  await cheater.close();
  await bob.close();
  assert.deepEqual(complaints, []);
});

/** Makes a tab write as somebody else than its token says. */
async function pretendToBe(tab, userId) {
  await tab.tamperWithSession({ userId });
  await tab.status("live");
}

test("a message in another's name is shown, then taken back with the reason, and nobody else sees it", async () => {
  await pretendToBe(cheater, "bob-2222");
  network.holdRequests();
  await cheater.send("I, Bob, owe you a tea");
  await cheater.shows("I, Bob, owe you a tea", "pending");

  network.release();

  await cheater.shows("I, Bob, owe you a tea", "refused");
  assert.equal(await cheater.part("refusal-reason").textContent(), "Not sent: author mismatch");
  assert.equal(await cheater.messages("I, Bob, owe you a tea").count(), 1);
  assert.deepEqual(await chat.messages(room), []);
  await bob.send("who said that?");
  await cheater.shows("who said that?", "confirmed");
  assert.deepEqual(await bob.contents(), ["who said that?"]);
});

test("a refused message can be tried again, and dismissed", async () => {
  await pretendToBe(cheater, "bob-2222");
  await cheater.send("trust me");
  await cheater.shows("trust me", "refused");

  network.holdRequests();
  await cheater.part("retry").click();
  await cheater.shows("trust me", "pending");
  network.release();
  await cheater.shows("trust me", "refused");
  assert.equal(await cheater.part("message").count(), 1);

  await cheater.part("dismiss").click();
  await cheater.part("empty-room").waitFor();
  assert.deepEqual(await chat.messages(room), []);
});

test("a message that may not be deleted comes back, with the reason", async () => {
  await bob.send("mine");
  await bob.shows("mine", "confirmed");
  const [{ author }] = await chat.messages(room);
  await pretendToBe(cheater, author);
  await cheater.shows("mine", "confirmed");

  network.holdRequests();
  await cheater.delete("mine");
  await cheater.hides("mine");
  network.release();

  await cheater.shows("mine", "confirmed");
  await cheater.page.getByText("Not deleted: not your message").waitFor();
  assert.deepEqual(await bob.contents(), ["mine"]);
});

test("a delete that was overtaken by a clearing of the room is refused, and the message stays gone", async () => {
  await cheater.send("gone twice");
  await bob.shows("gone twice", "confirmed");
  network.holdRequests();
  await cheater.delete("gone twice");
  await cheater.hides("gone twice");

  await bob.clearRoom();
  await bob.part("empty-room").waitFor();
  network.release();

  await cheater.page.getByText("Not deleted: it is gone already.").waitFor();
  await cheater.part("empty-room").waitFor();
});

// Two tabs in one room, with real connections: what one writes is shown at once, confirmed, and seen by the other.
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

/** Alice comes over a network that tests may hold; Bob's is always good. */
beforeEach(async () => {
  room = `talk-${++rooms}`;
  alice = await Tab.enter(browser, new URL(room, network.url), "alice");
  bob = await Tab.enter(browser, new URL(room, chat.runtime.url), "bob");
});

afterEach(async () => {
  const complaints = [...alice.complaints, ...bob.complaints];
  await alice.close();
  await bob.close();
  assert.deepEqual(complaints, []);
});

test("a message is shown at once, then confirmed, and seen in the other tab", async () => {
  network.holdRequests();
  await alice.send("the samovar is hot");

  await alice.shows("the samovar is hot", "pending");
  assert.deepEqual(await bob.contents(), []);

  network.release();
  await alice.shows("the samovar is hot", "confirmed");
  await bob.shows("the samovar is hot", "confirmed");
  assert.deepEqual(await alice.contents(), ["the samovar is hot"]);
});

test("both write, and both tabs show the same in the same order", async () => {
  for (let i = 1; i <= 3; i++) {
    await alice.send(`question ${i}`);
    await bob.shows(`question ${i}`, "confirmed");
    await bob.send(`answer ${i}`);
    await alice.shows(`answer ${i}`, "confirmed");
  }

  const conversation = ["question 1", "answer 1", "question 2", "answer 2", "question 3", "answer 3"];
  assert.deepEqual(await alice.contents(), conversation);
  assert.deepEqual(await bob.contents(), conversation);
});

test("who comes later sees what was said", async () => {
  await alice.send("first");
  await alice.shows("first", "confirmed");
  await bob.send("second");
  await bob.shows("second", "confirmed");

  const carol = await Tab.enter(browser, new URL(room, chat.runtime.url), "carol");
  await carol.shows("second", "confirmed");

  assert.deepEqual(await carol.contents(), ["first", "second"]);
  assert.deepEqual(carol.complaints, []);
  await carol.close();
});

test("rooms are apart", async () => {
  const elsewhere = await Tab.enter(browser, new URL(`${room}-b`, chat.runtime.url), "carol");
  await elsewhere.send("only here");
  await elsewhere.shows("only here", "confirmed");
  await bob.send("only there");
  await alice.shows("only there", "confirmed");

  assert.deepEqual(await elsewhere.contents(), ["only here"]);
  assert.deepEqual(await alice.contents(), ["only there"]);
  await elsewhere.close();
});

test("markup is shown as it was written, and does nothing", async () => {
  const markup = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`;

  await alice.send(markup);
  await bob.shows(markup, "confirmed");

  assert.match(await bob.page.title(), new RegExp(`^#${room} `));
});

test("shift and Enter begin a new line, Enter sends both lines", async () => {
  const composer = alice.part("composer");
  await composer.fill("one line");
  await composer.press("Shift+Enter");
  await composer.pressSequentially("another");
  await composer.press("Enter");

  await bob.part("message").waitFor();
  assert.deepEqual(await bob.contents(), ["one line\nanother"]);
  assert.equal(await composer.inputValue(), "");
});

test("spaces alone are not sent", async () => {
  await alice.send("   ");
  await alice.send("something");
  await bob.shows("something", "confirmed");

  assert.deepEqual(await bob.contents(), ["something"]);
});

test("an own message can be deleted, and is gone in both tabs", async () => {
  await alice.send("kept");
  await alice.send("a mistake");
  await bob.shows("a mistake", "confirmed");
  assert.equal(await bob.part("delete").count(), 0, "Bob may not delete what Alice wrote");

  await alice.delete("a mistake");

  await bob.hides("a mistake");
  await alice.hides("a mistake");
  assert.deepEqual(await alice.contents(), ["kept"]);
  assert.deepEqual(await bob.contents(), ["kept"]);
});

test("the room can be cleared, which empties both tabs and says how much it was", async () => {
  await alice.send("one");
  await bob.shows("one", "confirmed");
  await bob.send("two");
  await alice.shows("two", "confirmed");

  await alice.clearRoom();

  await alice.page.getByText("2 messages deleted.").waitFor();
  await alice.part("empty-room").waitFor();
  await bob.part("empty-room").waitFor();
  await alice.part("clear-dialog").waitFor({ state: "hidden" });
  assert.deepEqual(await chat.messages(room), []);
});

test("who thinks twice does not clear the room", async () => {
  await alice.send("kept");
  await bob.shows("kept", "confirmed");

  await alice.part("clear-room").click();
  await alice.page.getByRole("button", { name: "Keep them" }).click();
  await alice.part("clear-dialog").waitFor({ state: "hidden" });

  assert.equal((await chat.messages(room)).length, 1);
});

test("a reloaded tab has its guest and the messages again", async () => {
  await alice.send("before");
  await alice.shows("before", "confirmed");
  const [{ author }] = await chat.messages(room);

  await alice.reload();
  await alice.shows("before", "confirmed");
  await alice.send("after");
  await alice.shows("after", "confirmed");

  assert.deepEqual(await alice.contents(), ["before", "after"]);
  assert.deepEqual(
    (await chat.messages(room)).map((message) => message.author),
    [author, author],
  );
  assert.equal(await alice.part("delete").count(), 2);
});

// The page in Java and the one in React are two ends of one room: what is written in one is seen in the other.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { openChatStage } from "./stage/chat-stage.mjs";
import { DEVICES, picture } from "./stage/picture.mjs";
import { Tab } from "./stage/tab.mjs";

let chat;
let browser;
let network;
let close;
let rooms = 0;
let room;
let duke;
let alice;

before(async () => {
  ({ chat, network, browser, close } = await openChatStage());
});

after(() => close?.());

const inJava = (name, base = network.url) => new URL(`/java/?room=${name}`, base);

/** The Duke has the page in Java, over a network that tests may hold; Alice has the one in React, over a good one. */
beforeEach(async () => {
  room = `java-${++rooms}`;
  duke = await Tab.enter(browser, inJava(room), "Grand Duke");
  alice = await Tab.enter(browser, new URL(room, chat.runtime.url), "alice");
});

afterEach(async () => {
  const complaints = [...duke.complaints, ...alice.complaints];
  await duke.close();
  await alice.close();
  assert.deepEqual(complaints, []);
});

test("what one types in one page appears in the other", async () => {
  await duke.part("empty-room").waitFor();
  await duke.send("tea?");
  await duke.shows("tea?", "confirmed");
  await alice.shows("tea?", "confirmed");
  await alice.send("with lemon");
  await alice.shows("with lemon", "confirmed");
  await duke.shows("with lemon", "confirmed");

  assert.deepEqual(await duke.contents(), ["tea?", "with lemon"]);
  assert.deepEqual(await alice.contents(), ["tea?", "with lemon"]);
  assert.equal(await duke.part("own-name").textContent(), "Grand Duke");
  assert.match(await duke.page.title(), new RegExp(`^#${room} `));
});

test("a message is shown at once, and confirmed when it is in the room", async () => {
  network.holdRequests();
  await duke.send("the samovar is hot");

  await duke.shows("the samovar is hot", "pending");
  assert.deepEqual(await alice.contents(), []);

  network.release();
  await duke.shows("the samovar is hot", "confirmed");
  await alice.shows("the samovar is hot", "confirmed");
  assert.deepEqual(await duke.contents(), ["the samovar is hot"]);
});

test("what is deleted or cleared is gone, and markup is shown as it was written", async () => {
  const markup = `<img src=x onerror="document.title='taken'">`;
  await alice.send(markup);
  await duke.shows(markup, "confirmed");
  await duke.send("kept for a while");
  await alice.shows("kept for a while", "confirmed");

  await alice.delete(markup);
  await duke.hides(markup);
  assert.deepEqual(await duke.contents(), ["kept for a while"]);
  await alice.clearRoom();
  await duke.hides("kept for a while");

  assert.match(await duke.page.title(), new RegExp(`^#${room} `));
});

test("a reloaded tab has its guest and the messages again", async () => {
  await duke.send("before");
  await duke.shows("before", "confirmed");

  await duke.reload();

  await duke.status("live");
  await duke.shows("before", "confirmed");
  assert.equal(await duke.messages("before").getAttribute("class"), "message own");
});

test("a message that is refused says why, and can be taken away", async () => {
  await duke.tamperWithSession({ userId: "somebody-else" });
  await duke.status("live");
  await duke.send("in your name");

  await duke.shows("in your name", "refused");
  await duke.page.getByText("author mismatch").waitFor();
  await duke.page.getByRole("button", { name: "Dismiss" }).click();
  await duke.hides("in your name");
  assert.deepEqual(await alice.contents(), []);
});

test("a name that is refused stays in the form, with the reason", async () => {
  const tab = await Tab.open(browser, inJava(room));
  await tab.signIn("<b>alice</b>");
  await tab.page.getByRole("alert").filter({ hasText: "1 to 32 letters" }).waitFor();

  await tab.signIn("alice");
  await tab.status("live");
  await tab.close();
});

test("without a connection messages wait, and arrive when it is back", async () => {
  await network.cut();
  await duke.status("reconnecting");
  await duke.send("are you there?");
  await duke.part("outbox").getByText("1 message waits to be sent").waitFor();
  await network.mend();

  await alice.shows("are you there?", "confirmed");
  await duke.shows("are you there?", "confirmed");
  assert.equal(await duke.part("outbox").textContent(), "");
  // What the browser says of attempts without a network is no complaint of the page.
  duke.complaints = duke.complaints.filter((text) => !/^WebSocket connection to .* failed/.test(text));
});

for (const [device, options] of DEVICES) {
  test(`it fits a ${device}`, async () => {
    const tab = await Tab.open(browser, inJava(room), options);
    await picture(tab, `${device}-java-1-sign-in`);
    await tab.signIn("Ekaterina");
    await tab.status("live");
    await alice.send("Who wants tea?");
    await tab.shows("Who wants tea?", "confirmed");
    await tab.send("Me, please. With lemon, and a spoon of cherry jam if there is any left from the summer.");
    await alice.send("A-very-long-word-that-has-no-place-to-break-".repeat(4));
    await tab.messages("A-very-long-word-that-has-no-place-to-break-".repeat(4)).first().waitFor();
    network.holdRequests();
    await tab.send("Coming!");
    await tab.shows("Coming!", "pending");
    await picture(tab, `${device}-java-2-room`);
    network.release();
    await tab.shows("Coming!", "confirmed");
    await tab.close();
  });
}

// What came while nobody looked is marked, counted in the title, and one click away.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { openChatStage } from "./stage/chat-stage.mjs";
import { Tab } from "./stage/tab.mjs";

/** More than a window shows. */
const MANY = 30;

let chat;
let browser;
let close;
let rooms = 0;
let alice;
let bob;

before(async () => {
  ({ chat, browser, close } = await openChatStage());
});

after(() => close?.());

/** Alice is the one who looks away. */
beforeEach(async () => {
  const room = new URL(`unread-${++rooms}`, chat.runtime.url);
  alice = await Tab.enter(browser, room, "alice");
  bob = await Tab.enter(browser, room, "bob");
});

afterEach(async () => {
  const complaints = [...alice.complaints, ...bob.complaints];
  await alice.close();
  await bob.close();
  assert.deepEqual(complaints, []);
});

async function bobSays(...contents) {
  for (const content of contents) {
    await bob.send(content);
  }
  await alice.shows(contents.at(-1), "confirmed");
}

const numbered = (count) => Array.from({ length: count }, (_, i) => `number ${i + 1}`);

/** Fills the list, and leaves its reader at its beginning. */
async function aliceReadsAbove() {
  await bobSays(...numbered(MANY));
  await alice.readFromTheTop();
}

test("what is read as it comes is neither counted nor marked", async () => {
  await bobSays("one", "two");

  assert.match(await alice.page.title(), /^#/);
  assert.equal(await alice.part("unread-marker").count(), 0);
  assert.equal(await alice.part("new-messages").count(), 0);
});

test("what came while another tab was looked at is counted in the title, and marked for who comes back", async () => {
  await bobSays("seen");
  await alice.hide();
  await bobSays("first", "second");
  await alice.unread(2);

  await alice.show();

  await alice.unread(0);
  assert.equal(await alice.firstUnread(), "first");
  assert.equal(await alice.part("new-messages").count(), 0);
});

test("who comes back to more than a window full begins at the marker", async () => {
  await bobSays("seen");
  await alice.hide();
  await bobSays(...numbered(MANY));
  await alice.unread(MANY);
  await alice.show();

  await alice.part("new-messages").getByText(`${MANY} new messages`).waitFor();
  assert.equal(await alice.firstUnread(), "number 1");
  assert.ok(await isInSight(alice.part("unread-marker")));

  await alice.part("new-messages").click();
  await alice.unread(0);
  await alice.part("new-messages").waitFor({ state: "detached" });
  assert.ok(await isInSight(alice.messages(`number ${MANY}`)));
});

test("what comes while one reads above is marked and counted, until one goes down to it", async () => {
  await aliceReadsAbove();
  await bobSays("first", "second");

  await alice.unread(2);
  assert.equal(await alice.firstUnread(), "first");
  assert.equal(await isInSight(alice.part("unread-marker")), false);

  await alice.part("new-messages").getByText("2 new messages").click();
  await alice.unread(0);
  assert.ok(await isInSight(alice.part("unread-marker")));
  assert.ok(await isInSight(alice.messages("second")));
  assert.ok(await alice.page.locator(".messages").evaluate((list) => list === document.activeElement));
});

test("unread messages that are deleted no longer count", async () => {
  await alice.hide();
  await bobSays("first", "second");
  await alice.unread(2);

  await bob.delete("first");

  await alice.unread(1);
  await alice.show();
  assert.equal(await alice.firstUnread(), "second");
});

test("the marker goes when its reader writes, or looks away having read", async () => {
  await alice.hide();
  await bobSays("first");
  await alice.show();
  await alice.part("unread-marker").waitFor();
  await alice.send("an answer");
  await alice.part("unread-marker").waitFor({ state: "detached" });

  await alice.hide();
  await bobSays("second");
  await alice.show();
  await alice.part("unread-marker").waitFor();
  await alice.hide();
  await alice.part("unread-marker").waitFor({ state: "detached" });
  await bobSays("third");
  assert.equal(await alice.firstUnread(), "third");
});

test("a reloaded tab shows everything again, and nothing of it as new", async () => {
  await alice.hide();
  await bobSays(...numbered(MANY));
  await alice.unread(MANY);

  await alice.reload();

  await alice.shows(`number ${MANY}`, "confirmed");
  await alice.unread(0);
  assert.deepEqual(await alice.contents(), numbered(MANY));
  assert.equal(await alice.part("unread-marker").count(), 0);
  assert.ok(await isInSight(alice.messages(`number ${MANY}`)));
});

/** Whether all of an element is within the window. */
async function isInSight(element) {
  const box = await element.boundingBox();
  return box.y >= 0 && box.y + box.height <= element.page().viewportSize().height;
}

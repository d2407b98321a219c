// A client with `persist`: tabs are loaded anew, crash, and lose their network; nothing is lost and nothing happens twice.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { startChat } from "../chat/chat.mjs";
import { launchChromium } from "./stage/chromium.mjs";
import { bundlePage, newProfile } from "./stage/keeping-tab.mjs";
import { Network } from "./stage/network.mjs";

let chat;
let browser;
let network;
let files;
let rooms = 0;
let room;
let profile;
let elsewhere;
let alice;

before(async () => {
  files = await bundlePage();
  chat = await startChat();
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await chat?.stop();
});

beforeEach(async () => {
  room = `kept-${++rooms}`;
  network = await Network.to(chat.runtime.url);
  alice = await chat.signIn("alice");
  profile = await newProfile(browser, network.url, files);
});

afterEach(async () => {
  await profile.close();
  await network.cut();
  await elsewhere?.close();
  elsewhere = undefined;
});

/** A tab of somebody with another browser, whose network is good. */
async function enterElsewhere(name) {
  elsewhere = await newProfile(browser, chat.runtime.url, files);
  return elsewhere.enter(room, await chat.signIn(name));
}

/** The contents that the room has, in the order in which they were written. */
const contents = async () =>
  (await chat.sql(room, "SELECT content FROM messages ORDER BY created_at")).map(({ content }) => content);

/** A tab of Alice whose rows are stored, and whose network is then cut. */
async function cutOff(...written) {
  const tab = await profile.enter(room, alice);
  await tab.does("write", ...written);
  await tab.shows(...written);
  await tab.stores({ rows: written.length, positions: 1, writes: 0 });
  await network.cut();
  await tab.is({ status: "reconnecting" });
  return tab;
}

test("a page that is loaded anew without a network shows its rows, and what was written without it", async () => {
  const tab = await cutOff("old", "goes", "stays");
  await tab.does("write", "one", "two");
  await tab.does("delete", "goes");
  await tab.stores({ writes: 3 });

  await tab.reload();

  await tab.shows("old", "stays", "one*", "two*");
  await tab.is({ collection: "ready", persistence: "on", pendingWrites: 3 });

  await network.mend();
  await tab.shows("old", "stays", "one", "two");
  assert.deepEqual(await contents(), ["old", "stays", "one", "two"]);
  await tab.stores({ rows: 4, writes: 0 });
});

test("a tab that crashes without a network loses nothing", async () => {
  const tab = await cutOff("old");
  await tab.does("write", "one", "two");
  await tab.stores({ writes: 2 });

  await tab.crash();
  const next = await profile.enter(room, alice);

  await next.shows("old", "one*", "two*");
  await network.mend();
  await next.shows("old", "one", "two");
  assert.deepEqual(await contents(), ["old", "one", "two"]);
});

test("what comes back goes on from its position, and does not load its rows again", async () => {
  const tab = await cutOff("old");
  const bob = await enterElsewhere("bob");
  await bob.does("write", "comes");
  await bob.shows("old", "comes");
  await network.mend();

  await tab.reload();
  await tab.shows("old", "comes");

  const begins = tab.received.filter((frames) => frames.includes("begin"));
  assert.equal(begins.length, 1, "the snapshot of the first life, and no other");
});

test("a write whose answer was lost is not done again by the next life of its page", async () => {
  const tab = await cutOff("old");
  await network.mend();
  await tab.is({ status: "open" });
  network.holdAnswers();
  const bob = await enterElsewhere("bob");
  await bob.shows("old");
  await tab.does("write", "only once");
  await bob.shows("old", "only once");
  await tab.stores({ writes: 1 });
  await network.cut();

  await tab.reload();
  await tab.shows("old", "only once*");
  await network.mend();

  await tab.shows("old", "only once");
  await bob.shows("old", "only once");
  await tab.stores({ writes: 0 });
  assert.deepEqual(await contents(), ["old", "only once"]);
});

test("a command is run by the next life of its page, behind the writes before it", async () => {
  const tab = await cutOff("old");
  await tab.does("write", "cleared too");
  await tab.does("clear");
  await tab.does("write", "after");
  await tab.stores({ writes: 3 });

  await tab.reload();
  await tab.shows("old", "cleared too*", "after*");
  await network.mend();

  await tab.shows("after");
  assert.deepEqual(await contents(), ["after"]);
});

test("a write that is refused after its page was loaded anew is taken back, and told of", async () => {
  const tab = await cutOff("old");
  await tab.does("forge", "not mine");
  await tab.stores({ writes: 1 });

  await tab.reload();
  await tab.shows("old", "not mine*");
  await network.mend();

  assert.deepEqual(await tab.rejected(1), ["FORBIDDEN not mine, shown: old"]);
  await tab.shows("old");
  await tab.stores({ writes: 0 });
});

test("a tab sends the writes of one that is gone, once, and not those of one that lives", async () => {
  const gone = await cutOff("old");
  const lives = await profile.enter(room, alice);
  const stays = await profile.enter(room, alice);
  await stays.shows("old");
  await gone.does("write", "of one that is gone");
  await lives.does("write", "of one that lives");
  await stays.stores({ writes: 2 });
  await gone.page.close();

  await network.mend();

  for (const tab of [lives, stays]) {
    await tab.shows("old", "of one that is gone", "of one that lives");
    await tab.stores({ writes: 0 });
  }
  const sent = [...lives.sent, ...stays.sent].join();
  assert.deepEqual(await contents(), ["old", "of one that is gone", "of one that lives"]);
  assert.equal(sent.split("of one that lives").length - 1, 1);
});

test("two tabs keep one set of rows, and the second goes on when the first is gone", async () => {
  const first = await profile.enter(room, alice);
  await first.does("write", "one");
  await first.stores({ rows: 1, writes: 0 });
  const second = await profile.enter(room, alice);
  await second.shows("one");
  await second.does("write", "two");
  await first.shows("one", "two");
  await first.stores({ rows: 2, writes: 0 });

  await first.page.close();
  await second.does("write", "three");
  await second.stores({ rows: 3, writes: 0 });
  await network.cut();
  await second.reload();

  await second.shows("one", "two", "three");
  await network.mend();
});

test("another user of the browser sees nothing of it and sends nothing of it", async () => {
  const tab = await cutOff("old");
  await tab.does("write", "alice's");
  await tab.stores({ writes: 1 });
  await tab.page.close();

  const carol = await profile.enter(room, await chat.signIn("carol"));
  await carol.is({ persistence: "on", pendingWrites: 0, collection: "loading" });
  await carol.shows();
  await network.mend();
  await carol.shows("old");
  assert.deepEqual(await contents(), ["old"]);

  const back = await profile.enter(room, alice);
  await back.shows("old", "alice's");
});

test("a closed client leaves its writes to the next one, also to itself", async () => {
  const tab = await cutOff("old");
  await tab.does("write", "kept");
  await tab.stores({ writes: 1 });
  await tab.does("close");
  await tab.shows("old");
  await tab.stores({ writes: 1 });
  await network.mend();

  await tab.does("connect");

  await tab.shows("old", "kept");
  await tab.stores({ writes: 0 });
  assert.deepEqual(await contents(), ["old", "kept"]);
});

test("forgetting leaves nothing, and the other tabs go on without", async () => {
  const tab = await cutOff("old");
  const other = await profile.enter(room, alice);
  await other.shows("old");
  await tab.does("write", "gone");
  await tab.stores({ writes: 1 });
  await tab.does("close");

  await tab.does("forget");

  await tab.stores({ writes: 0, rows: 0, positions: 0 });
  await tab.is({ persistence: "off" });
  await other.is({ persistence: "failed" });
  assert.match(other.warnings.join(), /Another tab has deleted/);
  await network.mend();
  await other.is({ status: "open" });
  assert.deepEqual(await contents(), ["old"]);
});

test("a stored write that cannot be read is dropped, and the others are sent", async () => {
  const tab = await cutOff("old");
  await tab.does("write", "spoiled");
  await tab.stores({ writes: 1 });
  await tab.does("spoil", { frame: "spoiled" });
  await tab.does("write", "sound");
  await tab.stores({ writes: 2 });

  await tab.reload();
  await tab.shows("old", "sound*");
  await network.mend();

  await tab.shows("old", "sound");
  await tab.stores({ writes: 0 });
  assert.match(tab.warnings.join(), /cannot be read, and is dropped/);
});

test("a write that was sent so long ago that the server may have forgotten it is not sent again, and told of", async () => {
  const tab = await cutOff("old");
  await tab.does("write", "sent long ago");
  await tab.stores({ writes: 1 });
  await tab.does("spoil", { sentAt: Date.now() - 24 * 3_600_000 });

  await tab.reload();
  assert.deepEqual(await tab.rejected(1), ["CONNECTION_LOST sent long ago, shown: "]);
  await tab.shows("old");
  await tab.stores({ writes: 0 });
  await network.mend();
  await tab.is({ status: "open" });

  assert.deepEqual(await contents(), ["old"]);
});

/** What a page loads on demand is asked for by queries. */
const onDemand = { options: { syncMode: "on-demand" } };

/** How many snapshots a tab was sent, and with which positions it has subscribed. */
const snapshots = ({ received }) => received.filter((frames) => frames.includes("begin")).length;

test("what was loaded on demand is there without a network, and nothing else; then what was missed comes", async () => {
  const bob = await enterElsewhere("bob");
  await bob.does("write", "a goes", "a stays", "b");
  const tab = await profile.enter(room, alice, onDemand);
  await tab.does("look", "a");
  await tab.shows("a goes", "a stays");
  await tab.stores({ rows: 2, positions: 1 });
  await network.cut();
  await tab.is({ status: "reconnecting" });
  await bob.does("delete", "a goes");
  await bob.does("write", "a comes");
  await bob.shows("a stays", "b", "a comes");

  await tab.reload();
  await tab.does("look", "a", "b");
  await tab.shows("a goes", "a stays");
  assert.deepEqual([await tab.does("looked", "a"), await tab.does("looked", "b")], [true, false]);
  await network.mend();

  await tab.shows("a stays", "b", "a comes");
  await tab.stores({ rows: 3, positions: 2 });
  assert.equal(snapshots(tab), 2, "one in the first life, and that of what was not loaded then");
});

test("what is written without a network to rows that were loaded on demand is shown by the next life, and sent", async () => {
  const bob = await enterElsewhere("bob");
  await bob.shows();
  const tab = await profile.enter(room, alice, onDemand);
  await tab.does("look", "a", 1);
  await tab.does("write", "a goes", "a stays");
  await tab.shows("a goes", "a stays");
  await tab.stores({ rows: 2, positions: 2, writes: 0 });
  await network.cut();
  await tab.is({ status: "reconnecting" });
  await tab.does("delete", "a goes");
  await tab.does("write", "a new");
  await tab.stores({ writes: 2 });

  await tab.reload();
  await tab.does("look", 1, "a");
  await tab.shows("a stays", "a new*");
  await network.mend();

  await tab.shows("a stays", "a new");
  await bob.shows("a stays", "a new");
  await tab.stores({ rows: 2, writes: 0 });
});

test("a window that was kept has the right rows after its reset", async () => {
  const bob = await enterElsewhere("bob");
  await bob.does("write", "one", "two", "three");
  const tab = await profile.enter(room, alice, onDemand);
  await tab.does("look", 2);
  await tab.shows("two", "three");
  await tab.stores({ rows: 2 });
  await network.cut();
  await bob.does("write", "four");
  await bob.does("delete", "two");
  await bob.shows("one", "three", "four");

  await tab.reload();
  await tab.does("look", 2);
  await tab.shows("two", "three");
  await network.mend();

  await tab.shows("three", "four");
  await tab.stores({ rows: 2 });
});

test("what no query wants any more is kept all the same, for the one that wants it next", async () => {
  const bob = await enterElsewhere("bob");
  await bob.does("write", "a", "b");
  await bob.shows("a", "b");
  const tab = await profile.enter(room, alice, onDemand);
  await tab.page.clock.install();
  await tab.does("look", "a", "b");
  await tab.shows("a", "b");
  await tab.does("leave", "a");
  await tab.page.clock.runFor(6_000);
  await tab.shows("b");
  await tab.stores({ rows: 2, positions: 2 });
  await network.cut();

  await tab.does("look", "a");
  await tab.shows("a", "b");
  await tab.reload();
  await tab.does("look", "a");
  await tab.shows("a");
  await network.mend();
});

test("of what was loaded on demand the last sixteen are kept", async () => {
  const bob = await enterElsewhere("bob");
  const contents = Array.from({ length: 17 }, (_, i) => String.fromCharCode(97 + i));
  await bob.does("write", ...contents);
  await bob.shows(...contents);
  const tab = await profile.enter(room, alice, onDemand);
  await tab.does("look", ...contents);

  await tab.shows(...contents);
  await tab.stores({ rows: 16, positions: 16 });
});

test("of two tabs one keeps what it loads on demand, and the other when that is gone", async () => {
  const bob = await enterElsewhere("bob");
  await bob.does("write", "a", "b", "c");
  await bob.shows("a", "b", "c");
  const first = await profile.enter(room, alice, onDemand);
  await first.does("look", "a", "b");
  await first.shows("a", "b");
  await first.stores({ rows: 2, positions: 2 });
  const second = await profile.enter(room, alice, onDemand);
  await second.does("look", "b", "c");
  await second.shows("b", "c");
  await bob.does("write", "b too");
  await second.shows("b", "c", "b too");
  await first.stores({ rows: 3, positions: 2 });

  await first.page.close();
  await second.stores({ rows: 4, positions: 3 });
  await network.cut();
  await second.reload();
  await second.does("look", "a", "b", "c");

  await second.shows("a", "b", "c", "b too");
  await network.mend();
});

for (const damage of [{ position: "far" }, { epoch: 1 }, { keys: ["of no row"] }, { keys: null }, { used: null }]) {
  test(`a kept load that cannot be used is loaded anew: ${JSON.stringify(damage)}`, async () => {
    const bob = await enterElsewhere("bob");
    await bob.does("write", "a");
    await bob.shows("a");
    const tab = await profile.enter(room, alice, onDemand);
    await tab.does("look", "a");
    await tab.shows("a");
    await tab.stores({ rows: 1, positions: 1 });
    await network.cut();
    await tab.does("spoilPositions", damage);

    await tab.reload();
    await tab.does("look", "a");
    await tab.is({ persistence: "on" });
    await tab.shows();
    await network.mend();

    await tab.shows("a");
    await tab.stores({ rows: 1, positions: 1 });
    assert.deepEqual(tab.warnings, []);
  });
}

test("what was loaded on demand is forgotten with everything else", async () => {
  const bob = await enterElsewhere("bob");
  await bob.does("write", "a");
  const tab = await profile.enter(room, alice, onDemand);
  await tab.does("look", "a");
  await tab.shows("a");
  await tab.stores({ rows: 1, positions: 1 });

  await tab.does("close");
  await tab.does("forget");

  await tab.stores({ rows: 0, positions: 0 });
});

const failures = {
  "there is no IndexedDB": () => Object.defineProperty(globalThis, "indexedDB", { value: undefined }),
  "the database cannot be opened": () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("no", "SecurityError");
    };
  },
  "the database never answers": () => {
    const setNow = globalThis.setTimeout;
    globalThis.setTimeout = (task, delay, ...args) => setNow(task, delay === 5_000 ? 0 : delay, ...args);
    IDBFactory.prototype.open = () => ({});
  },
  "another tab holds an older layout": () => {
    IDBFactory.prototype.open = () => {
      const request = {};
      queueMicrotask(() => request.onblocked());
      return request;
    };
  },
  "there is no space": () => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  },
};

for (const [what, before] of Object.entries(failures)) {
  test(`what is loaded on demand comes all the same when ${what}`, async () => {
    const bob = await enterElsewhere("bob");
    await bob.does("write", "a");
    await bob.shows("a");
    const tab = await profile.enter(room, alice, { ...onDemand, before });

    await tab.does("look", "a");

    await tab.shows("a");
    await tab.is({ persistence: "failed" });
    assert.equal(tab.warnings.length, 1, `${tab.warnings}`);
  });

  test(`the client goes on without a store, and says so once, when ${what}`, async () => {
    const tab = await profile.enter(room, alice, { before });

    await tab.does("write", "one", "two");

    await tab.shows("one", "two");
    await tab.is({ persistence: "failed", pendingWrites: 0 });
    assert.equal(tab.warnings.length, 1, `${tab.warnings}`);
    assert.match(tab.warnings[0], /Nothing more is kept over a reload/);
    assert.deepEqual(await contents(), ["one", "two"]);
  });
}

test("the client goes on without a store, and says so once, when its module cannot be loaded", async () => {
  elsewhere = await newProfile(
    browser,
    network.url,
    new Map([...files].filter(([path]) => !path.includes("persistence"))),
  );
  const tab = await elsewhere.enter(room, alice);

  await tab.does("write", "one");

  await tab.shows("one");
  await tab.is({ persistence: "failed", pendingWrites: 0 });
  assert.equal(tab.warnings.length, 1, `${tab.warnings}`);
});

// The network is cut and the tab loaded anew. The page's files still come, as from a service worker or a cache; the room does not.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openChatStage } from "./stage/chat-stage.mjs";
import { Tab } from "./stage/tab.mjs";

const OUT = new URL("../target/screenshots/", import.meta.url);

let chat;
let browser;
let network;
let close;
let rooms = 0;
let room;
let alice;
let bob;

before(async () => {
  mkdirSync(OUT, { recursive: true });
  ({ chat, network, browser, close } = await openChatStage());
});

after(() => close?.());

beforeEach(async () => {
  room = `reload-${++rooms}`;
  bob = await Tab.enter(browser, new URL(room, chat.runtime.url), "bob");
  // A page that a test serves counts as one from elsewhere.
  alice = await Tab.enter(browser, new URL(room, network.url), "alice", { permissions: ["local-network-access"] });
  await alice.page.context().route(
    ({ pathname }) => !pathname.startsWith("/sync/"),
    async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: String(new URL(pathname, chat.runtime.url)) }) });
    },
  );
});

afterEach(async () => {
  const complaints = [...alice.complaints, ...bob.complaints].filter((text) => !/^WebSocket connection to/.test(text));
  // The picture of the sign-in page may still be on its way.
  await alice.page.context().unrouteAll({ behavior: "ignoreErrors" });
  await alice.close();
  await bob.close();
  assert.deepEqual(complaints, []);
});

/** Loads the page anew; who is asked whether to leave it says yes. */
async function reload(tab) {
  tab.page.once("dialog", (dialog) => dialog.accept());
  await tab.reload();
}

/** Waits until the browser has so many writes of the page. */
function kept(tab, count) {
  return tab.page.evaluate(async (wanted) => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const { userId } = JSON.parse(sessionStorage.getItem("samovar.session"));
    const { name } = (await indexedDB.databases()).find((database) => database.name.includes(userId));
    const database = await done(indexedDB.open(name));
    const look = async () => {
      const stores = database.transaction(["writes", "positions"]);
      const [writes, positions] = await Promise.all(
        ["writes", "positions"].map((store) => done(stores.objectStore(store).count())),
      );
      return writes === wanted && positions === 1;
    };
    while (!(await look())) {
      await new Promise((next) => setTimeout(next));
    }
    database.close();
  }, count);
}

test("a room that is loaded anew without a network shows what was said and what waits, and sends it once", async () => {
  await bob.send("Is the samovar hot?");
  await alice.send("It will be.");
  await alice.shows("It will be.", "confirmed");
  await kept(alice, 0);
  await network.cut();
  await alice.status("reconnecting");
  await alice.send("I have cut the wire.");
  await alice.send("The tea is ready.");
  await alice.delete("It will be.");
  await kept(alice, 3);

  await reload(alice);

  await alice.shows("Is the samovar hot?", "confirmed");
  await alice.shows("I have cut the wire.", "pending");
  await alice.shows("The tea is ready.", "pending");
  await alice.hides("It will be.");
  await alice.part("offline-banner").waitFor();
  await alice.part("outbox").getByText("2 messages and 1 other change wait to be sent").waitFor();
  await alice.page.screenshot({ path: fileURLToPath(new URL("desktop-13-reloaded-offline.png", OUT)) });

  await network.mend();

  const contents = ["Is the samovar hot?", "I have cut the wire.", "The tea is ready."];
  await alice.shows("The tea is ready.", "confirmed");
  await bob.shows("The tea is ready.", "confirmed");
  await bob.hides("It will be.");
  assert.deepEqual(await alice.contents(), contents);
  assert.deepEqual(await bob.contents(), contents);
  assert.equal((await chat.messages(room)).length, 3);
});

test("a message that is refused after the page was loaded anew is shown with the reason", async () => {
  await alice.tamperWithSession({ userId: "somebody-else" });
  await alice.status("live");
  await network.cut();
  await alice.status("reconnecting");
  await alice.send("in another name");
  await kept(alice, 1);
  await reload(alice);
  await alice.shows("in another name", "pending");

  await network.mend();

  await alice.shows("in another name", "refused");
  await alice.part("refusal-reason").getByText("author mismatch").waitFor();
  assert.deepEqual(await chat.messages(room), []);
});

test("who leaves the room leaves nothing in the browser", async () => {
  await alice.send("kept for now");
  await alice.shows("kept for now", "confirmed");
  await kept(alice, 0);

  await alice.part("sign-out").click();

  await alice.part("sign-in").waitFor();
  await alice.page.evaluate(async () => {
    while ((await indexedDB.databases()).length > 0) {
      await new Promise((next) => setTimeout(next));
    }
  });
});

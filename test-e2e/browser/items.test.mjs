// The shop: what a tab opens is loaded and stays fresh, and of everything else it is sent nothing.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { startExample } from "../example.mjs";
import { BrowserTab } from "./stage/browser-tab.mjs";
import { launchChromium } from "./stage/chromium.mjs";
import { Network } from "./stage/network.mjs";
import { DEVICES, picture } from "./stage/picture.mjs";

let runtime;
let browser;
let shops = 0;
let shop;
let alice;

before(async () => {
  runtime = await startExample("items");
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await runtime.stop();
});

/** The shop as somebody in front of it sees and uses it. */
class ShopTab extends BrowserTab {
  static async enter(options, at = runtime.url) {
    const tab = await ShopTab.open(browser, new URL(shop, at), options);
    await tab.status("live");
    await tab.part("category-teas").waitFor();
    return tab;
  }

  /** Opens a shelf; gives the names on it when all are there. */
  async openShelf(category) {
    await this.part(`category-${category}`).click();
    const names = (await itemsOf(category)).map(({ name }) => name);
    await this.shows(names.sort());
    return names;
  }

  /** Waits until the open shelf shows exactly these names. */
  async shows(names) {
    await this.page.waitForFunction((expected) => {
      const shown = [...document.querySelectorAll(".item-name")].map((element) => element.textContent);
      return JSON.stringify(shown) === expected;
    }, JSON.stringify(names));
  }

  /** Waits until the page tells that so many items are in the tab. */
  async holds(count) {
    await this.part("loaded").getByText(String(count), { exact: true }).waitFor();
  }

  item(id) {
    return this.page.locator(`[data-item-id="${id}"]`);
  }

  stock(id, text) {
    return this.item(id).getByTestId("stock").getByText(text, { exact: true }).waitFor();
  }

  buy(id) {
    return this.item(id).getByTestId("buy").click();
  }
}

beforeEach(async () => {
  shop = `shop-${++shops}`;
  alice = await ShopTab.enter();
});

afterEach(async () => {
  await alice.close();
  assert.deepEqual(alice.complaints, []);
});

/** The rows of a shelf in the object's own table, or of all. */
const itemsOf = (category) =>
  runtime.sql("Shop", shop, "SELECT * FROM items WHERE category = ? OR ? IS NULL", category ?? null, category ?? null);

/** Fails if any of these items was in a frame, by its name or its key. */
function assertNotReceived(tab, items) {
  for (const { id, name } of items) {
    assert.ok(!tab.hasReceived(name), `A frame holds ${name}, of a shelf that nobody opened.`);
    // With the mark of its length before it: jam-1 is no part of jam-10.
    const key = Buffer.concat([Buffer.from([0xa0 | id.length]), Buffer.from(id)]);
    assert.ok(!tab.hasReceived(key), `A frame holds the key ${id}, of a shelf that nobody opened.`);
  }
}

test("no item comes before a shelf is opened, and of shelves that are not opened none ever", async (t) => {
  await alice.holds(0);
  assertNotReceived(alice, await itemsOf());
  const before = alice.receivedBytes();

  const teas = await alice.openShelf("teas");
  for (const name of teas) {
    assert.ok(alice.hasReceived(name), `No frame holds ${name}, so this test would see no other either.`);
  }
  await alice.holds(teas.length);

  // What others do to the shelves that are closed is not told either.
  const bob = await ShopTab.enter();
  await bob.openShelf("jam");
  await bob.buy("jam-0");
  await bob.stock("jam-0", "1 left");
  await bob.openShelf("teas");
  await bob.buy("teas-0");
  await alice.stock("teas-0", "1 left");

  const others = (await itemsOf()).filter(({ category }) => category !== "teas");
  assert.ok(others.length > 100);
  assertNotReceived(alice, others);
  assert.deepEqual(bob.complaints, []);
  t.diagnostic(`before the shelf ${before} bytes, of it ${alice.receivedBytes() - before}`);
  await bob.close();
});

test("a shelf that one has left goes from the tab after a while, and comes back fresh", async () => {
  const jam = await alice.openShelf("jam");
  const teas = await alice.openShelf("teas");
  await alice.holds(jam.length + teas.length);
  // The client keeps for some seconds what nobody wants.
  await alice.holds(teas.length);

  const bob = await ShopTab.enter();
  await bob.openShelf("jam");
  await bob.buy("jam-0");
  await bob.stock("jam-0", "1 left");
  await bob.close();

  await alice.openShelf("jam");
  await alice.stock("jam-0", "1 left");
});

test("who would buy what was just sold out is told so, and sees it", async () => {
  await alice.openShelf("jam");
  const network = await Network.to(runtime.url);
  const bob = await ShopTab.enter({}, network.url);
  await bob.openShelf("jam");
  network.holdAnswers();
  await alice.buy("jam-0");
  await alice.stock("jam-0", "1 left");
  await alice.buy("jam-0");
  await alice.stock("jam-0", "sold out");

  await bob.buy("jam-0");
  network.release();

  await bob.part("notice").getByText("Not bought: Raspberry jam, of Tula is sold out").waitFor();
  await bob.stock("jam-0", "sold out");
  assert.ok(await bob.item("jam-0").getByTestId("buy").isDisabled());
  const [{ stock }] = await runtime.sql("Shop", shop, "SELECT stock FROM items WHERE id = 'jam-0'");
  assert.equal(stock, 0);
  await bob.close();
  await network.cut();
});

for (const [device, options] of DEVICES) {
  test(`on a ${device}`, async () => {
    const tab = await ShopTab.enter(options);
    await picture(tab, `items-${device}-1-closed`);
    await tab.openShelf("teas");
    for (let left = 1; left >= 0; left--) {
      await tab.buy("teas-0");
      await tab.stock("teas-0", left === 0 ? "sold out" : `${left} left`);
    }
    await picture(tab, `items-${device}-2-shelf`);
    await tab.close();
  });
}

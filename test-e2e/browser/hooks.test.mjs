// The hooks of TanStack DB's React package, in React's strict mode, in a real browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundleAs } from "./stage/bundle.mjs";
import { launchChromium } from "./stage/chromium.mjs";

let browser;
let page;

before(async () => {
  const content = await bundleAs("scenarios", new URL("hooks/page.mjs", import.meta.url));
  browser = await launchChromium();
  page = await browser.newPage();
  await page.addScriptTag({ content });
});

after(() => browser?.close());

const play = (name, ...args) => page.evaluate(([name, args]) => globalThis.scenarios[name](...args), [name, args]);

test("an infinite list loads page by page, and then stays fresh", async () => {
  const { first, third, asked, hasNextPage } = await play("infinite");

  assert.ok(first <= 6, `${first} rows for a page of 4`);
  assert.ok(third <= 14, `${third} rows for three pages of 4`);
  assert.equal(asked.filter((limit) => limit > 6).length, 0, `${asked}`);
  assert.equal(hasNextPage, true);
});

test("a query that suspends shows its rows without a loop, and again at once", async () => {
  const { fallbacks, fallbacksAgain, renders, subscriptions, asked } = await play("suspense");

  assert.ok(fallbacks > 0);
  assert.ok(renders < 25, `${renders} renders`);
  assert.equal(fallbacksAgain, 0);
  assert.deepEqual([subscriptions, asked], [1, 1]);
});

for (const syncMode of ["eager", "on-demand"]) {
  test(`effects that run twice subscribe once, ${syncMode}`, async () => {
    assert.deepEqual(await play("strict", syncMode), { asked: 1, askedInAll: 1, subscriptions: 1 });
  });
}

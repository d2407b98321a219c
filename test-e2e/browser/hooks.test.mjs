// The hooks of TanStack DB's React package, in React's strict mode, in a real browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { launchChromium } from "./stage/chromium.mjs";

let browser;
let page;

/** React as in development, because only there effects run twice. */
async function bundled() {
  const [{ output }] = await build({
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"development"' },
    resolve: { dedupe: ["react", "react-dom", "@tanstack/db"] },
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL("hooks/page.mjs", import.meta.url)), formats: ["iife"], name: "scenarios" },
    },
  });
  return output[0].code;
}

before(async () => {
  const content = await bundled();
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

// How a page looks, for people to see: target/screenshots. What can be asserted of a look is: everything is within the
// window, nothing is cut off sideways, and the page's own policy allows all of it.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OUT = new URL("../../target/screenshots/", import.meta.url);
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const SMALL_PHONE = { ...PHONE, viewport: { width: 320, height: 568 } };

/** The devices that every page is looked at on: name, and how a browser seems to be one. */
export const DEVICES = [
  ["desktop", DESKTOP],
  ["desktop-dark", { ...DESKTOP, colorScheme: "dark" }],
  ["phone", PHONE],
  ["phone-dark", { ...PHONE, colorScheme: "dark" }],
  ["small-phone", SMALL_PHONE],
];

/** What a page scrolls: parts of it may be out of sight. */
const SCROLLED = ".messages, .shelf-place, .shelf-list, .tasks";

/**
 * Takes a picture, and asserts what every picture must keep.
 *
 * @param {RegExp} expected what the console may tell of: only that a connection could not be had
 */
export async function picture(tab, name, expected = /^\b$/) {
  mkdirSync(OUT, { recursive: true });
  await tab.page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, OUT)) });
  const { width, needed, height } = await tab.page.evaluate(() => ({
    width: innerWidth,
    needed: document.documentElement.scrollWidth,
    height: innerHeight,
  }));
  assert.ok(needed <= width, `${name} needs ${needed} of ${width} pixels`);
  for (const button of await tab.page.locator("button:visible, textarea:visible, input:visible").all()) {
    const box = await button.boundingBox();
    const isInScroll = await button.evaluate((element, scrolled) => element.closest(scrolled) !== null, SCROLLED);
    assert.ok(
      isInScroll || (box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height),
      `${name}: ${await button.evaluate((element) => element.outerHTML)} is not within the window: ${JSON.stringify(box)}`,
    );
  }
  assert.deepEqual(
    tab.complaints.filter((text) => !expected.test(text)),
    [],
    name,
  );
}

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
  // In one go: a list may be moving.
  const { width, needed, outside } = await tab.page.evaluate((scrolled) => {
    const isOutside = (element) => {
      const box = element.getBoundingClientRect();
      const isShown = box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === "visible";
      const isInside = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
      return isShown && !isInside && element.closest(scrolled) === null;
    };
    return {
      width: innerWidth,
      needed: document.documentElement.scrollWidth,
      outside: [...document.querySelectorAll("button, textarea, input")].filter(isOutside).map((e) => e.outerHTML),
    };
  }, SCROLLED);
  assert.ok(needed <= width, `${name} needs ${needed} of ${width} pixels`);
  assert.deepEqual(outside, [], `${name}: not within the window`);
  assert.deepEqual(
    tab.complaints.filter((text) => !expected.test(text)),
    [],
    name,
  );
}

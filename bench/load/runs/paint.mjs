import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { percentile } from "../../lib/statistics.mjs";
import { Client } from "../client.mjs";
import { rowOf } from "../rows.mjs";
import { pause } from "../run.mjs";
import { Writer } from "../writer.mjs";

/** Longer than a tick; a little more with every click, so that clicks come at all times of a frame. */
const restMillis = 120;
const frameMillis = 17;
const stepMillis = 7;

/** Without isolation browsers give times in steps of 100 us. */
const isolated = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/**
 * Two tabs of one room: in one a button is clicked, each click makes a row, and both show it. How long from the click until
 * the row is in the document of either, and painted; and how long the main threads worked.
 *
 * @param rows how many there were before
 */
export async function paint(run, { rows, warmUp, clicks }) {
  await seed(run, rows);
  // Not before: it needs a browser, which no other run does.
  const { launchChromium } = await import("../../../test-e2e/browser/stage/chromium.mjs");
  const browser = await launchChromium();
  try {
    const writer = await Tab.open(browser, run, rows);
    const reader = await Tab.open(browser, run, rows);
    const times = [];
    let before;
    for (let click = 0; click < warmUp + clicks; click++) {
      if (click === warmUp) {
        before = [await writer.taskMillis(), await reader.taskMillis()];
      }
      await pause(restMillis + ((click * stepMillis) % frameMillis));
      times.push(await clickOnce(writer, reader, rows + click));
    }
    const worked = [await writer.taskMillis(), await reader.taskMillis()];
    await writer.requireRows(rows + warmUp + clicks);
    await reader.requireRows(rows + warmUp + clicks);
    const counted = times.slice(warmUp);
    return {
      ...latencies("row in the document", counted, ({ own }) => own.inDocument),
      ...latencies("row painted", counted, ({ own }) => own.painted),
      ...latencies("other tab, row in the document", counted, ({ others }) => others.inDocument),
      ...latencies("other tab, row painted", counted, ({ others }) => others.painted),
      "main thread": { value: (worked[0] - before[0]) / clicks, unit: "ms per click" },
      "other tab, main thread": { value: (worked[1] - before[1]) / clicks, unit: "ms per click" },
    };
  } finally {
    await browser.close();
  }
}

async function seed(run, rows) {
  const writer = new Writer(await Client.open(run));
  await writer.call("seed", 0, rows);
  writer.close();
}

/** In milliseconds after the click. */
async function clickOnce(writer, reader, n) {
  const { id } = rowOf(n);
  const shown = [writer.painted(id), reader.painted(id)];
  await writer.click();
  const [own, others] = await Promise.all(shown);
  const clickedAt = await writer.clickedAt();
  const since = ({ inDocument, painted }) => ({ inDocument: inDocument - clickedAt, painted: painted - clickedAt });
  return { own: since(own), others: since(others) };
}

function latencies(name, times, of) {
  const millis = times.map(of);
  return {
    [`${name} p50`]: { value: percentile(millis, 0.5), unit: "ms" },
    [`${name} p95`]: { value: percentile(millis, 0.95), unit: "ms" },
  };
}

/** A tab in front of a room. Anything it complains about fails the whole run. */
class Tab {
  #page;
  #devTools;
  #button;

  /** Opens a tab in a window of its own, and waits until it shows what the room has. */
  static async open(browser, run, rows) {
    // Chromium does not know that the page is from this machine, and asks whether it may connect to it.
    const context = await browser.newContext({ permissions: ["local-network-access"] });
    // As if workerd served it: a socket is let in from the page of its own origin only.
    await context.route("**/*", (route) => serve(route, run.page.folder));
    const page = await context.newPage();
    page.on("pageerror", (error) => run.fail(`The page failed: ${error}`));
    page.on("console", (message) => message.type() === "error" && run.fail(`The page complained: ${message.text()}`));
    const { origin, pathname, search } = new URL(run.url.replace("ws:", "http:"));
    const socket = encodeURIComponent(pathname + search);
    await page.goto(`${origin}/${run.page.name}?first=${rows}&socket=${socket}`);
    await page.waitForFunction(() => globalThis.stopwatch);
    const tab = new Tab();
    tab.#page = page;
    tab.#button = await page.getByRole("button").boundingBox();
    tab.#devTools = await context.newCDPSession(page);
    await tab.#devTools.send("Performance.enable");
    await tab.requireRows(rows);
    return tab;
  }

  /** As a hand does it: the browser is told of a button of the mouse that is pressed and released. */
  click() {
    return this.#page.mouse.click(this.#button.x + 1, this.#button.y + 1);
  }

  clickedAt() {
    return this.#page.evaluate(() => globalThis.stopwatch.clickedAt());
  }

  painted(key) {
    return this.#page.evaluate((key) => globalThis.stopwatch.painted(key), key);
  }

  /** How long the main thread has worked so far. */
  async taskMillis() {
    const { metrics } = await this.#devTools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1_000;
  }

  /** Waits until nothing is pending, and checks that every row is shown once, in order. */
  async requireRows(count) {
    await this.#page.waitForFunction(() => globalThis.stopwatch.shown().every(({ state }) => state === "confirmed"));
    const shown = await this.#page.evaluate(() => globalThis.stopwatch.shown());
    const expected = Array.from({ length: count }, (_, n) => rowOf(n));
    const wrong = expected.findIndex(
      ({ id, author, content }, n) => shown[n]?.key !== id || shown[n].textContent !== `${author}: ${content}`,
    );
    if (wrong >= 0 || shown.length !== count) {
      throw new Error(`The page shows ${shown.length} rows of ${count}; the first wrong one is ${wrong}.`);
    }
  }
}

const contentTypes = { html: "text/html", js: "text/javascript", css: "text/css" };

async function serve(route, folder) {
  const { pathname } = new URL(route.request().url());
  const contentType = contentTypes[pathname.slice(pathname.lastIndexOf(".") + 1)];
  await route.fulfill({ body: await readFile(join(folder, pathname)), contentType, headers: isolated });
}

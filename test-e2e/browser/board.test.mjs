// The board: a list of five thousand tasks of which a tab holds the top, right and bounded while everything moves.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { startExample } from "../example.mjs";
import { BrowserTab } from "./stage/browser-tab.mjs";
import { launchChromium } from "./stage/chromium.mjs";
import { frameTimes } from "./stage/frame-times.mjs";
import { Network } from "./stage/network.mjs";
import { DEVICES, picture } from "./stage/picture.mjs";

/** How many tasks the page loads at a time, and how many the object's firehose changes in all. */
const PAGE = 50;
const CHANGES = 2_000;

/** What a tab may have at a time, whatever changes: rows in its document, and subscriptions with the object. */
const MAX_ROWS = 40;
const MAX_SUBSCRIPTIONS = 64;

/** How long the table may take to be what is expected. A guard only. */
const TIMEOUT_MILLIS = 30_000;

let runtime;
let browser;
let boards = 0;
let board;
let alice;

before(async () => {
  runtime = await startExample("board");
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await runtime.stop();
});

/** The board as somebody in front of it sees and uses it. */
class BoardTab extends BrowserTab {
  static async enter(options, at = runtime.url) {
    const tab = await BoardTab.open(browser, new URL(board, at), options);
    await tab.status("live");
    await tab.shows(await newest(5));
    return tab;
  }

  /** The keys of the rendered rows, from top to bottom. */
  rows() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll("[data-task-id]")]
        .sort(
          (one, other) => one.querySelector(".task-place").textContent - other.querySelector(".task-place").textContent,
        )
        .map((row) => row.dataset.taskId),
    );
  }

  /** Waits until the rows from a place on, counted from 0, are exactly these. */
  async shows(ids, from = 0) {
    await this.page.waitForFunction(
      ([expected, first]) => {
        const shown = new Map(
          [...document.querySelectorAll("[data-task-id]")].map((row) => [
            Number(row.querySelector(".task-place").textContent) - 1,
            row.dataset.taskId,
          ]),
        );
        return expected.every((id, index) => shown.get(first + index) === id);
      },
      [ids, from],
    );
  }

  /** Scrolls so that a place, counted from 0, is the first one in sight. */
  scrollTo(place) {
    return this.part("tasks").evaluate((list, top) => list.scrollTo({ top }), place * 64);
  }

  /** How many tasks the tab has, as it says. */
  async held() {
    return Number((await this.part("loaded").textContent()).replace(",", ""));
  }

  /** Waits until the tab has at least so many tasks. */
  async holds(count) {
    await this.page.waitForFunction(
      (least) => Number(document.querySelector("[data-testid=loaded]").textContent.replace(",", "")) >= least,
      count,
    );
  }

  vote(id) {
    return this.page.locator(`[data-task-id="${id}"]`).getByTestId("vote").click();
  }

  votes(id) {
    return this.page.locator(`[data-task-id="${id}"]`).getByTestId("votes").textContent();
  }
}

beforeEach(async () => {
  board = `board-${++boards}`;
  alice = await BoardTab.enter();
});

afterEach(async () => {
  await alice.close();
  assert.deepEqual(alice.complaints, []);
});

/** The keys of the tasks that changed last, read past the protocol. */
async function newest(limit, offset = 0) {
  const query = "SELECT id FROM tasks ORDER BY updated_at DESC LIMIT ? OFFSET ?";
  return (await runtime.sql("Board", board, query, limit, offset)).map(({ id }) => id);
}

const number = async (query) => Object.values((await runtime.sql("Board", board, query))[0])[0];

const allVotes = () => number("SELECT SUM(votes) FROM tasks");

const subscriptions = () => number("SELECT COUNT(*) FROM _sync_subscriptions");

test("a vote lifts a task to the top, at once here and soon in the other tab", async () => {
  const network = await Network.to(runtime.url);
  const bob = await BoardTab.enter({}, network.url);
  const [, , third] = await newest(3);
  const before = Number(await bob.votes(third));

  network.holdAnswers();
  await bob.vote(third);
  await bob.shows([third]);
  assert.equal(Number(await bob.votes(third)), before + 1);
  await alice.shows([third]);

  network.release();
  await bob.shows(await newest(8));
  await alice.shows(await newest(8));
  assert.equal(Number(await alice.votes(third)), before + 1);
  assert.deepEqual(bob.complaints, []);
  await bob.close();
  await network.cut();
});

test("more is loaded as one scrolls, and the document stays small", async () => {
  assert.ok((await alice.rows()).length <= MAX_ROWS);

  for (let page = 1; page <= 6; page++) {
    await alice.holds(page * PAGE);
    const last = page * PAGE - 12;
    await alice.scrollTo(last);
    await alice.shows(await newest(10, last), last);
    assert.ok((await alice.rows()).length <= MAX_ROWS);
  }
  assert.ok((await subscriptions()) <= MAX_SUBSCRIPTIONS);

  await alice.scrollTo(0);
  await alice.shows(await newest(10));
});

test("under the firehose the list stays bounded, and is the top of the table when it has stopped", async (t) => {
  await alice.holds(PAGE);
  await alice.scrollTo(PAGE - 12);
  await alice.holds(2 * PAGE);
  await alice.scrollTo(0);
  const before = await allVotes();
  const bytesBefore = alice.receivedBytes();
  const framesBefore = alice.received.length;
  const sentBefore = alice.sent;
  const times = await frameTimes(alice.page, '[data-testid="tasks"]');

  await alice.part("firehose").click();
  const seen = { rows: 0, subscriptions: 0 };
  const deadline = Date.now() + TIMEOUT_MILLIS;
  while ((await allVotes()) < before + CHANGES && Date.now() < deadline) {
    seen.rows = Math.max(seen.rows, (await alice.rows()).length);
    seen.subscriptions = Math.max(seen.subscriptions, await subscriptions());
    // Looking takes time of what is measured.
    await alice.frames(20);
  }
  const frames = await times.end();

  assert.equal(await allVotes(), before + CHANGES);
  await alice.scrollTo(0);
  await alice.shows(await newest(15));
  const held = await alice.held();
  await alice.scrollTo(held - 12);
  await alice.shows(await newest(10, held - 12), held - 12);
  assert.ok(seen.rows <= MAX_ROWS, `${seen.rows} rows`);
  assert.ok(seen.subscriptions <= MAX_SUBSCRIPTIONS, `${seen.subscriptions} subscriptions`);
  t.diagnostic(`frame times in ms while scrolling: ${JSON.stringify(frames)}`);
  t.diagnostic(
    `at most ${seen.rows} rows and ${seen.subscriptions} subscriptions; held ${held} tasks; ` +
      `${alice.received.length - framesBefore} frames of ${alice.receivedBytes() - bytesBefore} bytes came, ` +
      `${alice.sent - sentBefore} frames went`,
  );
});

test("votes under the firehose are counted, each once", async () => {
  const before = await allVotes();
  await alice.part("firehose").click();
  for (let vote = 0; vote < 5; vote++) {
    // Whichever row is there at that moment: the list moves below the pointer.
    await alice.part("vote").nth(vote).dispatchEvent("click");
  }

  const deadline = Date.now() + TIMEOUT_MILLIS;
  while ((await allVotes()) < before + CHANGES + 5 && Date.now() < deadline) {
    await alice.frames(20);
  }
  assert.equal(await allVotes(), before + CHANGES + 5);
  await alice.shows(await newest(15));
});

for (const [device, options] of DEVICES) {
  test(`on a ${device}`, async () => {
    const tab = await BoardTab.enter(options);
    const [, second] = await newest(2);
    await tab.vote(second);
    await tab.shows([second]);
    await picture(tab, `board-${device}-1-newest`);
    await tab.scrollTo(30);
    await tab.shows(await newest(8, 30), 30);
    await tab.part("firehose").click();
    await tab.page.locator('[data-testid="firehose"][data-open="true"]').waitFor();
    await picture(tab, `board-${device}-2-firehose`);
    await tab.close();
  });
}

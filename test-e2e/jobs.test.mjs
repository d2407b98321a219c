// Jobs of a synced object, which share its one alarm.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

async function schedule(object, name, delay) {
  const response = await runtime.fetch(`/jobs/${object}/schedule?name=${name}&in=${delay}`);
  return response.text();
}

test("jobs come in the order of their times, with what they were given", async () => {
  const watcher = await runtime.connect("/jobs/order/watch");

  await schedule("order", "third", 1500);
  await schedule("order", "first", 0);
  await schedule("order", "second", 10);

  assert.equal(await watcher.next(), "first 1 1 true");
  assert.equal(await watcher.next(), "second 1 1 true");
  assert.equal(await watcher.next(), "third 1 1 true");
});

test("a job schedules itself anew while it runs", async () => {
  const watcher = await runtime.connect("/jobs/again/watch");

  await schedule("again", "thrice", 0);

  assert.equal(await watcher.next(), "thrice 1 1 true");
  assert.equal(await watcher.next(), "thrice 2 1 true");
  assert.equal(await watcher.next(), "thrice 3 1 true");
});

test("a job that was taken back does not come", async () => {
  const watcher = await runtime.connect("/jobs/back/watch");

  assert.equal(await schedule("back", "gone", 1000), "alarm true");
  await schedule("back", "gone", "never");
  await schedule("back", "last", 1200);

  assert.equal(await watcher.next(), "last 1 1 true");
});

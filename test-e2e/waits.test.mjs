// Java that waits: coroutines keep their locals, their order and their object.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

async function text(path, init) {
  const response = await runtime.fetch(path, init);
  const body = await response.text();
  assert.equal(response.status, 200, body);
  return body;
}

/** A request whose body has begun and ends when the test says so. */
function openRequest(path, beginning) {
  const body = new TransformStream();
  const writer = body.writable.getWriter();
  const answer = text(path, { method: "POST", body: body.readable, duplex: "half" });
  writer.write(new TextEncoder().encode(beginning));
  return {
    async end(rest) {
      await writer.write(new TextEncoder().encode(rest));
      await writer.close();
      return answer;
    },
  };
}

test("two handlers of one object wait at the same time and keep their locals", async () => {
  const watcher = await runtime.connect("/object/two/socket/open");
  const first = openRequest("/object/two/wait/body?as=first", "a");
  await watcher.next((frame) => frame === "first waits");
  const second = openRequest("/object/two/wait/body?as=second-one", "b");
  await watcher.next((frame) => frame === "second-one waits");

  assert.equal(await second.end("B"), "second-one/10/bB");
  assert.equal(await watcher.next(), "second-one goes on");
  assert.equal(await first.end("A"), "first/5/aA");
  assert.equal(await watcher.next(), "first goes on");
});

test("a hundred requests at once never mix", async () => {
  const texts = Array.from({ length: 100 }, (_, i) => `t${i}`);

  const answers = await Promise.all(texts.map((own) => text(`/worker/chain?text=${own}`)));

  const expected = texts.map((own) => {
    const parts = [0, 1, 2].map((i) => `${own}-${i}/${`${own}-${i}`.length}/${own} `);
    return `${own}: ${parts.join("")}`;
  });
  assert.deepEqual(answers, expected);
});

test("an alarm may wait", async () => {
  const watcher = await runtime.connect("/object/alarm/socket/open");

  // A time that has passed meanwhile is moved to the present.
  assert.match(await text("/object/alarm/alarm/now"), /^in \d+$/);

  assert.equal(await watcher.next(), "alarm false 0 true other null");
});

test("an alarm that fails is retried and told so", async () => {
  const watcher = await runtime.connect("/object/retry/socket/open");

  await text("/object/retry/alarm/fail");

  assert.equal(await watcher.next(), "alarm true 1 true other null");
});

test("an alarm is set, replaced and deleted", async () => {
  assert.equal(await text("/object/set/alarm/far"), "in 3600000");
  assert.equal(await text("/object/set/alarm/far"), "in 3600000");
  assert.equal(await text("/object/set/alarm/delete"), "none");
});

test("an alarm at no time is refused", async () => {
  const response = await runtime.fetch("/object/set/alarm/never");

  assert.equal(response.status, 500);
  assert.match(await response.text(), /IllegalArgumentException: Cannot set an alarm to 0/);
});

test("an alarm of a class without a handler is refused in the log", async () => {
  assert.equal(await text("/worker/alarm"), "null");

  assert.match(await runtime.logged("Cannot set the alarm."), /TypeError: .*must have an alarm\(\) handler/);
});

test("a Worker's task goes on after the response", async () => {
  const watcher = await runtime.connect("/object/until/socket/open");

  assert.equal(await text("/worker/until"), "answered");

  assert.equal(await watcher.next(), "from the task");
});

test("a task started in a coroutine runs when that has left the stack", async () => {
  const watcher = await runtime.connect("/object/nested/socket/open");

  await text("/object/nested/wait/until");

  assert.equal(await watcher.next(), "handler ends");
  assert.equal(await watcher.next(), "task starts");
  assert.equal(await watcher.next(), "task ends with other");
});

test("no event comes before the task that blocks concurrency has ended", async () => {
  assert.equal(await text("/object/blocked/start/gift"), "giver");
});

test("an object whose blocking task fails is reset", async () => {
  assert.equal(await text("/object/reset/start/count"), "1");

  const response = await runtime.fetch("/object/reset/start/block");

  assert.equal(response.status, 500);
  assert.match(await response.text(), /IllegalStateException: The task of \/object\/reset\/start\/block failed\./);
  assert.equal(await text("/object/reset/start/count"), "2");
});

test("a timer fires unless it was cleared", async () => {
  const watcher = await runtime.connect("/object/timer/socket/open");

  await text("/object/timer/wait/timer");

  assert.equal(await watcher.next(), "timer");
});

test("a timer's callback that waits is reported, and the next one runs", async () => {
  const watcher = await runtime.connect("/object/timer-waits/socket/open");

  await text("/object/timer-waits/wait/timer-waits");

  assert.equal(await watcher.next(), "later timer");
  assert.match(
    await runtime.logged("A timer's callback failed."),
    /Suspension point reached from non-threading context/,
  );
});

test("a wait inside a transaction is refused and rolled back", async () => {
  assert.match(await text("/object/waits/wait/transaction"), /^0 rows: Cannot wait inside transactionSync/);
});

test("abort resets the object after Java's finally, and the isolate goes on", async () => {
  assert.equal(await text("/object/abort/start/answers"), "1");
  assert.equal(await text("/object/abort/start/answers"), "2");

  const response = await runtime.fetch("/object/abort/start/abort");

  assert.equal(response.status, 500);
  assert.match(await response.text(), /The test asked for it\./);
  assert.equal(await runtime.logged("after the abort"), "after the abort: finished");
  assert.equal(await text("/object/abort/start/answers"), "1");
  assert.equal(await text("/worker/chain?text=x"), "x: x-0/3/x x-1/3/x x-2/3/x ");
});

test("two objects of one isolate share no state", async () => {
  assert.equal(await text("/object/own/start/answers"), "1");
  assert.equal(await text("/object/own/start/answers"), "2");
  assert.equal(await text("/object/other-own/start/answers"), "1");
  assert.equal(await text("/object/own/start/answers"), "3");
});

test("storage outlives a restart, memory and sockets do not", async () => {
  const socket = await runtime.connect("/object/restart/socket/open");
  assert.equal(await text("/object/restart/start/count"), "1");
  assert.equal(await text("/object/restart/start/answers"), "2");

  await runtime.restart();

  assert.equal((await socket.end()).code, 1006);
  assert.equal(await text("/object/restart/start/answers"), "1");
  assert.equal(await text("/object/restart/start/count"), "2");
  assert.deepEqual(await runtime.sql("Probe", "restart", "SELECT count(*) AS n FROM starts"), [{ n: 2 }]);
});

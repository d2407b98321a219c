// Hibernating sockets: what stays with a socket while its object sleeps, and how a connection ends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RefusedUpgrade, start } from "./harness.mjs";

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

const open = (name, tags = "") => runtime.connect(`/object/${name}/socket/open?tags=${tags}`);

async function ask(socket, command) {
  socket.send(command);
  return socket.next();
}

test("text and bytes go both ways", async () => {
  const socket = await open("talk");

  assert.equal(await ask(socket, "echo héllo😀"), "héllo😀");
  assert.deepEqual(await ask(socket, new Uint8Array([1, 2, 255, 0])), new Uint8Array([2, 255, 0]));
});

test("a message of bytes is taken before send returns", async () => {
  const socket = await open("taken");
  const message = Uint8Array.from({ length: 100_000 }, (_, i) => i * 31);

  // The probe overwrites its array as soon as send has returned.
  assert.deepEqual(await ask(socket, message), message.slice(1));
});

test("tags find sockets", async () => {
  const first = await open("tags", "a+b");
  await open("tags", "b");

  assert.equal(await ask(first, "tags"), "[a, b]");
  assert.equal(await ask(first, "peers a"), "1");
  assert.equal(await ask(first, "peers b"), "2");
  assert.equal(await ask(first, "peers c"), "0");
  assert.equal(await ask(first, "peers"), "2");
});

test("a socket is the same Java object in every event and list", async () => {
  const socket = await open("identity");
  await open("identity");

  assert.equal(await ask(socket, "identity"), "listed true, known false");
  assert.equal(await ask(socket, "identity"), "listed true, known true");
});

test("an attachment has a largest size, and is replaced", async () => {
  const socket = await open("attachment");

  assert.equal(await ask(socket, "attachment"), "none");
  assert.equal(await ask(socket, "attach 16379"), "accepted");
  assert.match(
    await ask(socket, "attach 16380"),
    /IllegalArgumentException: An attachment may have 16379 bytes, not 16380/,
  );
  assert.equal(await ask(socket, "attachment"), "16379 bytes");
  assert.equal(await ask(socket, "attach 0"), "accepted");
  assert.equal(await ask(socket, "attachment"), "0 bytes");
});

test("a hibernating object keeps its sockets, their tags and their attachments", async () => {
  const socket = await open("sleeper", "a+b");
  const other = await open("sleeper");
  assert.equal(await ask(socket, "starts"), "1");
  assert.equal(await ask(socket, "attach 1000"), "accepted");

  await runtime.evict("Probe", "sleeper");

  assert.equal(await ask(socket, "starts"), "2");
  assert.equal(await ask(socket, "tags"), "[a, b]");
  assert.equal(await ask(socket, "attachment"), "1000 bytes");
  assert.equal(await ask(socket, "peers"), "2");
  assert.equal(await ask(other, "attachment"), "none");
  assert.equal(await ask(other, "starts"), "2");
});

test("an eviction may close the sockets", async () => {
  const socket = await open("closed-by-eviction");

  await runtime.evict("Probe", "closed-by-eviction", "close");

  const end = await socket.end();
  assert.equal(end.code, 1006);
});

test("an auto-response does not wake the object", async () => {
  const socket = await open("auto");
  await runtime.evict("Probe", "auto");

  assert.equal(await ask(socket, "ping"), "pong");
  assert.equal(await ask(socket, "ping"), "pong");
  assert.equal(await ask(socket, "starts"), "2");
});

test("what has not left yet is counted", async () => {
  const socket = await open("buffered");
  socket.send("burst 100000");

  assert.equal(await socket.next((frame) => typeof frame === "string"), "0 100000");
});

for (const [code, reason] of [
  [1000, "done"],
  [1001, "going away"],
  [3000, ""],
  [4999, "ü".repeat(61)],
]) {
  test(`a close with ${code} is echoed`, async () => {
    const watcher = await open(`echo-${code}`, "watcher");
    const socket = await open(`echo-${code}`, "t");
    await ask(socket, "attach 3");

    assert.deepEqual(await socket.close(code, reason), { code, reason });

    assert.equal(await watcher.next(), `closed ${code} ${reason} true [t] 3 bytes`);
    assert.equal(await ask(watcher, "peers"), "1");
  });
}

test("a close without a code is answered", async () => {
  const watcher = await open("no-code", "watcher");
  const socket = await open("no-code");

  const end = await socket.close(undefined);

  assert.notEqual(end.code, 1006);
  assert.match(await watcher.next(), /^closed /);
});

test("a connection that breaks is reported as unclean", async () => {
  const watcher = await open("broken", "watcher");
  const socket = await open("broken", "t");

  socket.terminate();

  assert.match(await watcher.next(), /^closed 1006 .* false \[t\] none$/);
});

test("the object may close a socket, also twice", async () => {
  const one = await open("closer");
  one.send("close 4002 enough");
  assert.deepEqual(await one.end(), { code: 4002, reason: "enough" });

  const other = await open("closer");
  other.send("close-twice");
  assert.deepEqual(await other.end(), { code: 1000, reason: "first" });
});

test("a send after the close is an error of the platform", async () => {
  const watcher = await open("late", "watcher");
  const socket = await open("late");

  socket.send("send-after-close");

  assert.equal(await watcher.next(), "TypeError: Can't call WebSocket send() after close().");
  assert.equal((await socket.end()).code, 1000);
});

test("a handler that throws leaves the socket open", async () => {
  const socket = await open("thrower");

  socket.send("throw");

  assert.equal(await ask(socket, "echo still-here"), "still-here");
});

test("limits of sockets are refused in Java", async () => {
  const response = await runtime.fetch("/object/limits/socket/limits");

  assert.deepEqual((await response.text()).split("\n"), [
    "java.lang.IllegalArgumentException: A socket may have 10 tags, not 11. Keep the rest in its attachment.",
    "java.lang.IllegalArgumentException: A tag may have 256 characters, not 257." +
      " Keep the rest in the socket's attachment.",
    "java.lang.IllegalArgumentException: An auto-response's request may have 2048 characters, not 2049." +
      " Answer longer messages in webSocketMessage.",
    "java.lang.IllegalArgumentException: An auto-response's response may have 2048 characters, not 2049." +
      " Answer longer messages in webSocketMessage.",
    "java.lang.IllegalArgumentException: Cannot close a socket with code 1005." +
      " Use 1000, another code that RFC 6455 lets an end send, or 3000 to 4999.",
    `java.lang.IllegalArgumentException: A close reason may have 123 bytes of UTF-8. Shorten: ${"ü".repeat(62)}`,
    "java.lang.IndexOutOfBoundsException: Cannot send 3 bytes from 2 of an array of 4.",
  ]);
});

test("other headers leave an upgrade an upgrade", async () => {
  const socket = await runtime.connect("/changed/upgrade/socket/open");

  assert.equal(await ask(socket, "echo upgraded"), "upgraded");
});

test("a Worker keeps a socket of its own", async () => {
  const socket = await runtime.connect("/worker/socket");

  assert.equal(await socket.next(), "hello");
  assert.deepEqual(await socket.end(), { code: 4000, reason: "done" });
});

test("an upgrade that is not accepted is answered over HTTP", async () => {
  await assert.rejects(
    runtime.connect("/object/none/no-such/group"),
    (error) => error instanceof RefusedUpgrade && error.status === 404 && /no routes/.test(error.body),
  );
});

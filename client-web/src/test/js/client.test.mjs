// The client itself: connecting, commands, errors.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CommandRejectedError,
  ConnectionLostError,
  InvalidValueError,
  SamovarError,
  SyncClient,
  samovarCollectionOptions,
} from "../../../target/npm/index.js";
import { newStory, rejection, status } from "./lib/story.mjs";

test("a client is idle until it is needed", async (t) => {
  const { server, client } = newStory(t);

  assert.equal(client.status, "idle");
  assert.equal(client.lastError, null);
  assert.equal(client.pendingWrites, 0);
  await Promise.resolve();
  assert.equal(server.connections.length, 0);
});

test("listeners hear every status", async (t) => {
  const { server, client } = newStory(t);
  const heard = [];
  const { onStatusChange } = client;
  const stop = onStatusChange((value) => heard.push(value));

  client.connect();
  (await server.accept()).drop();
  (await server.accept()).close(4403, "forbidden");
  stop();
  client.connect();

  assert.deepEqual(
    heard.filter((value, i) => value !== heard[i - 1]),
    ["connecting", "open", "reconnecting", "open", "closed"],
  );
});

test("a listener that throws does not disturb the others", async (t) => {
  const reported = t.mock.method(console, "error", () => {});
  const { client } = newStory(t);
  const heard = [];
  client.onStatusChange(() => {
    throw new Error("the page's own");
  });
  client.onStatusChange((value) => heard.push(value));

  client.connect();

  assert.deepEqual(heard, ["connecting"]);
  assert.equal(reported.mock.callCount(), 1);
});

test("the last error says why there is no connection, and goes when there is one", async (t) => {
  const { server, client } = newStory(t);
  client.connect();
  (await server.accept()).close(1011, "boom");
  assert.ok(client.lastError instanceof ConnectionLostError);
  assert.match(client.lastError.message, /1011: boom/);
  assert.equal(client.lastError.txId, undefined);
  assert.equal(client.lastError, client.lastError);

  await server.accept();

  assert.equal(client.lastError, null);
});

test("the token travels as the second subprotocol", async (t) => {
  const { server, client } = newStory(t, { token: "a.b-c" });
  client.connect();

  const connection = await server.nextConnection();

  assert.deepEqual(connection.protocols, ["samovar.1", "a.b-c"]);
  assert.equal(connection.url, "wss://example.com/sync/lobby");
});

test("without a token there is one subprotocol", async (t) => {
  const { server, client } = newStory(t);
  client.connect();

  assert.deepEqual((await server.nextConnection()).protocols, ["samovar.1"]);
});

test("a token function is asked before every attempt", async (t) => {
  let count = 0;
  const { server, client } = newStory(t, { token: async () => `token-${++count}` });
  client.connect();

  const first = await server.accept();
  first.drop();
  const second = await server.accept();

  assert.deepEqual([first.protocols[1], second.protocols[1]], ["token-1", "token-2"]);
});

test("a token function that throws fails the attempt, not the client", async (t) => {
  let count = 0;
  const token = () => {
    count++;
    if (count === 1) {
      throw new Error("signed out");
    }
    return "fresh";
  };
  const { server, client } = newStory(t, { token });
  client.connect();
  await status(client, "reconnecting");
  assert.match(client.lastError.message, /signed out/);

  await server.accept();

  assert.equal(client.status, "open");
});

test("a token that fits no subprotocol is an attempt that failed, and is not quoted", async (t) => {
  const { client } = newStory(t, { token: "secret=" });
  globalThis.WebSocket = class {
    constructor(_url, [, token]) {
      throw new SyntaxError(`The subprotocol '${token}' is invalid.`);
    }
  };
  client.connect();
  await status(client, "reconnecting");

  assert.match(client.lastError.message, /one that fits a subprotocol/);
  assert.doesNotMatch(client.lastError.message, /secret/);
});

test("a token that is no text is an attempt that failed", async (t) => {
  const { client } = newStory(t, { token: () => 0 });
  client.connect();
  await status(client, "reconnecting");

  assert.match(client.lastError.message, /must be a string/);
});

test("a client that is closed while it dials leaves no socket", async (t) => {
  const { server, client } = newStory(t);
  client.connect();
  const connection = await server.nextConnection();

  client.close();
  connection.accept();

  assert.equal(connection.closedWith, 1000);
  assert.equal(client.status, "closed");
  assert.equal(client.lastError, null);
});

test("a browser that is online again does not wait", async (t) => {
  const listeners = new Set();
  globalThis.addEventListener = (type, listener) => type === "online" && listeners.add(listener);
  globalThis.removeEventListener = (_, listener) => listeners.delete(listener);
  t.after(() => {
    delete globalThis.addEventListener;
    delete globalThis.removeEventListener;
  });
  const { server, client } = newStory(t);
  Math.random = () => 0.999;
  t.mock.timers.enable({ apis: ["setTimeout"] });
  client.connect();
  (await server.accept()).drop();
  assert.equal(listeners.size, 1);

  for (const listener of listeners) {
    listener({ type: "online" });
  }
  await server.accept();
  assert.equal(client.status, "open");
  client.close();

  assert.equal(listeners.size, 0);
});

test("a page that is looked at again asks whether the socket still lives", async (t) => {
  const page = new EventTarget();
  page.visibilityState = "hidden";
  globalThis.document = page;
  t.after(() => {
    delete globalThis.document;
  });
  const { server, client } = newStory(t);
  client.connect();
  const connection = await server.accept();

  page.dispatchEvent(new Event("visibilitychange"));
  assert.deepEqual(connection.texts, []);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));

  assert.deepEqual(connection.texts, ["ping"]);
});

test("a page that is looked at again connects at once, and a hidden one waits for its time", async (t) => {
  const page = new EventTarget();
  globalThis.document = page;
  t.after(() => {
    delete globalThis.document;
  });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, client } = newStory(t, { retryDelayMs: () => 30_000 });
  client.connect();
  (await server.accept()).drop();

  page.visibilityState = "hidden";
  page.dispatchEvent(new Event("visibilitychange"));
  t.mock.timers.tick(29_000);
  assert.equal(client.status, "reconnecting");
  assert.equal(server.connections.length, 0);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));

  await server.accept();
  assert.equal(client.status, "open");
});

test("a socket that only says that it failed, as that of Node does, was never open", async (t) => {
  const { server, client } = newStory(t);
  client.connect();
  const refused = await server.nextConnection();
  refused.socket.onerror({ type: "error" });
  assert.equal(client.status, "reconnecting");
  refused.socket.onclose({ code: 1006, reason: "" });

  const connection = await server.accept();
  connection.socket.onerror({ type: "error" });

  assert.equal(client.status, "open");
});

test("a socket that answers no ping is given up", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, client } = newStory(t);
  client.connect();
  const dead = await server.accept();
  t.mock.timers.tick(5_000);
  assert.deepEqual(dead.texts, ["ping"]);
  dead.socket.onmessage({ data: "pong" });
  t.mock.timers.tick(25_000);
  t.mock.timers.tick(10_000);
  assert.equal(dead.closedWith, 1000);
  assert.equal(client.status, "reconnecting");
  t.mock.timers.tick(250);

  await server.accept();

  assert.equal(client.status, "open");
});

test("the client says hello in samovar/1, and is open when it was answered", async (t) => {
  const { server, client } = newStory(t);
  client.connect();
  const connection = await server.nextConnection();

  connection.accept();
  assert.deepEqual(connection.hello, { t: "hello", version: 1, agent: "samovar" });
  assert.equal(client.status, "connecting");
  connection.welcome();

  assert.equal(client.status, "open");
});

test("a refused token is fetched anew, once", async (t) => {
  const tokens = ["old", "fresh", "fresh"];
  const { server, client } = newStory(t, { token: () => tokens.shift() });
  client.connect();
  (await server.accept()).close(4401, "expired");

  const second = await server.accept();
  assert.equal(second.protocols[1], "fresh");
  assert.equal(client.status, "open");
  second.close(4401, "expired");
  await status(client, "closed");

  assert.equal(client.lastError.code, "UNAUTHENTICATED");
});

test("credentials are renewed before they expire", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  let count = 0;
  const { server, client } = newStory(t, { token: () => `token-${++count}` });
  client.connect();
  const old = await server.nextConnection();
  old.accept();
  old.welcome({ expires: Date.now() + 15_000 });

  t.mock.timers.tick(7_500);
  const next = await server.accept();

  assert.equal(old.closedWith, 1000);
  assert.deepEqual(next.protocols, ["samovar.1", "token-2"]);
});

test("the state is a store whose snapshot stays the same until it changes", async (t) => {
  const { server, client } = newStory(t);
  const seen = [];
  const { subscribe, getSnapshot } = client.state;
  const stop = subscribe(() => seen.push(getSnapshot()));
  assert.deepEqual(getSnapshot(), {
    status: "idle",
    lastError: null,
    pendingWrites: 0,
    latencyMs: null,
    nextAttemptAt: null,
    persistence: "off",
  });
  assert.equal(getSnapshot(), getSnapshot());

  const result = client.call.touch();
  const connection = await server.accept();
  assert.equal(getSnapshot().status, "open");
  assert.ok(getSnapshot().latencyMs >= 0);
  connection.committed((await connection.next()).txId, 3);
  await result;
  stop();
  client.close();

  assert.deepEqual(
    seen.map(({ status, pendingWrites }) => `${status} ${pendingWrites}`),
    ["idle 1", "connecting 1", "open 1", "open 0"],
  );
  assert.ok(seen.every((snapshot, i) => snapshot !== seen[i - 1]));
});

test("the retry hook says when, or that it is enough", async (t) => {
  const asked = [];
  const retryDelayMs = (failure) => {
    asked.push(failure);
    return failure.failures === 1 ? 0 : null;
  };
  const { server, client } = newStory(t, { retryDelayMs });
  client.connect();
  (await server.accept()).close(1013);
  (await server.nextConnection()).drop();

  assert.equal(client.status, "closed");
  assert.equal(client.lastError.code, "REFUSED");
  assert.deepEqual(asked, [
    { failures: 1, closeCode: 1013 },
    { failures: 2, closeCode: 1006 },
  ]);
});

test("a retry hook that throws is reported, and the client chooses", async (t) => {
  const reported = t.mock.method(console, "error", () => {});
  const retryDelayMs = () => {
    throw new Error("the page's own");
  };
  const { server, client } = newStory(t, { retryDelayMs });
  client.connect();
  (await server.accept()).drop();

  await server.accept();

  assert.equal(client.status, "open");
  assert.equal(reported.mock.callCount(), 1);
});

test("a command is called by its name and gives its result", async (t) => {
  const { server, client } = newStory(t);
  const result = client.call.clearRoom({ before: new Date(0), ids: [1, 2n] });
  const connection = await server.accept();
  const frame = await connection.next();
  assert.deepEqual(frame, {
    t: "call",
    txId: frame.txId,
    name: "clearRoom",
    args: { before: new Date(0), ids: [1, 2n] },
  });
  assert.match(frame.txId, /^[0-9a-f-]{36}$/);

  connection.committed(frame.txId, 3, { deleted: 2, at: new Date(5), big: 7n });

  assert.deepEqual(await result, { deleted: 2, at: new Date(5), big: 7n });
});

test("a command without a result gives null", async (t) => {
  const { server, client } = newStory(t);
  const result = client.call.touch();
  const connection = await server.accept();
  connection.committed((await connection.next()).txId, 3);

  assert.equal(await result, null);
});

test("a refused command says why", async (t) => {
  const { server, client } = newStory(t);
  const result = client.call.clearRoom();
  const connection = await server.accept();
  connection.rejected((await connection.next()).txId, "FORBIDDEN", "owners only");

  const error = await rejection(result);
  assert.ok(error instanceof CommandRejectedError);
  assert.ok(error instanceof SamovarError);
  assert.deepEqual([error.code, error.message, error.command], ["FORBIDDEN", "owners only", "clearRoom"]);
});

test("an argument that cannot be sent is refused by name", async (t) => {
  const { client } = newStory(t);
  const cyclic = { list: [] };
  cyclic.list.push(cyclic);

  const inside = await rejection(client.call.clearRoom({ when: [new Date("never")] }));
  assert.ok(inside instanceof InvalidValueError);
  assert.equal(inside.path, "when[0]");
  const whole = await rejection(client.call.clearRoom(() => {}));
  assert.deepEqual([whole.path, /^The value is a function/.test(whole.message)], ["", true]);
  assert.match((await rejection(client.call.clearRoom(cyclic))).message, /contains itself/);
  assert.equal(client.status, "idle");
});

test("the commands are no promise", async (t) => {
  const { client } = newStory(t);

  assert.equal(await client.call, client.call);
  assert.equal(client.call.then, undefined);
});

test("a URL may be a path of the page, or of http", async (t) => {
  const { server } = newStory(t);
  globalThis.location = new URL("https://example.com/rooms/?q#x");
  t.after(() => {
    delete globalThis.location;
  });
  const cases = [
    ["/sync/lobby", "wss://example.com/sync/lobby"],
    ["http://127.0.0.1:8787/sync/a?b=1#c", "ws://127.0.0.1:8787/sync/a?b=1"],
    ["wss://other.example/x", "wss://other.example/x"],
    [new URL("https://example.com/y"), "wss://example.com/y"],
  ];

  for (const [url, expected] of cases) {
    const client = new SyncClient({ url });
    client.connect();
    assert.equal((await server.nextConnection()).url, expected);
    client.close();
  }
});

test("options that cannot be are refused at once", () => {
  assert.throws(() => new SyncClient({ url: "sync/lobby" }), /cannot connect to "sync\/lobby"/);
  assert.throws(() => new SyncClient({ url: "ftp://example.com" }), /ws:, wss:, http: or https:/);
  assert.throws(() => new SyncClient({ url: "wss://example.com", timeoutMs: 0 }), /timeoutMs .* not 0/);
  assert.throws(() => new SyncClient({ url: "wss://example.com", holdTimeoutMs: 2 ** 31 }), /holdTimeoutMs/);
  assert.throws(() => samovarCollectionOptions({ client: {}, table: "a", getKey: () => "1" }), /not a SyncClient/);
});

test("the time of the next attempt is known", async (t) => {
  const { server, client } = newStory(t, { retryDelayMs: () => 5_000 });
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000 });
  const network = new EventTarget();
  globalThis.addEventListener = network.addEventListener.bind(network);
  t.after(() => {
    delete globalThis.addEventListener;
  });
  const told = [];
  client.state.subscribe(() => told.push(client.state.getSnapshot().nextAttemptAt));
  client.connect();
  (await server.accept()).drop();
  assert.equal(client.nextAttemptAt, 6_000);

  t.mock.timers.tick(2_000);
  network.dispatchEvent(new Event("offline"));
  assert.equal(client.nextAttemptAt, 33_000);
  network.dispatchEvent(new Event("online"));
  await server.accept();

  assert.equal(client.nextAttemptAt, null);
  assert.deepEqual([...new Set(told)], [null, 6_000, 33_000]);
});

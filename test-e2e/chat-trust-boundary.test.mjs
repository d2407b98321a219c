// Who comes in, as whom, and what an object learns of it. Claims come from the Worker alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SECRET, SPIED, SUBPROTOCOL, startChat } from "./chat/chat.mjs";
import { insert, messageOf, mut, remove } from "./chat/frames.mjs";
import { RoomClient } from "./chat/room-client.mjs";
import { claimsHeader, claimsIn, claimsOf, sign, unsigned } from "./chat/tokens.mjs";
import { RefusedUpgrade } from "./harness.mjs";

const FOREIGN_SECRET = "the-secret-of-somebody-else-of-the-same-length";
const HOUR_SECONDS = 3_600;

let chat;

before(async () => {
  chat = await startChat(SPIED);
});

after(() => chat.stop());

const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** An upgrade without the subprotocol is answered over HTTP. */
async function assertRefusedOverHttp(status, path, headers) {
  await assert.rejects(
    chat.runtime.connect(path, { headers }),
    (error) => error instanceof RefusedUpgrade && error.status === status,
    `${path} must be answered with ${status}`,
  );
}

/** An upgrade with the subprotocol is accepted, so that a browser sees why it is closed; nothing goes through. */
async function assertClosed(end, path, { token, headers }) {
  const socket = await chat.runtime.connect(path, {
    headers,
    protocols: token === undefined ? [SUBPROTOCOL] : [SUBPROTOCOL, token],
  });
  const client = new RoomClient(socket, { userId: "mallory" });
  client.send(mut(insert(messageOf(client))));
  assert.equal(socket.protocol, SUBPROTOCOL);
  assert.deepEqual(await socket.end(), end);
}

const UNAUTHORIZED = { code: 4401, reason: "unauthorized" };
const FORBIDDEN = { code: 4403, reason: "forbidden" };

const tampered = (token) => token.replace(/\.[^.]+\./, `.${claimsHeader(claimsOf("mallory"))}.`);

for (const [what, token] of [
  ["expired", () => sign(claimsOf("mallory", { exp: nowSeconds() - 1 }), SECRET)],
  ["without an end", () => sign(claimsOf("mallory", { exp: undefined }), SECRET)],
  ["not valid yet", () => sign(claimsOf("mallory", { nbf: nowSeconds() + HOUR_SECONDS }), SECRET)],
  ["signed with another secret", () => sign(claimsOf("mallory"), FOREIGN_SECRET)],
  ["unsigned, algorithm none", () => unsigned(claimsOf("mallory"))],
  ["unsigned, algorithm HS256", () => unsigned(claimsOf("mallory"), { alg: "HS256", typ: "JWT" })],
  ["signed, algorithm none", () => sign(claimsOf("mallory"), SECRET, { alg: "none" })],
  ["signed, algorithm HS512", () => sign(claimsOf("mallory"), SECRET, { alg: "HS512" })],
  ["for another audience", () => sign(claimsOf("mallory", { aud: "another-chat" }), SECRET)],
  ["without a subject", () => sign(claimsOf(""), SECRET)],
  ["whose claims were exchanged", async () => tampered((await chat.signIn("mallory")).token)],
  ["of four parts", () => `${sign(claimsOf("mallory"), SECRET)}.x`],
  ["that is none", () => "let-me-in"],
  ["of more than 8192 characters", () => sign(claimsOf("mallory", { padding: "x".repeat(8_192) }), SECRET)],
]) {
  test(`a token ${what} is refused`, async () => {
    const room = what.replace(/\W/g, "-");
    const refused = await token();

    await assertClosed(UNAUTHORIZED, `/sync/${room}`, { token: refused });
    await assertRefusedOverHttp(401, `/sync/${room}?token=${refused}`);

    assert.deepEqual(await chat.messages(room), []);
  });
}

test("nobody comes in without a token", async () => {
  await assertClosed(UNAUTHORIZED, "/sync/no-token", {});
  await assertRefusedOverHttp(401, "/sync/no-token");
  await assertRefusedOverHttp(401, "/sync/no-token?token=");

  assert.deepEqual(await chat.messages("no-token"), []);
});

test("claims that come from outside do not let anybody in", async () => {
  const headers = { "x-samovar-claims": claimsHeader(claimsOf("mallory")) };

  await assertClosed(UNAUTHORIZED, "/sync/forged", { headers });
  await assertClosed(UNAUTHORIZED, "/sync/forged", { token: "let-me-in", headers });
  await assertRefusedOverHttp(401, "/sync/forged", headers);

  assert.deepEqual(await chat.messages("forged"), []);
});

for (const [what, headers] of [
  ["once", (claims) => ({ "x-samovar-claims": claims })],
  ["twice, in another case", (claims) => ({ "X-Samovar-CLAIMS": [claims, claims] })],
]) {
  test(`claims that come from outside, ${what}, do not replace those of the token`, async () => {
    const room = `replaced-${what.length}`;
    const alice = await chat.signIn("alice");
    const claims = claimsHeader(claimsOf("victim"));
    const protocols = [SUBPROTOCOL, alice.token];
    const socket = await chat.runtime.connect(`/sync/${room}`, { protocols, headers: headers(claims) });
    const client = new RoomClient(socket, alice);

    const forged = await client.outcome(mut(insert(messageOf({ userId: "victim" }))));
    const own = messageOf(alice);
    await client.commit(mut(insert(own)));

    assert.equal(forged.error?.code, "FORBIDDEN");
    assert.deepEqual(await chat.messages(room), [own]);
  });
}

test("a page of another origin is refused, also with a good token", async () => {
  const { token } = await chat.signIn("alice");

  for (const origin of [
    "https://evil.example",
    "null",
    `${chat.runtime.url.origin}.evil.example`,
    "https://127.0.0.1",
  ]) {
    const headers = { origin };
    await assertClosed(FORBIDDEN, "/sync/origin", { token, headers });
    await assertRefusedOverHttp(403, `/sync/origin?token=${token}`, headers);
  }

  assert.deepEqual(await chat.messages("origin"), []);
});

test("a page of the chat's own origin comes in", async () => {
  const { token } = await chat.signIn("alice");

  const socket = await chat.runtime.connect("/sync/own-origin", {
    protocols: [SUBPROTOCOL, token],
    headers: { origin: chat.runtime.url.origin },
  });

  assert.deepEqual(await new RoomClient(socket).unsaid(), []);
});

for (const [what, name] of [
  ["empty", ""],
  ["of two parts", "a/b"],
  ["with an escaped slash", "a%2Fb"],
  ["with a space", "a%20b"],
  ["beyond ASCII", "caf%C3%A9"],
  ["with a dot", "a.b"],
  ["of 65 characters", "x".repeat(65)],
]) {
  test(`a room name ${what} is refused`, async () => {
    const { token } = await chat.signIn("alice");

    await assertClosed(FORBIDDEN, `/sync/${name}`, { token });
    await assertRefusedOverHttp(403, `/sync/${name}?token=${token}`);
  });
}

test("a room name of 64 characters is one, and an escape is the letter it stands for", async () => {
  const alice = await chat.enterAs("alice", "x".repeat(64));
  const bob = await chat.enterAs("bob", `%78${"x".repeat(63)}`);
  await bob.subscribe();

  await alice.commit(mut(insert(messageOf(alice))));

  assert.equal((await bob.tick()).length, 2);
});

test("no other path than a room's leads to a room", async () => {
  const { token } = await chat.signIn("alice");

  // Not a matter of the token, so it is answered over HTTP, whatever was offered.
  for (const path of ["/auth/lobby", "/lobby", "/", "/sync"]) {
    await assert.rejects(
      chat.runtime.connect(path, { protocols: [SUBPROTOCOL, token] }),
      RefusedUpgrade,
      `${path} must not be a way in`,
    );
  }
});

test("the token may come as a query parameter, and no subprotocol is chosen then", async () => {
  const alice = await chat.signIn("alice");

  const socket = await chat.runtime.connect(`/sync/query?token=${alice.token}`);

  assert.equal(socket.protocol, "");
  const client = new RoomClient(socket, alice);
  const message = messageOf(alice);
  await client.commit(mut(insert(message)));
  assert.deepEqual(await chat.messages("query"), [message]);
});

for (const [way, connect] of [
  ["subprotocol", (token) => chat.runtime.connect("/sync/spied-1", { protocols: [SUBPROTOCOL, token] })],
  ["query parameter", (token) => chat.runtime.connect(`/sync/spied-2?token=${token}`)],
]) {
  test(`the object learns the claims of a token that came as ${way}, never the token`, async () => {
    const { token, userId } = await chat.signIn(`via-${way.replace(" ", "-")}`);

    await connect(token);

    const stamp = claimsHeader(claimsIn(token));
    const reached = await chat.runtime.logged(stamp);
    assert.match(reached, /x-samovar-claims/);
    assert.equal(claimsIn(token).sub, userId);
    const signature = token.split(".")[2];
    assert.equal(reached.includes(signature), false, reached);
  });
}

test("no token is logged, whether it is refused or not", async () => {
  const good = (await chat.signIn("alice")).token;
  const bad = sign(claimsOf("mallory"), FOREIGN_SECRET);

  await chat.runtime.connect("/sync/logged", { protocols: [SUBPROTOCOL, good] });
  await assertClosed(UNAUTHORIZED, "/sync/logged", { token: bad });

  await chat.runtime.logged("the signature does not hold");
  const logged = chat.runtime.logs().map(({ message }) => message);
  for (const token of [good, bad]) {
    const signature = token.split(".")[2];
    assert.deepEqual(
      logged.filter((line) => line.includes(signature)),
      [],
    );
  }
});

test("two guests of one name are two authors", async () => {
  const one = await chat.enterAs("alice", "two-alices");
  const other = await chat.enterAs("alice", "two-alices");
  assert.notEqual(one.userId, other.userId);
  const message = messageOf(one);
  await one.commit(mut(insert(message)));

  const refusal = await other.outcome(mut(remove(message.id)));

  assert.equal(refusal.error?.message, "not your message");
});

test("a guest's token is for this chat and ends after twelve hours", async () => {
  const before = nowSeconds();

  const response = await chat.postGuest(JSON.stringify({ name: "alice" }));

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { token, userId } = await response.json();
  assert.match(userId, /^alice-[a-z2-9]{4}$/);
  const { sub, aud, exp } = claimsIn(token);
  assert.deepEqual({ sub, aud }, { sub: userId, aud: "samovar-chat" });
  assert.ok(exp - before >= 12 * HOUR_SECONDS && exp - nowSeconds() <= 12 * HOUR_SECONDS, `${exp}`);
});

for (const [name, id] of [
  ["a", "a"],
  ["  Grand Duke ", "Grand-Duke"],
  ["x_-9", "x_-9"],
  ["Zoë Ωmega 茶", "Zoë-Ωmega-茶"],
  ["n".repeat(32), "n".repeat(32)],
]) {
  test(`${JSON.stringify(name)} may be a guest's name, and may write in it`, async () => {
    const guest = await chat.enterAs(name, "names");

    assert.equal(guest.userId.slice(0, -5), id);
    await guest.commit(mut(insert(messageOf(guest))));
  });
}

for (const [what, body] of [
  ["an empty name", { name: "" }],
  ["a name of spaces", { name: "   " }],
  ["a name of 33 characters", { name: "n".repeat(33) }],
  ["a name with markup", { name: "<b>alice</b>" }],
  ["a name with a line break", { name: "ali\nce" }],
  ["a name with a control character", { name: "ali\u0085ce" }],
  ["a name that is a number", { name: 7 }],
  ["no name", {}],
  ["an array", [{ name: "alice" }]],
  ["null", null],
  ["a body of more than 1000 characters", { name: "alice", padding: "x".repeat(1_000) }],
]) {
  test(`signing in with ${what} is refused with the rule`, async () => {
    await assertGuestRefused(await chat.postGuest(JSON.stringify(body)), 400, /1 to 32 letters/);
  });
}

test("signing in with what is not JSON is refused", async () => {
  await assertGuestRefused(await chat.postGuest("name=alice"), 400, /1 to 32 letters/);
  await assertGuestRefused(await chat.postGuest(""), 400, /1 to 32 letters/);
});

test("a form of another site cannot sign in", async () => {
  const body = JSON.stringify({ name: "alice" });

  for (const type of ["text/plain", "application/x-www-form-urlencoded"]) {
    await assertGuestRefused(await chat.postGuest(body, type), 415, /application\/json/);
  }
});

test("signing in takes POST only", async () => {
  for (const method of ["GET", "PUT", "DELETE"]) {
    await assertGuestRefused(await chat.runtime.fetch("/auth/guest", { method }), 405, /POST/);
  }
});

async function assertGuestRefused(response, status, message) {
  assert.equal(response.status, status);
  assert.match(response.headers.get("content-type"), /^application\/json/);
  const answer = await response.json();
  assert.deepEqual(Object.keys(answer), ["error"]);
  assert.match(answer.error, message);
}

test("without AUTH_SECRET nobody comes in, and the answer says how to set it", async () => {
  const unset = await startChat(SPIED, {});
  try {
    const token = sign(claimsOf("mallory"), "");
    const signIn = await unset.postGuest(JSON.stringify({ name: "alice" }));
    assert.equal(signIn.status, 500);
    assert.match(await signIn.text(), /AUTH_SECRET is not set.*npx wrangler secret put AUTH_SECRET/);
    await assert.rejects(
      unset.runtime.connect("/sync/lobby", { protocols: [SUBPROTOCOL, token] }),
      (error) => error instanceof RefusedUpgrade && error.status === 500 && /wrangler secret put/.test(error.body),
    );
    assert.equal((await unset.runtime.fetch("/")).status, 200, "the page is served all the same");
  } finally {
    await unset.stop();
  }
});

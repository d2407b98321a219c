// The trust boundary of the examples that ask nobody for a name: who comes in has a token of that very example.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SECRET } from "./chat/chat.mjs";
import { claimsHeader, claimsOf, sign } from "./chat/tokens.mjs";
import { startExample } from "./example.mjs";

let runtime;

before(async () => {
  runtime = await startExample("items");
});

after(() => runtime.stop());

const enter = (token) => runtime.connect(`/sync/main${token === undefined ? "" : `?token=${token}`}`);

const tokenFor = (audience, secret = SECRET) => sign(claimsOf("alice-2222", { aud: audience }), secret);

test("a guest's token opens the object", async () => {
  const response = await runtime.fetch("/auth/guest", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Guest" }),
  });

  const { token, userId } = await response.json();
  assert.match(userId, /^Guest-[a-z2-9]{4}$/);
  const socket = await enter(token);
  await socket.close();
});

for (const [what, token] of [
  ["no token", () => undefined],
  ["a token of the chat", () => tokenFor("samovar-chat")],
  ["a token signed with another secret", () => tokenFor("samovar-items", `${SECRET}?`)],
]) {
  test(`${what} opens nothing`, async () => {
    await assert.rejects(enter(token()), { name: "RefusedUpgrade", status: 401 });
  });
}

test("claims that come from outside open nothing", async () => {
  const claims = claimsHeader(claimsOf("alice-2222", { aud: "samovar-items" }));
  const headers = { "x-samovar-claims": claims, authorization: `Bearer ${tokenFor("samovar-items")}` };

  await assert.rejects(runtime.connect("/sync/main", { headers }), { name: "RefusedUpgrade", status: 401 });
});

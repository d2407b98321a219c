// Pages that are rendered from an object: a GET through the gateway is answered with what its user may see.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SECRET } from "./chat/chat.mjs";
import { claimsHeader, claimsOf, sign } from "./chat/tokens.mjs";
import { start } from "./harness.mjs";

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

const claims = (user) => claimsOf(user, { aud: "probe" });
const bearer = (user) => ({ authorization: `Bearer ${sign(claims(user), SECRET)}` });

async function page(room, headers) {
  const response = await runtime.fetch(`/pages/${room}`, { headers });
  return { status: response.status, text: await response.text() };
}

/** The bodies of the notes that a page has. */
async function notes(room, headers) {
  const { status, text } = await page(room, headers);
  assert.equal(status, 200, text);
  return JSON.parse(text).rows.map(({ body }) => body);
}

test("a page has what the bearer of its token may see, and nothing else", async () => {
  assert.deepEqual(await notes("notes", bearer("alice")), ["tea", "sugar"]);
  assert.deepEqual(await notes("notes", bearer("bob")), ["the secret"]);
  assert.deepEqual(await notes("notes", bearer("carol")), []);
});

test("without a token in its place there is no page", async () => {
  const token = sign(claims("alice"), SECRET);

  for (const [path, headers] of [
    ["notes", {}],
    ["notes", { authorization: "Bearer" }],
    ["notes", { authorization: `Basic ${token}` }],
    ["notes", { authorization: `Bearer ${sign(claims("alice"), `${SECRET}!`)}` }],
    [`notes?token=${token}`, {}],
  ]) {
    assert.deepEqual(await page(path, headers), { status: 401, text: "unauthorized" }, JSON.stringify([path, headers]));
  }
});

test("claims that come from outside are no token, and do not replace those of one", async () => {
  const forged = { "x-samovar-claims": claimsHeader(claims("bob")) };

  assert.equal((await page("notes", forged)).status, 401);
  assert.deepEqual(await notes("notes", { ...forged, ...bearer("alice") }), ["tea", "sugar"]);
});

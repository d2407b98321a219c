// The chat's page is served as files, with headers that keep foreign code out; only two doors lead to the Worker.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startChat } from "./chat/chat.mjs";

let chat;

before(async () => {
  chat = await startChat();
});

after(() => chat.stop());

const SAFE_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

async function get(path) {
  const response = await chat.runtime.fetch(path);
  return { response, body: await response.text() };
}

/** A policy as an object of its directives. */
const directives = (policy) =>
  Object.fromEntries(
    policy.split(";").map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      return [name, sources.join(" ")];
    }),
  );

/** The files that the page names. */
async function filesOfPage() {
  const { body } = await get("/");
  return [...body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
}

test("the page is served with a policy that allows its own files and nothing else", async () => {
  const { response, body } = await get("/");

  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type"), /^text\/html/);
  assert.match(body, /<div id="root"><\/div>/);
  assert.deepEqual(directives(response.headers.get("content-security-policy")), {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  });
});

test("the page has nothing inline that its policy would refuse", async () => {
  const { body } = await get("/");

  for (const [tag] of body.matchAll(/<(script|style)\b[^>]*>/g)) {
    assert.match(tag, /\ssrc="\//, `${tag} is inline`);
  }
  assert.doesNotMatch(body, /\s(style|on\w+)=/);
});

test("every file of the page is there, with its type, the headers, and long kept where its name has a hash", async () => {
  const files = await filesOfPage();
  assert.ok(files.some((path) => path.endsWith(".js")) && files.some((path) => path.endsWith(".css")), `${files}`);

  for (const path of files) {
    const { response, body } = await get(path);
    assert.equal(response.status, 200, path);
    assert.ok(body.length > 0, path);
    const type = { js: "text/javascript", css: "text/css", svg: "image/svg+xml" }[path.split(".").at(-1)];
    assert.ok(
      response.headers.get("content-type").startsWith(type),
      `${path}: ${response.headers.get("content-type")}`,
    );
    for (const [name, value] of Object.entries(SAFE_HEADERS)) {
      assert.equal(response.headers.get(name), value, `${name} of ${path}`);
    }
    const isHashed = path.startsWith("/assets/");
    assert.equal(response.headers.get("cache-control").includes("immutable"), isHashed, path);
  }
});

test("a room's path gives the page, with the same headers", async () => {
  const page = await get("/");

  for (const path of ["/garden", "/tea-time", "/deep/er"]) {
    const { response, body } = await get(path);
    assert.equal(response.status, 200, path);
    assert.equal(body, page.body, path);
    for (const name of ["content-security-policy", ...Object.keys(SAFE_HEADERS)]) {
      assert.equal(response.headers.get(name), page.response.headers.get(name), `${name} of ${path}`);
    }
  }
});

test("/java/ gives the page in Java, with the same headers and nothing inline", async () => {
  const page = await get("/");

  const { response, body } = await get("/java/");

  assert.equal(response.status, 200);
  assert.match(body, /<script type="module" src="start\.js"><\/script>/);
  assert.doesNotMatch(body, /\s(style|on\w+)=/);
  for (const name of ["content-security-policy", ...Object.keys(SAFE_HEADERS)]) {
    assert.equal(response.headers.get(name), page.response.headers.get(name), name);
  }
  for (const file of ["room.js", "room.css"]) {
    assert.ok((await get(`/java/${file}`)).body.length > 0, file);
  }
});

test("/sync and /auth lead to the Worker", async () => {
  assert.equal((await get("/sync/lobby")).response.status, 426);
  assert.equal((await get("/sync/")).response.status, 426);
  assert.equal((await get("/auth/guest")).response.status, 405);
  const unknown = await get("/auth/unknown");
  assert.equal(unknown.response.status, 404);
  assert.doesNotMatch(unknown.body, /<html/);
});

test("nothing of the build but the page is served", async () => {
  const page = await get("/");

  for (const path of ["/worker.js", "/chat.js", "/wrangler.toml", "/.dev.vars", "/_headers", "/../wrangler.toml"]) {
    const { body } = await get(path);
    assert.equal(body, page.body, path);
  }
});

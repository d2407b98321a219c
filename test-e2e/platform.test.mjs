// The rest of the platform: HTTP, bindings, crypto, JSON, and errors on their way between Java and JavaScript.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
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

const HASHES = ["sha256", "sha384", "sha512"];

test("a request arrives with method, URL, headers and body", async () => {
  const echo = JSON.parse(
    await text("/object/http/http/echo?a=b%20c", { method: "PUT", headers: { "X-Own": "1, 2" }, body: "bödy" }),
  );

  assert.equal(echo.method, "PUT");
  assert.equal(echo.url, new URL("/object/http/http/echo?a=b%20c", runtime.url).href);
  assert.equal(echo.headers["x-own"], "1, 2");
  assert.equal(echo.body, "bödy");
});

test("a request with other headers keeps method and body", async () => {
  const echo = JSON.parse(
    await text("/changed/http/http/echo", { method: "POST", headers: { "x-kept": "1", "x-removed": "2" }, body: "b" }),
  );

  assert.equal(echo.method, "POST");
  assert.equal(echo.body, "b");
  assert.equal(echo.headers["x-kept"], "1");
  assert.equal(echo.headers["x-added"], "yes");
  assert.equal(echo.headers["x-removed"], undefined);
});

test("a header may have several values", async () => {
  const response = await runtime.fetch("/object/http/http/cookies");

  assert.deepEqual(response.headers.getSetCookie(), ["a=1; Path=/", "b=2, c"]);
  assert.equal(response.headers.get("x-many"), "1, 2");
});

test("a status without a body has none", async () => {
  for (const code of [204, 205, 304]) {
    const response = await runtime.fetch(`/object/http/http/status?code=${code}`);
    assert.equal(response.status, code);
    assert.equal(await response.text(), "");
  }
});

test("a header that HTTP does not allow is an error of the platform", async () => {
  const response = await runtime.fetch("/object/http/http/bad-header");

  assert.equal(response.status, 500);
  assert.match(await response.text(), /TypeError: Invalid header value/);
});

test("a received response is passed on byte for byte", async () => {
  const response = await runtime.fetch("/worker/asset");

  assert.deepEqual(
    new Uint8Array(await response.arrayBuffer()),
    Uint8Array.from({ length: 256 }, (_, i) => i),
  );
});

test("bindings are found by name, and a wrong one names the mend", async () => {
  const binding = async (name, as) => (await runtime.fetch(`/worker/binding?name=${name}&as=${as}`)).text();

  assert.equal(await binding("GREETING", "text"), "hello");
  assert.equal(await binding("MISSING", "text"), "null");
  assert.match(await binding("SETTINGS", "text"), /^The binding SETTINGS is no text but: Object\..*\[vars\]/);
  assert.match(await binding("PROBE", "namespace"), /^[0-9a-f]{64}$/);
  assert.match(
    await binding("MISSING", "namespace"),
    /^There is no binding MISSING\. .* \[\[durable_objects\.bindings\]\] of wrangler\.toml\.$/,
  );
  assert.match(await binding("ASSETS", "namespace"), /^ASSETS is bound to: Fetcher\./);
  assert.equal(await binding("ASSETS", "fetcher"), "true");
  assert.match(
    await binding("MISSING", "fetcher"),
    /^There is no binding MISSING\. .* \[assets\] .* wrangler\.toml\.$/,
  );
  assert.match(await binding("PROBE", "fetcher"), /^PROBE is bound to: DurableObjectNamespace\./);
});

test("an id is the same for the same name and knows it", async () => {
  assert.match(await text("/worker/ids"), /^true false true a ([0-9a-f]{64}) \1$/);
  assert.equal(await text("/object/some%20name/start/name"), "some%20name");
});

test("random values look random", async () => {
  const first = await text("/object/crypto/crypto/uuid");
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(await text("/object/crypto/crypto/uuid"), first);

  const bytes = await text("/object/crypto/crypto/random?length=65536");
  assert.equal(bytes.length, 2 * 65_536);
  assert.equal(new Set(bytes.match(/../g)).size, 256);
  assert.equal((await runtime.fetch("/object/crypto/crypto/random?length=65537")).status, 500);
  assert.equal((await runtime.fetch("/object/crypto/crypto/random?length=0")).status, 500);
});

test("digests and signatures agree with another implementation", async () => {
  const data = "The quick brown fox jumps over the lazy dog, ümläüt";
  const digests = HASHES.map((hash) => createHash(hash).update(data).digest("hex"));
  const signatures = HASHES.map((hash) => createHmac(hash, "schlüssel").update(data).digest("hex"));

  const query = new URLSearchParams({ data, key: "schlüssel" });
  assert.deepEqual((await text(`/object/crypto/crypto/digest?${query}`)).split("\n"), digests);
  assert.deepEqual((await text(`/object/crypto/crypto/hmac?${query}`)).split("\n"), signatures);
});

test("a wrong signature is not verified", async () => {
  assert.equal(await text("/object/crypto/crypto/verify?key=k&data=d"), "true false false");
});

test("text becomes UTF-8 and base64url, and comes back", async () => {
  for (const original of ["", "a", "ab", "abc", "ümläüt 😀 ???>>>", "\ufeffmark", "x".repeat(70_000)]) {
    const encoded = Buffer.from(original).toString("base64url");
    // With a body of bytes: text() of a request drops a byte order mark.
    if (!original.startsWith("\ufeff")) {
      assert.equal(await text("/object/encoding/encoding/to", { method: "POST", body: original }), encoded);
    }
    if (original.length < 1_000) {
      const answer = await runtime.fetch(`/object/encoding/encoding/from?text=${encoded}`);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.from(original));
    }
  }
  assert.equal(await text("/object/encoding/encoding/surrogate"), Buffer.from("a\ufffdb").toString("base64url"));
  assert.equal(
    await text(`/object/encoding/encoding/from?text=${Buffer.from([97, 255]).toString("base64url")}`),
    "a\ufffd",
  );
});

test("what is not base64url is refused", async () => {
  for (const wrong of ["YQ%3D%3D", "a%2Bb_", "a/b_", "a", "a b_"]) {
    const response = await runtime.fetch(`/object/encoding/encoding/from?text=${wrong}`);
    assert.equal(response.status, 400, wrong);
    assert.equal(await response.text(), "The text is not base64url without padding.");
  }
});

test("JSON goes through plain Java and comes out the same", async () => {
  const json = '{"b":1,"a":[true,null,"x\\"é😀",1.5,-0.001,1e+300,{},[]],"__proto__":{"x":1},"":""}';

  assert.equal(await text("/object/json/http/json", { method: "POST", body: json }), json);
});

test("Java's values become JSON", async () => {
  assert.equal(
    await text("/object/json/http/json-values"),
    '[null,true,-7,9007199254740991,0.1,1e+300,0,"\\"\\\\\\u0000\\n\u2028 é 😀 \\ud800",{"key":[]}]',
  );
});

test("what is not JSON is refused", async () => {
  const refusals = (await text("/object/json/http/json-refused")).split("\n");

  assert.match(refusals[0], /^9007199254740992 is beyond 2\^53-1/);
  assert.match(refusals[1], /^JSON has no NaN and no infinity\./);
  assert.match(refusals[2], /^JSON has no NaN and no infinity\./);
  assert.match(refusals[3], /^JSON has no place for a java\.lang\.Character\./);
  assert.match(refusals[4], /^A key of a JSON object must be a String/);
  assert.match(refusals[5], /^SyntaxError: /);
});

test("a JavaScript error is caught in Java with name, message and stack", async () => {
  const [name, message, stack] = (await text("/object/error/error/caught")).split("|");

  assert.equal(name, "Error");
  assert.equal(message, "no such table: nowhere: SQLITE_ERROR");
  assert.match(stack, /^Error: no such table.*\n {4}at .*probe\.js:\d+:\d+\)/);
});

for (const action of ["throw", "throw-after-wait"]) {
  test(`a Java exception crosses from object to Worker with name, message, cause and stack: ${action}`, async () => {
    const [causes, stack] = (await text(`/worker/catch?action=error/${action}`)).split("--\n");

    assert.equal(causes, "java.lang.IllegalStateException: outer\njava.lang.IllegalArgumentException: inner\n");
    assert.match(stack, /^java\.lang\.IllegalStateException: outer\n {4}at /);
    assert.match(stack, /\nCaused by: java\.lang\.IllegalArgumentException: inner\n {4}at /);
  });
}

test("an error of the platform keeps its name when it crosses", async () => {
  assert.match(
    await text("/worker/catch?action=error/sql"),
    /^Error: no such table: nowhere: SQLITE_ERROR\n--\nError: /,
  );
});

test("an exception that nobody catches becomes an answer with the Java class", async () => {
  const response = await runtime.fetch("/worker/throw");

  assert.equal(response.status, 500);
  assert.match(await response.text(), /java\.lang\.IllegalStateException: outer/);
});

test("the console prints an exception with its causes", async () => {
  await text("/object/error/error/log");

  const message = await runtime.logged("It went wrong.");
  assert.match(message, /^It went wrong\.\njava\.lang\.IllegalStateException: outer\n {4}at /);
  assert.match(message, /\nCaused by: java\.lang\.IllegalArgumentException: inner\n {4}at /);
});

test("a stack leads through the source map to the line of Java", async () => {
  const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
  const map = new SourceMap(JSON.parse(read("target/worker/probe.js.map")));
  const source = "dev/samovar/e2e/Errors.java";
  const line =
    1 +
    read(`src/main/java/${source}`)
      .split("\n")
      .findIndex((code) => code.includes('"throw" -> throw'));

  const stack = await text("/worker/catch?action=error/throw");

  const frames = [...stack.matchAll(/probe\.js:(\d+):(\d+)/g)]
    .map(([, row, column]) => map.findEntry(row - 1, column - 1))
    .map(({ originalSource, originalLine }) => `${originalSource}:${originalLine + 1}`);
  assert.ok(frames.includes(`${source}:${line}`), frames.join("\n"));
});

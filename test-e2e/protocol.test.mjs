// The compiled codec reads and writes the same bytes as the one on the JVM, and survives whatever else it is sent.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";

const FRAMES = new URL("../sync-protocol/src/test/resources/frames/", import.meta.url);

let runtime;
let socket;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
  socket = await runtime.connect("/object/protocol/socket/open?tags=frames");
});

after(() => runtime.stop());

/** A golden frame is base64, or an object with the frame and how this project writes it. */
function goldenFrames(file) {
  const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
  return Object.entries(JSON.parse(readFileSync(new URL(file, FRAMES), "utf8"))).map(([name, golden]) => {
    const { frame, rewritten = frame } = typeof golden === "string" ? { frame: golden } : golden;
    return { name, frame: bytes(frame), rewritten: bytes(rewritten) };
  });
}

async function echo(bytes) {
  socket.send(bytes);
  return socket.next();
}

for (const file of readdirSync(FRAMES).filter((name) => name.endsWith(".json"))) {
  test(`every frame of ${file} is read and written anew`, async () => {
    const frames = goldenFrames(file);
    assert.ok(frames.length > 0);
    for (const { name, frame, rewritten } of frames) {
      assert.deepEqual(await echo(frame), rewritten, name);
    }
  });

  test(`no frame of ${file} is read when it is cut short`, async () => {
    for (const { name, frame } of goldenFrames(file)) {
      // Every cut of a short frame; of a long one both ends, where all the structure is.
      const cuts = Array.from(frame.keys()).filter((cut) => cut < 400 || cut > frame.length - 50);
      for (const cut of cuts) {
        socket.send(frame.slice(0, cut));
      }
      for (const cut of cuts) {
        assert.match(String(await socket.next()), /^malformed: /, `${name} cut at ${cut}`);
      }
    }
  });
}

test("frames with a byte changed are answered, whatever they have become", async () => {
  // Numerical Recipes' generator: the same bytes on every run.
  let state = 20_261_121;
  const random = (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const frames = readdirSync(FRAMES)
    .flatMap(goldenFrames)
    .filter(({ frame }) => frame.length < 1_000);
  for (let i = 0; i < 2_000; i++) {
    const bytes = frames[random(frames.length)].frame.slice();
    bytes[random(bytes.length)] = random(256);

    const answer = await echo(bytes);

    if (typeof answer === "string") {
      assert.match(answer, /^malformed: /);
    } else {
      assert.deepEqual(await echo(answer), answer, `${Buffer.from(bytes).toString("hex")} is not written in one form`);
    }
  }
});

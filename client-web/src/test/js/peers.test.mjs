import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const json = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

test("the lowest TanStack DB that is tested is the lowest that the package says it works with", () => {
  const { peerDependencies } = json("../../main/npm/package.json");
  const { devDependencies } = json("../../../../package.json");

  const [, lowest] = peerDependencies["@tanstack/db"].match(/^>=([\d.]+) /);

  assert.equal(devDependencies["tanstack-db-lowest"], `npm:@tanstack/db@${lowest}.0`);
});

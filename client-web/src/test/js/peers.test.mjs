import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const json = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

test("the TanStack DB of these tests is the lowest that the package says it works with", () => {
  const { peerDependencies } = json("../../main/npm/package.json");
  const { version } = json("../../../../node_modules/@tanstack/db/package.json");

  assert.equal(peerDependencies["@tanstack/db"], `>=${version} <1`);
});

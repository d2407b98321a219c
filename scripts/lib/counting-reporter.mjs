/** A reporter for node:test that prints one line of JSON: how many tests passed, failed and were skipped. */
export default async function* countingReporter(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    // A suite is no test; it fails when one of its tests does.
    if (data?.details?.type === "suite") {
      continue;
    }
    if (type === "test:pass") {
      counts[data.skip === undefined && data.todo === undefined ? "passed" : "skipped"]++;
    } else if (type === "test:fail") {
      counts.failed++;
    }
  }
  yield `${JSON.stringify(counts)}\n`;
}

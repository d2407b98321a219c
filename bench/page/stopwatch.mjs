// When a click came, and when rows were in the document and painted. The same in both pages; `load/runs/paint.mjs` asks.

/** Milliseconds since 1970, the same clock in every tab, to some microseconds where the page is isolated. */
const now = () => performance.timeOrigin + performance.now();

/** By key: when a row came into the document and when it was painted. */
const rows = new Map();
const waiting = new Map();
let clickedAt;

// Before anything that the page itself does.
addEventListener("click", () => (clickedAt = now()), { capture: true });

/** Begins to watch the list of a page that shows everything the room has had. */
export function observe(list) {
  new MutationObserver((records) => {
    const inDocument = now();
    const keys = records.flatMap(({ addedNodes }) => [...addedNodes].map((item) => item.dataset.key));
    afterNextFrame(() => {
      const painted = now();
      for (const key of keys) {
        tell(key, { inDocument, painted });
      }
    });
  }).observe(list, { childList: true });
  globalThis.stopwatch = {
    clickedAt: () => clickedAt,
    painted: (key) =>
      rows.get(key) ??
      new Promise((resolve) => {
        waiting.set(key, resolve);
      }),
    shown: () => [...list.children].map(({ dataset, textContent }) => ({ ...dataset, textContent })).reverse(),
  };
}

/**
 * A message that is sent while a frame is made is taken when style, layout and paint of that frame are done. A second
 * `requestAnimationFrame` would be called up to a whole frame later.
 */
function afterNextFrame(action) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = action;
    port2.postMessage(null);
  });
}

function tell(key, times) {
  rows.set(key, times);
  waiting.get(key)?.(times);
  waiting.delete(key);
}

import type { SyncClientOptions } from "@samovar/client";

const firstMillis = 500;
const longestMillis = 15_000;

/** WebSocket close codes after which the same again would end the same: malformed, too large. */
const hopeless = [1007, 1009];

/** When the connection is tried again. The choice is made here, so that the page can tell the time. */
export class RetryPlan {
  /** In milliseconds since the epoch; of no meaning while the connection is open. */
  nextAttemptAt = 0;

  /** A wait that doubles; up to half of it is left to chance, so that not everybody comes back at once. */
  readonly delayMs: NonNullable<SyncClientOptions["retryDelayMs"]> = ({ failures, closeCode }) => {
    if (closeCode !== null && hopeless.includes(closeCode)) {
      return null;
    }
    const longest = Math.min(longestMillis, firstMillis * 2 ** (failures - 1));
    const delay = Math.round(longest * (1 - Math.random() / 2));
    this.nextAttemptAt = Date.now() + delay;
    return delay;
  };
}

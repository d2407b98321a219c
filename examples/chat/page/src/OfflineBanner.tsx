import type { ConnectionNews } from "../../../shared/page/connection-status";
import { Icon } from "../../../shared/page/Icon";
import type { RoomConnection } from "./room-connection";
import { TryNow } from "./TryNow";
import { clockTime, exactTime, isoTime } from "./time";
import { useNow } from "./use-now";

/** An outage shorter than this is mended before anybody could read of it. */
const patienceMillis = 1_000;

interface Props {
  connection: RoomConnection;
  news: ConnectionNews;
}

/** Shown while the connection is lost and will come back: since when, what happens next, and that nothing is lost. */
export function OfflineBanner({ connection, news }: Props) {
  const { status, since } = news;
  const isAway = status === "offline" || status === "reconnecting";
  const now = useNow(isAway);
  const isShown = status === "offline" || (isAway && now - since >= patienceMillis);

  // The place is always there, so that screen readers notice its text. They are not told every second of the countdown.
  return (
    <div className="offline-place">
      <output>
        {isShown && (
          <span className="offline-banner" data-testid="offline-banner">
            <Icon name="unplugged" />
            <span>
              <strong>
                {status === "offline" ? "Offline since " : "No connection since "}
                <time dateTime={isoTime(since)} title={exactTime(since)}>
                  {clockTime(since)}
                </time>
                .
              </strong>{" "}
              What you write is kept here and sent when you are back.
            </span>
          </span>
        )}
      </output>
      {isShown && (
        <div className="offline-next">
          <span role="timer" aria-live="off" data-testid="next-attempt">
            {status === "offline" ? "Waiting for the network" : nextAttempt((news.nextAttemptAt ?? now) - now)}
          </span>
          <TryNow onTry={() => connection.client.connect()} />
        </div>
      )}
    </div>
  );
}

const nextAttempt = (millis: number): string =>
  millis > 0 ? `Next attempt in ${Math.ceil(millis / 1_000)} s` : "Connecting…";

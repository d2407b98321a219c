import { useEffect, useState } from "react";
import { Icon } from "../../../shared/page/Icon";

interface Props {
  isDisabled: boolean;
  /** Gives the seconds it stays open. */
  onOpen: () => Promise<number>;
}

/** Has the object change many tasks for a while, and counts down until it stops by itself. */
export function FirehoseButton({ isDisabled, onOpen }: Props) {
  const [secondsLeft, setSecondsLeft] = useState(0);

  useEffect(() => {
    if (secondsLeft > 0) {
      const timer = setTimeout(() => setSecondsLeft(secondsLeft - 1), 1_000);
      return () => clearTimeout(timer);
    }
  }, [secondsLeft]);

  const isOpen = secondsLeft > 0;
  return (
    <button
      type="button"
      className="quiet firehose"
      data-testid="firehose"
      data-open={isOpen}
      aria-label={isOpen ? `The firehose is open for ${secondsLeft} s` : "Open the firehose"}
      disabled={isDisabled || isOpen}
      onClick={() => onOpen().then(setSecondsLeft)}
    >
      <Icon name="drop" />
      <span className="button-text">{isOpen ? "Open for" : "Firehose"}</span>
      {isOpen && <span>{secondsLeft} s</span>}
    </button>
  );
}

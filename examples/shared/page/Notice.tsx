import { useEffect } from "react";

/** How long a notice stays, long enough to be read twice. */
const noticeMillis = 7_000;

/** What just happened, said once. The region is always there, so that screen readers notice its text. */
export function Notice({ text, onEnd }: { text: string; onEnd: () => void }) {
  useEffect(() => {
    if (text === "") {
      return;
    }
    const timer = setTimeout(onEnd, noticeMillis);
    return () => clearTimeout(timer);
  }, [text, onEnd]);

  return (
    <div className="notice-place">
      <output className="notice" data-testid="notice" hidden={text === ""}>
        {text}
      </output>
    </div>
  );
}

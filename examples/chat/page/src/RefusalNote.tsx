import type { Refusal } from "./message";

interface Props {
  refusal: Refusal;
  onRetry: () => void;
  onDismiss: () => void;
}

/** Why a message was turned away, or not confirmed, and what its writer can do. */
export function RefusalNote({ refusal, onRetry, onDismiss }: Props) {
  return (
    <div className="refusal" role="alert">
      <span data-testid="refusal-reason">
        {refusal.isUnknown ? "Perhaps not sent" : "Not sent"}: {refusal.reason}
      </span>
      <span className="refusal-actions">
        <button type="button" className="link" data-testid="retry" onClick={onRetry}>
          Try again
        </button>
        <button type="button" className="link" data-testid="dismiss" onClick={onDismiss}>
          Dismiss
        </button>
      </span>
    </div>
  );
}

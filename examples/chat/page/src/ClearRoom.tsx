import { useRef, useState } from "react";
import { Icon } from "../../../shared/page/Icon";

interface Props {
  room: string;
  isDisabled: boolean;
  onClear: () => Promise<void>;
}

/** Deletes everything everybody wrote, after asking. */
export function ClearRoom({ room, isDisabled, onClear }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isBusy, setBusy] = useState(false);

  async function clear() {
    setBusy(true);
    await onClear();
    setBusy(false);
    dialog.current?.close();
  }

  return (
    <>
      <button
        type="button"
        className="quiet"
        data-testid="clear-room"
        aria-label="Clear the room"
        disabled={isDisabled}
        onClick={() => dialog.current?.showModal()}
      >
        <Icon name="trash" />
        <span className="button-text">Clear</span>
      </button>
      <dialog ref={dialog} className="card" aria-labelledby="clear-title" data-testid="clear-dialog">
        <h2 id="clear-title">Clear #{room}?</h2>
        <p>Every message in the room is deleted, for everybody. This cannot be undone.</p>
        <div className="dialog-actions">
          <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
            Keep them
          </button>
          <button type="button" className="danger" data-testid="clear-confirm" disabled={isBusy} onClick={clear}>
            {isBusy ? "Deleting…" : "Delete everything"}
          </button>
        </div>
      </dialog>
    </>
  );
}

import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { Icon } from "../../../shared/page/Icon";
import { maxContentChars } from "./message";

/** From here on the counter is shown. */
const nearlyFull = maxContentChars - 200;

const fieldId = "composer";

/** Brings the keyboard to where one writes. */
export const focusComposer = (): void => document.getElementById(fieldId)?.focus();

interface Props {
  room: string;
  /** Whether the connection will not come back; while it may, what is written waits its turn. */
  isClosed: boolean;
  onSend: (content: string) => void;
  /** What stands below the field instead of the hint, when it has something to say. */
  children: ReactNode;
}

/** Where one writes. Enter sends, Shift and Enter begin a new line. */
export function Composer({ room, isClosed, onSend, children }: Props) {
  const [text, setText] = useState("");
  const content = text.trim();
  const isTooLong = content.length > maxContentChars;
  const canSend = content !== "" && !isTooLong && !isClosed;

  function send() {
    if (canSend) {
      onSend(content);
      setText("");
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    send();
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes, Enter chooses a word.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  }

  return (
    <form className="composer" onSubmit={submit}>
      <div className="composer-field">
        <textarea
          id={fieldId}
          data-testid="composer"
          aria-label={`Message to #${room}`}
          aria-describedby="composer-count"
          aria-invalid={isTooLong}
          placeholder={`Message #${room}`}
          rows={1}
          value={text}
          disabled={isClosed}
          // biome-ignore lint/a11y/noAutofocus: who entered the room came to write
          autoFocus
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="send" data-testid="send" aria-label="Send" disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
      <p className="composer-foot">
        {children}
        <span className="composer-hint">
          <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> begins a new line
        </span>
        <output id="composer-count" data-too-long={isTooLong} hidden={content.length < nearlyFull}>
          {content.length.toLocaleString()} / {maxContentChars.toLocaleString()}
        </output>
      </p>
    </form>
  );
}

import { type FormEvent, useState } from "react";
import { reasonOf } from "../../../shared/page/reason";
import { type Session, signInAsGuest } from "../../../shared/page/session";

const maxNameChars = 32;

/** The door: a name, and one is in the room. */
export function SignIn({ room, onSignedIn }: { room: string; onSignedIn: (session: Session) => void }) {
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      onSignedIn(await signInAsGuest(name.trim()));
    } catch (failure) {
      setError(reasonOf(failure));
      setBusy(false);
    }
  }

  return (
    <main className="sign-in">
      <form className="card" onSubmit={submit}>
        <img className="sign-in-logo" src="/samovar.svg" alt="" width="88" height="88" />
        <h1>Samovar chat</h1>
        <p className="sign-in-lead">
          Take a seat in <strong>#{room}</strong>. Everyone in the room sees what you write, at once.
        </p>
        <label htmlFor="name">Your name</label>
        <input
          id="name"
          data-testid="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={maxNameChars}
          autoComplete="nickname"
          // biome-ignore lint/a11y/noAutofocus: the page has nothing else to do than to ask for this name
          autoFocus
          required
          aria-invalid={error !== undefined}
          aria-describedby="name-error"
        />
        <p id="name-error" className="field-error" role="alert">
          {error}
        </p>
        <button type="submit" className="primary" data-testid="sign-in" disabled={isBusy || name.trim() === ""}>
          {isBusy ? "Signing in…" : "Enter the room"}
        </button>
        <p className="sign-in-note">No account, no password: you are a guest until you close this tab.</p>
      </form>
    </main>
  );
}

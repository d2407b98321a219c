import type { SamovarError } from "@samovar/client";

/** Why a connection ends for good, by the client's error code. */
const reasons: Record<string, string> = {
  UNAUTHENTICATED: "You were signed out: the server no longer accepts this visit's token.",
  FORBIDDEN: "You may not enter here.",
};

interface Props {
  error: SamovarError | null;
  onSignOut: () => void;
}

/** Shown when the connection will not come back by itself, such as after the token has expired. */
export function ClosedBanner({ error, onSignOut }: Props) {
  return (
    <div className="closed-banner" role="alert" data-testid="closed-banner">
      <p>
        <strong>The connection is closed.</strong> {error && (reasons[error.code] ?? error.message)}
      </p>
      <button type="button" className="primary" onClick={onSignOut}>
        Sign in again
      </button>
    </div>
  );
}

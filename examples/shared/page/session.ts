/** Who this tab is. The token opens the room's socket; the user id is the author of what this tab writes. */
export interface Session {
  readonly token: string;
  readonly userId: string;
}

/** Per tab, so that two tabs are two guests; gone when the tab is closed. */
const key = "samovar.session";

export function storedSession(): Session | undefined {
  const stored = sessionStorage.getItem(key);
  return stored === null ? undefined : parse(stored);
}

export function storeSession(session: Session): void {
  sessionStorage.setItem(key, JSON.stringify(session));
}

export function forgetSession(): void {
  sessionStorage.removeItem(key);
}

/** Asks the server for a guest's token; fails with the server's own sentence when it refuses the name. */
export async function signInAsGuest(name: string): Promise<Session> {
  const response = await fetch("/auth/guest", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  const text = await response.text();
  const session = parse(text);
  if (!response.ok || session === undefined) {
    throw new Error(errorOf(text) ?? `The server answered ${response.status}. Try again in a moment.`);
  }
  return session;
}

function parse(text: string): Session | undefined {
  const { token, userId } = record(text);
  return typeof token === "string" && typeof userId === "string" ? { token, userId } : undefined;
}

function errorOf(text: string): string | undefined {
  const { error } = record(text);
  return typeof error === "string" ? error : undefined;
}

function record(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

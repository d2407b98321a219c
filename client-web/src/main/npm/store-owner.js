/**
 * Whose writes and rows a client keeps: the user that the app names, or whom a token of the client names. What was kept for one
 * is nobody else's. Undefined if nobody is named.
 */
export function ownerOf(persist, token) {
  return persist === true ? named(token) : persist.user || undefined;
}

/** Without a token everybody is the same user to the server, and has the empty name here. */
const named = (token) => (token === undefined ? "" : typeof token === "string" ? subjectOf(token) : undefined);

/** Who a JWT is about, which the server verifies; undefined if it does not say. */
function subjectOf(token) {
  try {
    const base64 = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)).sub || undefined;
  } catch {
    return undefined;
  }
}

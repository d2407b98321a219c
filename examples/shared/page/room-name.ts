const allowed = /^[a-z0-9-]{1,64}$/;

/** Where those go who name no room. */
export const defaultRoom = "lobby";

/** The room a location names, by `?room=` or by its path; undefined when the name is not a possible one. */
export function roomOf(location: Pick<Location, "pathname" | "search">): string | undefined {
  const asked = new URLSearchParams(location.search).get("room") ?? location.pathname.replace(/^\/|\/$/g, "");
  const room = asked === "" || asked === "index.html" ? defaultRoom : asked;
  return allowed.test(room) ? room : undefined;
}

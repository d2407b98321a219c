const { searchParams } = new URL(location.href);

/** The room's socket, at the address of the page. */
export const socketUrl = new URL(searchParams.get("socket"), location.href.replace("http", "ws")).href;

/** The number of the row that the first click makes. */
export const firstRow = Number(searchParams.get("first"));

/** How many author colours the style sheet has. */
const colours = 10;

/** A user id is the chosen name and a random end that keeps two guests of one name apart. */
export function nameOf(author: string): string {
  const end = author.lastIndexOf("-");
  return end > 0 ? author.slice(0, end).replaceAll("-", " ") : author;
}

/** The random end of a user id, or nothing. */
export function tagOf(author: string): string {
  const end = author.lastIndexOf("-");
  return end > 0 ? author.slice(end + 1) : "";
}

export function initialOf(author: string): string {
  return [...nameOf(author)][0]?.toLocaleUpperCase() ?? "?";
}

/** The class of an author's colour: the same for everybody who sees the author. */
export function colourClassOf(author: string): string {
  let hash = 0;
  for (const char of author) {
    hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  }
  return `author-${hash % colours}`;
}

import { colourClassOf, initialOf } from "../../../shared/page/author";

/** The author's initial in the author's colour. */
export function Avatar({ author }: { author: string }) {
  return (
    <span className={`avatar ${colourClassOf(author)}`} aria-hidden="true">
      {initialOf(author)}
    </span>
  );
}

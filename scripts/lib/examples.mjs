import { Problem } from "./problem.mjs";
import { inRoot } from "./root.mjs";

/**
 * What `npm start` can serve: where each example is, what its object is called, where wrangler finds its configuration,
 * which module has a page in Java, served at /java/ beside the other, if there is one, and what to try. The first is served when none is named.
 */
export const examples = [
  {
    name: "chat",
    folder: "examples/chat",
    object: "ChatRoom",
    home: inRoot(),
    javaPage: "examples/chat-java",
    hint: "Open two tabs and write in one. Another room is another path, such as /garden. The page in Java is at /java/.",
  },
  {
    name: "items",
    folder: "examples/items",
    object: "Shop",
    home: inRoot("examples", "items"),
    hint: "Open a shelf: its items are loaded then, and not before. Buy in one tab and look in another.",
  },
  {
    name: "board",
    folder: "examples/board",
    object: "Board",
    home: inRoot("examples", "board"),
    hint: "Vote for a task, scroll, and open the firehose.",
  },
];

/** @throws Problem when there is no such example */
export function exampleNamed(name = examples[0].name) {
  const found = examples.find((example) => example.name === name);
  if (found === undefined) {
    const names = examples.map((example) => example.name).join(", ");
    throw new Problem(
      `There is no example "${name}". There are: ${names}. For example: npm start -- ${examples.at(-1).name}`,
    );
  }
  return found;
}

import { createRoot, type Root } from "react-dom/client";

/** Where a page is rendered. */
export function pageRoot(): Root {
  const element = document.getElementById("root");
  if (element === null) {
    throw new Error("index.html has no element with the id root: there is nowhere to show the page.");
  }
  return createRoot(element);
}

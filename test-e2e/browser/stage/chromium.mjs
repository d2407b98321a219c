import { chromium } from "playwright-core";

/** Nothing that talks home, asks, or needs rights that a container does not give. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Starts a headless Chromium: on Linux x64 the one among the dependencies, elsewhere an installed Chrome. */
export async function launchChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return chromium.launch({ channel: "chrome", args: FLAGS });
  }
  const { default: shipped } = await import("@sparticuz/chromium");
  shipped.setGraphicsMode = false;
  return chromium.launch({ executablePath: await shipped.executablePath(), args: FLAGS });
}

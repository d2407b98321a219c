// The package as a user gets it: packed by npm, unpacked into the node_modules of a new project.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "../../scripts/lib/child.mjs";
import { inRoot } from "../../scripts/lib/root.mjs";

const built = inRoot("client-web", "target", "npm");

/** A new project with the package installed. What it needs else it finds in the repository's node_modules. */
export class Project {
  constructor(folder) {
    this.folder = folder;
    /** Where the package lies. */
    this.installed = join(folder, "node_modules", "@samovar", "client");
  }

  /** Makes the project anew, with the files given. */
  static async at(folder, files = {}) {
    const project = new Project(folder);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(project.installed, { recursive: true });
    const tarball = await pack(folder);
    await run("tar", ["-xzf", tarball, "-C", project.installed, "--strip-components", "1"]);
    project.write("package.json", JSON.stringify({ name: "project", private: true, type: "module" }));
    for (const [name, content] of Object.entries(files)) {
      project.write(name, content);
    }
    return project;
  }

  path(...parts) {
    return join(this.folder, ...parts);
  }

  write(name, content) {
    writeFileSync(this.path(name), content);
  }

  /** The text of one of the package's files. */
  read(name) {
    return readFileSync(join(this.installed, name), "utf8");
  }

  /** The package's package.json. */
  get manifest() {
    return JSON.parse(this.read("package.json"));
  }

  /** What code can import of the package, by its full name. */
  get entries() {
    return Object.keys(this.manifest.exports)
      .filter((entry) => entry !== "./package.json")
      .map((entry) => `@samovar/client${entry.slice(1)}`);
  }
}

/** Packs without a network and answers the tarball. */
async function pack(folder) {
  const args = ["pack", built, "--pack-destination", folder, "--silent", "--no-update-notifier"];
  const npm = process.env.npm_execpath;
  const printed =
    npm && basename(npm) === "npm-cli.js"
      ? await run(process.execPath, [npm, ...args])
      : await run("npm", args, { shell: process.platform === "win32" });
  return join(folder, printed.trim());
}

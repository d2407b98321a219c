// The package as npm packs it: what is in it, and how it fares in a page's build, in a compiler and on a server.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { SourceMap } from "node:module";
import { join, relative, sep } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { run } from "../scripts/lib/child.mjs";
import { inRoot } from "../scripts/lib/root.mjs";
import { runTool } from "../scripts/lib/tools.mjs";
import { Project } from "./package/project.mjs";

/** Everything that is published. */
const published = [
  "LICENSE",
  "README.md",
  "client.js",
  "collection.js",
  "database.js",
  "demands.js",
  "errors.js",
  "filter.js",
  "in-time.js",
  "index.d.ts",
  "index.js",
  "keeping-door.js",
  "kept-loads.js",
  "kept-run.js",
  "late-feed.js",
  "loads.js",
  "locks.js",
  "messagepack.js",
  "millis.js",
  "mutations.js",
  "package.json",
  "persistence.js",
  "react.d.ts",
  "react.js",
  "replayed-writes.js",
  "report.js",
  "run.js",
  "samovar-client.js",
  "samovar-client.js.map",
  "store-owner.js",
  "turn.js",
  "wanted-rows.js",
  "when-open.js",
];

/** The Node that runs this, and the one that `npm` was called with, which may be older. */
const nodes = [...new Set([process.execPath, process.env.npm_node_execpath ?? "node"])];

let project;

before(async () => {
  project = await Project.at(inRoot("test-e2e", "target", "installed"));
});

const scripts = () => readdirSync(project.installed).filter((name) => name.endsWith(".js"));

test("the package holds what is meant to be published, and nothing else", () => {
  const files = readdirSync(project.installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(project.installed, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));

  assert.deepEqual(files.sort(), published);
});

test("every entry has a file of code and one of types, and the readme says what it is for", () => {
  const { exports } = project.manifest;
  const readme = project.read("README.md");

  for (const [entry, target] of Object.entries(exports)) {
    for (const file of typeof target === "string" ? [target] : Object.values(target)) {
      assert.ok(existsSync(join(project.installed, file)), `${entry} leads to ${file}, which is not there`);
    }
    if (entry !== "./package.json") {
      assert.deepEqual(Object.keys(target), ["types", "default"], `${entry}: the first that fits is taken`);
      assert.ok(
        readme.match(new RegExp(`^\\| \`@samovar/client${entry.slice(1)}\` +\\|`, "m")),
        `README.md has no row for ${entry}`,
      );
    }
  }
});

/** What a file imports, as it names it: at the beginnings of lines, and later in `import("...")`. */
const importedBy = (code) =>
  [/^(?:import|export)\b[^"';]*\bfrom\s*["']([^"']+)/gm, /^import\s*["']([^"']+)/gm, /\bimport\(\s*["']([^"']+)/g]
    .flatMap((pattern) => [...code.matchAll(pattern)])
    .map(([, from]) => from);

test("nothing is imported but the package's own files and, by its entries, its peers", () => {
  const { exports, peerDependencies, dependencies } = project.manifest;
  const entries = Object.values(exports).map((target) => target.default?.slice(2));

  assert.equal(dependencies, undefined);
  for (const name of scripts()) {
    const imported = importedBy(project.read(name));
    const foreign = imported.filter((from) => !from.startsWith("./"));
    assert.ok(!foreign.some((from) => from.startsWith("@tanstack/")), `${name} imports ${foreign}`);
    const allowed = entries.includes(name) ? Object.keys(peerDependencies) : [];
    assert.deepEqual(
      foreign.filter((from) => !allowed.includes(from)),
      [],
      name,
    );
  }
});

test("nothing is evaluated from text, which a page's security policy would refuse", () => {
  for (const name of scripts()) {
    assert.doesNotMatch(project.read(name), /\beval\b|\bFunction\s*\(|\bset(?:Timeout|Interval)\s*\(\s*["'`]/, name);
  }
});

test("the source map leads to lines of Java, and brings them along", () => {
  const map = JSON.parse(project.read("samovar-client.js.map"));
  const code = project.read("samovar-client.js");
  const lines = new Map(map.sources.map((source, i) => [source, map.sourcesContent[i]?.split("\n")]));

  assert.match(code, /\n\/\/# sourceMappingURL=samovar-client\.js\.map\s*$/);
  for (const [source, content] of lines) {
    assert.equal(content !== undefined, source.startsWith("dev/samovar/"), source);
  }
  const found = new SourceMap(map);
  const reached = new Set();
  for (const [row, text] of code.split("\n").entries()) {
    for (let column = 0; column < text.length; column += 8) {
      const { originalSource, originalLine } = found.findEntry(row, column);
      const source = originalSource?.replace(/^src\//, "");
      if (lines.get(source)) {
        assert.ok(originalLine < lines.get(source).length, `${source} has no line ${originalLine}`);
        reached.add(source);
      }
    }
  }
  for (const source of ["web/Main", "web/BrowserSocket", "SyncClient", "connection/Connection"]) {
    assert.ok(reached.has(`dev/samovar/client/${source}.java`), `nothing leads to ${source}.java`);
  }
});

/** Builds a page of one file with Vite; answers the path of the bundle and the modules in it. */
async function bundle(name, code) {
  project.write(name, code);
  const modules = [];
  await build({
    configFile: false,
    root: project.folder,
    logLevel: "silent",
    build: {
      outDir: project.path("dist"),
      emptyOutDir: true,
      lib: { entry: project.path(name), formats: ["es"], fileName: () => `bundle.${name}` },
    },
    plugins: [
      {
        name: "modules",
        generateBundle(_, chunks) {
          for (const chunk of Object.values(chunks)) {
            for (const [id, { renderedLength }] of Object.entries(chunk.modules ?? {})) {
              if (renderedLength > 0) {
                modules.push(id);
              }
            }
          }
        },
      },
    ],
  });
  const own = modules.map((id) => relative(project.installed, id).replaceAll(sep, "/"));
  return { path: project.path("dist", `bundle.${name}`), modules: own.filter((id) => !id.endsWith(name)) };
}

test("a page's build takes the package alone: no TanStack DB, and nothing twice", async () => {
  const { modules, path } = await bundle(
    "page.js",
    `import { SyncClient, samovarCollectionOptions } from "@samovar/client";
     export const client = new SyncClient({ url: "wss://example.com/sync/lobby" });
     export const options = samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id });`,
  );

  assert.ok(modules.includes("samovar-client.js"));
  assert.deepEqual(
    modules.filter((id) => !published.includes(id)),
    [],
  );
  assert.equal(new Set(modules).size, modules.length);
  const { client, options } = await import(pathToFileURL(path));
  assert.equal(client.status, "idle");
  assert.equal(typeof options.sync.sync, "function");
});

test("a page that only names an error leaves the client out", async () => {
  const { modules, path } = await bundle("errors-only.js", `export { ConnectionLostError } from "@samovar/client";`);

  assert.deepEqual(modules, ["errors.js"]);
  const { ConnectionLostError } = await import(pathToFileURL(path));
  assert.ok(new ConnectionLostError("gone") instanceof Error);
});

for (const [module, moduleResolution] of [
  ["ESNext", "bundler"],
  ["Node16", "node16"],
]) {
  test(`the types are found and strict with moduleResolution ${moduleResolution}`, async () => {
    const everything = project.entries.map((entry, i) => `import * as entry${i} from "${entry}";`);
    project.write(
      "use.ts",
      `${everything.join("\n")}
      import { MutationRejectedError, SyncClient, samovarCollectionOptions } from "@samovar/client";
      import { useSyncStatus } from "@samovar/client/react";
      interface Api {
        collections: { messages: { id: string; content: string } };
        commands: { clearRoom(): { deleted: number } };
      }
      const client = new SyncClient<Api>({ url: "/sync/lobby", token: async () => "token" });
      const options = samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id });
      // @ts-expect-error There is no such table.
      samovarCollectionOptions({ client, table: "letters", getKey: () => "" });
      // @ts-expect-error There is no such command.
      client.call.clearRooms();
      const deleted: Promise<{ deleted: number }> = client.call.clearRoom();
      const pending: number = useSyncStatus(client).pendingWrites;
      const code = (error: unknown) => (error instanceof MutationRejectedError ? error.code : undefined);
      export { code, deleted, options, pending, ${everything.map((_, i) => `entry${i}`).join(", ")} };`,
    );
    const options = { module, moduleResolution, target: "ES2022", lib: ["ES2023", "DOM"], types: [], strict: true };
    project.write(
      "tsconfig.json",
      JSON.stringify({ compilerOptions: { ...options, noEmit: true, skipLibCheck: false }, files: ["use.ts"] }),
    );

    await runTool("tsc", "--noEmit", "--pretty", "false", "-p", project.path("tsconfig.json"));
  });
}

for (const [i, node] of nodes.entries()) {
  test(`on a server, importing every entry changes and starts nothing (Node ${i + 1} of ${nodes.length})`, async () => {
    project.write(
      "server.js",
      `const before = Object.getOwnPropertyNames(globalThis).join();
      const modules = [];
      for (const entry of ${JSON.stringify(project.entries)}) {
        modules.push(await import(entry));
      }
      const client = new modules[0].SyncClient({ url: "ws://127.0.0.1:9/sync/lobby" });
      const result = {
        hasWebSocket: "WebSocket" in globalThis,
        isUnchanged: before === Object.getOwnPropertyNames(globalThis).join(),
        active: process.getActiveResourcesInfo().filter((resource) => !/^(Pipe|TTY|File|CloseReq)/.test(resource)),
        names: modules.map((module) => Object.keys(module).length > 0),
        status: client.status,
      };
      console.log(JSON.stringify(result));`,
    );

    // Ends by itself, or the test never does.
    const printed = await run(node, ["--no-experimental-websocket", "server.js"], { cwd: project.folder });

    assert.deepEqual(JSON.parse(printed), {
      hasWebSocket: false,
      isUnchanged: true,
      active: [],
      names: project.entries.map(() => true),
      status: "idle",
    });
  });
}

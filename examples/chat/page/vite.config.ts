import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: {
    // The client as it would come from npm, fresh from the Java build.
    alias: { "@samovar/client": path("../../../client-web/target/npm") },
    // The client's folder lies outside of the page: both must share one React and one TanStack DB.
    dedupe: ["react", "react-dom", "@tanstack/db", "@tanstack/react-db"],
  },
  build: {
    outDir: path("../target/page"),
    emptyOutDir: true,
    target: "es2022",
    // Everything is a file of its own: the page's security policy allows no inline scripts and styles.
    assetsInlineLimit: 0,
    // React and TanStack DB are one chunk of some 500 KB before compression; there is nothing to load later.
    chunkSizeWarningLimit: 700,
  },
});

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  // Relative, because the pages are served from any path.
  base: "./",
  resolve: {
    alias: { "@samovar/client": path("../../client-web/target/npm") },
    // The client's folder lies outside of the page: both must share one TanStack DB.
    dedupe: ["react", "react-dom", "@tanstack/db", "@tanstack/react-db"],
  },
  build: {
    outDir: path("target"),
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: [path("samovar.html"), path("floor.html")] },
  },
});

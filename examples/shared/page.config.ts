import { fileURLToPath } from "node:url";
import type { UserConfig } from "vite";

const path = (relative: string, base: string) => fileURLToPath(new URL(relative, base));

/**
 * What Vite makes of an example's page.
 *
 * @param config the URL of the page's vite.config.ts
 */
export const pageConfig = (config: string): UserConfig => ({
  publicDir: path("public", import.meta.url),
  resolve: {
    // The client as it would come from npm, fresh from the Java build.
    alias: { "@samovar/client": path("../../client-web/target/npm", import.meta.url) },
    // The client's folder lies outside of the page: both must share one React and one TanStack DB.
    dedupe: ["react", "react-dom", "@tanstack/db", "@tanstack/react-db"],
  },
  build: {
    outDir: path("../target/page", config),
    emptyOutDir: true,
    target: "es2022",
    // Everything is a file of its own: the page's security policy allows no inline scripts and styles.
    assetsInlineLimit: 0,
    // React and TanStack DB are one chunk of some 500 KB before compression; there is nothing to load later.
    chunkSizeWarningLimit: 700,
  },
});

import { defineConfig } from "vite";
import { pageConfig } from "../../shared/page.config.ts";

export default defineConfig(pageConfig(import.meta.url));

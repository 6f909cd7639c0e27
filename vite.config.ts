import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("src/web"),
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^#core\//, replacement: at("src/core/") },
      { find: /^#modules\//, replacement: at("src/modules/") },
      { find: /^#web\//, replacement: at("src/web/") },
    ],
  },
  build: {
    rolldownOptions: {
      input: { main: at("src/web/index.html"), worker: at("src/web/offline/worker.ts") },
      output: {
        // The service worker's scope is where it lies; its name stays, so that the browser finds the next one.
        entryFileNames: (chunk) => (chunk.name === "worker" ? "worker.js" : "assets/[name]-[hash].js"),
      },
    },
    outDir: at("build/web"),
    emptyOutDir: true,
    // No inlined scripts or images: the content security policy allows none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});

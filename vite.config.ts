import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

type Bundle = { getModuleInfo(id: string): { importedIds: string[] } | null };
/** A module's styles stay with the pages that name them: what brings them is in no file of every page's. */
const bringsStyles = (id: string, bundle: Bundle, seen = new Set<string>()): boolean =>
  id.endsWith(".css") ||
  (!seen.has(id) &&
    seen.add(id) &&
    (bundle.getModuleInfo(id)?.importedIds ?? []).some((one) => bringsStyles(one, bundle, seen)));
const shared = (id: string, bundle: Bundle) => (bringsStyles(id, bundle) ? null : "shared");

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
        // Few files: what every page needs in one, what two pages share in another; else a page asks for eighty.
        codeSplitting: {
          groups: [
            { name: "base", tags: ["$initial"], test: /^(?!.*offline\/worker)/, priority: 2 },
            { name: shared, debugName: "shared", minShareCount: 2, priority: 1 },
          ],
        },
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

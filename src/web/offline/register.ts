// The page's side of the service worker. It exists only in secure contexts (https, or this very machine).
export const mayWorkOffline = () => window.isSecureContext && "serviceWorker" in navigator;

/** Starts the worker and hands it what this page has loaded already, so that the page opens again without a connection. */
export async function keepForOffline(reads: readonly string[]): Promise<boolean> {
  if (!mayWorkOffline()) return false;
  await navigator.serviceWorker.register("/worker.js");
  const { active } = await navigator.serviceWorker.ready;
  const assets = performance
    .getEntriesByType("resource")
    .map((entry) => new URL(entry.name))
    .filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/"))
    .map((url) => url.pathname);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  active?.postMessage({ keep: ["/", ...new Set(assets), "/api/session", ...reads] });
  return true;
}

/** Forgets what was read under the session that ends. */
export async function forgetReads(): Promise<void> {
  if (!mayWorkOffline()) return;
  const registration = await navigator.serviceWorker.getRegistration();
  registration?.active?.postMessage({ forget: true });
}

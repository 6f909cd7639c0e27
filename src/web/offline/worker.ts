// The service worker: opens pages without a connection once they were opened with one. The network comes first always;
// what was read before is only the second best. Writes are never answered here: the pages keep them themselves.
type Waiting = { waitUntil(work: Promise<unknown>): void };
type Fetching = Waiting & { request: Request; respondWith(answer: Promise<Response>): void };
type Told = Waiting & { data: { keep?: string[]; forget?: boolean } };
type Scope = {
  addEventListener(kind: "install" | "activate", run: (event: Waiting) => void): void;
  addEventListener(kind: "fetch", run: (event: Fetching) => void): void;
  addEventListener(kind: "message", run: (event: Told) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
};
const worker = globalThis as unknown as Scope;

/** Page and assets: nothing personal. */
const shell = "yagura-shell-1";
/** What the reader's own pages read; forgotten when somebody signs out. */
const reads = "yagura-reads-1";

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event) => {
  if (event.data.forget) event.waitUntil(caches.delete(reads));
  if (event.data.keep) event.waitUntil(Promise.all(event.data.keep.map(keep)));
});

/** Stores what the page had loaded before this worker was there. */
async function keep(url: string): Promise<void> {
  const at = new URL(url, worker.location.href);
  if (at.origin !== worker.location.origin) return;
  const name = at.pathname.startsWith("/api/") ? reads : shell;
  const cache = await caches.open(name);
  if (await cache.match(at.href)) return;
  const headers = name === reads ? { "x-yagura": "1" } : undefined;
  const answer = await fetch(at.href, { credentials: "same-origin", ...(headers ? { headers } : {}) }).catch(
    () => null,
  );
  if (answer?.ok) await cache.put(at.href, answer);
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const at = new URL(request.url);
  if (request.method !== "GET" || at.origin !== worker.location.origin) return;
  if (at.pathname.startsWith("/assets/")) event.respondWith(assetOf(request));
  else if (request.mode === "navigate") event.respondWith(pageOf(request));
  else if (isKept(at.pathname)) event.respondWith(readOf(request));
});

/** Only what the answering page needs, and who is signed in. */
const isKept = (path: string) =>
  path === "/api/session" || /^\/api\/inspections\/[0-9a-f-]{36}(\/(controls|whole-controls).*)?$/.test(path);

/** Assets carry their hash in their name: what is kept is what would come. */
async function assetOf(request: Request): Promise<Response> {
  const cache = await caches.open(shell);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

/** Every page is the same document; it is kept under one name. */
async function pageOf(request: Request): Promise<Response> {
  const cache = await caches.open(shell);
  const answer = await fetch(request).catch(() => null);
  if (!answer) return (await cache.match("/")) ?? Response.error();
  if (answer.ok) await keepPage(answer.clone());
  return answer;
}

/** A page that names other assets is another version: what the one before needed is let go. */
async function keepPage(answer: Response): Promise<void> {
  const cache = await caches.open(shell);
  const [before, now] = await Promise.all([
    cache.match("/").then((page) => page?.text()),
    answer.clone().text(),
  ]);
  if (before !== undefined && assetsIn(before) !== assetsIn(now))
    for (const old of await cache.keys()) await cache.delete(old);
  await cache.put("/", answer);
}

const assetsIn = (page: string) => (page.match(/\/assets\/[\w.-]+/g) ?? []).toSorted().join(" ");

/** Asked who is signed in, the server says null where nobody is. */
const isNobody = async (request: Request, answer: Response): Promise<boolean> =>
  answer.ok && new URL(request.url).pathname === "/api/session" && (await answer.clone().text()) === "null";

async function readOf(request: Request): Promise<Response> {
  const cache = await caches.open(reads);
  const answer = await fetch(request).catch(() => null);
  if (!answer) return (await cache.match(request.url)) ?? Response.error();
  // A session that has ended takes with it what was read under it.
  // What is seen for hours alone is not kept beyond them, and nothing of another's stays beside it.
  const isLent = answer.headers.get("x-yagura-keep") === "no";
  if (answer.status === 401 || isLent || (await isNobody(request, answer))) await caches.delete(reads);
  else if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

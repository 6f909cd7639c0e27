// The product as people use it: its real server on a database of its own, in a real Chromium.
import { afterEach } from "node:test";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { startBackground } from "#app/background.ts";
import { buildWeb } from "#app/build-web.ts";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { openDatabase } from "#core/db/pool.ts";
import { makeDoor } from "#core/http/door.ts";
import { makeLog } from "#core/http/log.ts";
import { makeServer } from "#core/http/server.ts";
import { serveWeb } from "#core/http/web.ts";
import { loadTexts, type Texts } from "#core/text/catalogue.ts";
import { chromiumHere } from "./chromium.ts";
import { atTheEnd, freshDatabase, type TestDatabase } from "./db.ts";
import { testFileStore } from "./files.ts";

/** Features that Playwright turns off as well: of two lists the browser follows the last one alone. */
const turnedOff = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "MediaRouter",
  "OptimizationHints",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  // Ours: a process kept warm for a page that never comes.
  "SpareRendererForSitePerProcess",
  // Two pages of the address bar's own, drawn for every window in a process beside it: half of what a window costs.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
];
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${turnedOff.join(",")}`,
  // A page lives for seconds: compiling it well costs more than it brings.
  "--js-flags=--no-opt --no-maglev --min-semi-space-size=32",
];

let shared: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  shared ??= chromium
    .launch({ ...(chromiumHere ? { executablePath: chromiumHere } : {}), args: quiet })
    .then((one) => {
      atTheEnd(() => one.close());
      return one;
    });
  return shared;
}

/**
 * The languages that a long walk is taken in: `npm run test:deep` takes it in each, `npm test` in the one named first, ja here and en
 * there (docs/decisions/0087). A short walk names them itself and is taken in all.
 */
export const walked = <const T extends readonly unknown[]>(...each: T): readonly T[number][] =>
  process.env["YAGURA_TEST_DEEP"] === "1" ? each : each.slice(0, 1);

export type Site = {
  address: string;
  database: TestDatabase;
  page(options?: PageOptions): Promise<Page>;
  /** The server goes away in the middle of whatever it does; `start` brings it back at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
};
export type PageOptions = {
  language?: "ja" | "en" | "zh";
  width?: number;
  height?: number;
  theme?: "light" | "dark";
  token?: string;
  /** For the test that breaks the page's policy on purpose; elsewhere that fails the test. */
  onViolation?: (told: string) => void;
};

let texts: Texts | undefined;

/** Serves the product for one test file. `prepare` fills the database before anybody looks. */
export async function site(
  prepare?: (database: TestDatabase) => Promise<void>,
  begin: () => Promise<TestDatabase> = freshDatabase,
): Promise<Site> {
  const database = await begin();
  testFileStore();
  await prepare?.(database);
  const opened = openDatabase({ connectionString: database.url, size: 8 });
  const background = await startBackground({
    url: database.url,
    db: opened.db,
    log: makeLog("silent"),
    workers: 2,
  });
  const door = makeDoor({ db: opened.db });
  const listen = async (port: number) => {
    const server = await makeServer({
      modules,
      door,
      translate: (texts ??= loadTexts(textFolders)),
      version: "test",
      callsPerMinute: 1_000_000,
      ready: async () => true,
    });
    await serveWeb(server, await buildWeb(() => undefined));
    return { server, address: await server.listen({ port, host: "127.0.0.1" }) };
  };
  let { server, address } = await listen(0);
  const stop = async () => {
    server.server.closeAllConnections();
    await server.close();
  };
  const startAgain = async () => {
    ({ server, address } = await listen(Number(new URL(address).port)));
  };
  atTheEnd(async () => {
    await stop();
    await background.close();
    await opened.close();
  });
  return { address, database, page: (options = {}) => openPage(address, options), stop, start: startAgain };
}

// What a test has opened ends with it: a page left behind goes on reading and drawing while the next ones run.
const opened = new Set<BrowserContext>();
// What went wrong on a page beside what the test looked at; it fails the test during which it came.
const strays: Error[] = [];
afterEach(async (test) => {
  const [stray] = strays.splice(0);
  if (stray || ("passed" in test && !test.passed))
    for (const page of [...opened].flatMap((context) => context.pages())) console.log(await shownOn(page));
  await Promise.all([...opened].map((context) => context.close()));
  opened.clear();
  if (stray) throw stray;
});

/** Where a page stood when its test failed, and what it showed a reader. */
async function shownOn(page: Page): Promise<string> {
  const shown = await page
    .locator("body")
    .ariaSnapshot({ timeout: 2_000 })
    .catch((error: Error) => error.message);
  return `the page at ${page.url()} showed\n${shown.slice(0, 6_000)}`;
}

/** A page in a context of its own. A script error on it fails the test that made it. */
export async function openPage(address: string, options: PageOptions): Promise<Page> {
  const context = await (await browser()).newContext({
    baseURL: address,
    locale: { ja: "ja-JP", en: "en-GB", zh: "zh-CN" }[options.language ?? "en"],
    timezoneId: "Asia/Tokyo",
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.theme ?? "light",
    reducedMotion: "reduce",
  });
  opened.add(context);
  if (options.token)
    await context.addCookies([{ name: "yagura_session", value: options.token, url: address }]);
  const page = await context.newPage();
  page.on("pageerror", (error) => strays.push(error));
  // What our own policy of the page forbids is a fault of the page, wherever a test goes.
  await page.addInitScript(`document.addEventListener("securitypolicyviolation", (event) =>
    console.error("against the policy: " + [event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.sample].join(" ")))`);
  page.on("console", (message) => {
    if (!message.text().startsWith("against the policy:")) return;
    if (options.onViolation) options.onViolation(message.text());
    else strays.push(new Error(message.text()));
  });
  return page;
}

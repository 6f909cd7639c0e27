// The conventions of the house: what would be "always" or "never" in a guide fails here instead.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

type Source = { path: string; lines: number; imports: string[]; text: string };

/** `#core/x.ts` and relative paths as paths from the root; packages stay as they are. */
function target(from: string, specifier: string): string {
  const own: Record<string, string> = {
    "#core/": "src/core/",
    "#modules/": "src/modules/",
    "#app/": "src/app/",
    "#web/": "src/web/",
    "#sample/": "sample/",
    "#test/": "test/",
  };
  for (const [alias, folder] of Object.entries(own)) {
    if (specifier.startsWith(alias)) return folder + specifier.slice(alias.length);
  }
  return specifier.startsWith(".") ? relative(root, join(root, dirname(from), specifier)) : specifier;
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), "utf8");
  const found = text.matchAll(/(?:from|import|import\()\s*"([^"\n]+)"/g);
  return {
    path,
    text,
    lines: text.split("\n").length - 1,
    imports: [...found].map((one) => target(path, one[1] ?? "")),
  };
}

const sources = ["src", "sample", "scripts"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  )
  .sort()
  .map(read);

const product = sources.filter((one) => !/\.test\.ts$|\.generated\.ts$/.test(one.path));
const moduleOf = (path: string) => /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? null;
/** Says so in its first line: a piece of a module, neither contract nor service, that later modules may use. */
const isLent = (path: string) =>
  sources.some((one) => one.path === path && one.text.startsWith("// Lent to later modules"));
const isScreen = (path: string) => path.startsWith("src/web/") || /^src\/modules\/.*\/web\//.test(path);

const order = [...readFileSync(join(root, "src/app/modules.ts"), "utf8").matchAll(/^\s+(\w+)Module,$/gm)].map(
  (one) => (one[1] ?? "").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
);

/** Every import of the product for which the rule is broken, as "from → to". */
function broken(rule: (from: string, to: string) => boolean): string[] {
  return product.flatMap((one) =>
    one.imports.filter((to) => rule(one.path, to)).map((to) => `${one.path} → ${to}`),
  );
}

test("core knows no module", () => {
  assert.deepEqual(
    broken((from, to) => from.startsWith("src/core/") && /^src\/(modules|app|web)\//.test(to)),
    [],
  );
});

test("a module imports only modules listed before it in src/app/modules.ts", () => {
  const wrong = broken((from, to) => {
    const [mine, theirs] = [moduleOf(from), moduleOf(to)];
    if (isScreen(from) || !mine || !theirs || mine === theirs) return false;
    return order.indexOf(theirs) >= order.indexOf(mine) || !order.includes(mine);
  });
  assert.deepEqual(wrong, []);
});

test("a module reaches another only through its contract or service, a screen through its parts", () => {
  const wrong = broken((from, to) => {
    const [mine, theirs] = [moduleOf(from), moduleOf(to)];
    if (!mine || !theirs || mine === theirs) return false;
    const open = isScreen(from)
      ? /\/(contract|rules|policy)\.ts$|\/web\/parts\.tsx$|\.json$/
      : /\/(contract|service|rules|policy)\.ts$|\/scoring\//;
    return !open.test(to) && (isScreen(from) || !isLent(to));
  });
  assert.deepEqual(wrong, []);
});

test("screens see no server code but contracts and pure rules", () => {
  const wrong = broken((from, to) => {
    if (!isScreen(from)) return false;
    if (to.startsWith("node:") || /^(pg|kysely|fastify|@fastify)/.test(to)) return true;
    if (to.startsWith("src/core/"))
      return !/^src\/core\/(contract\.ts|text\/|time\/|exports\/csv\.ts)/.test(to);
    return (
      moduleOf(to) !== null &&
      !isScreen(to) &&
      !/\/(contract|rules|policy)\.ts$|\/(contract|declared|mechanism|scoring)\/|\.json$/.test(to)
    );
  });
  assert.deepEqual(wrong, []);
});

test("the shell's small parts know no router and no queries", () => {
  assert.deepEqual(
    broken(
      (from, to) =>
        from.startsWith("src/web/ui/") && /^@tanstack\/react-(router|query)$|^src\/web\/api/.test(to),
    ),
    [],
  );
});

test("rules, policies and contracts are pure", () => {
  const wrong = broken(
    (from, to) =>
      /\/(contract|rules|policy)\.ts$|\/(contract|declared|mechanism)\//.test(from) &&
      from.startsWith("src/modules/") &&
      (/^(node:|pg$|kysely|fastify)/.test(to) || to.startsWith("src/core/db/")),
  );
  assert.deepEqual(wrong, []);
});

test("Fastify stays in core/http and routes.ts, pg in core/db", () => {
  const wrong = broken((from, to) => {
    if (!from.startsWith("src/")) return false;
    if (/^(fastify|@fastify\/)/.test(to)) return !/^src\/core\/(http\/|module\.ts)|\/routes\.ts$/.test(from);
    return /^pg(-copy-streams)?$/.test(to) && !/^src\/(core\/(db|jobs|events|backup)|app)\//.test(from);
  });
  assert.deepEqual(wrong, []);
});

test("there is no index.ts and no drawer", () => {
  const wrong = sources.filter((one) =>
    /\/index\.tsx?$|\/(utils?|helpers?|common|misc|lib|shared)(\/|\.tsx?$)/.test(one.path),
  );
  assert.deepEqual(
    wrong.map((one) => one.path),
    [],
  );
});

test("no file is longer than 300 lines, no screen longer than 250", () => {
  const limit = (one: Source) => (one.path.endsWith(".tsx") ? 250 : 300);
  // Tables of data are lists, read by looking up.
  const isList = (path: string) => path.endsWith("cast.ts");
  const wrong = product.filter((one) => !isList(one.path) && one.lines > limit(one));
  assert.deepEqual(
    wrong.map((one) => `${one.path} ${one.lines}`),
    [],
  );
});

test("every page is reached from another: a link, the rail, a duty, or a mail", () => {
  const page = /path: ("\/[^"]*"), load/;
  const lines = product.flatMap((one) => one.text.split("\n").map((line) => ({ path: one.path, line })));
  const declared = lines.flatMap(({ path, line }) => (isScreen(path) ? (page.exec(line)?.[1] ?? []) : []));
  assert.ok(declared.length > 100, String(declared.length));
  const elsewhere = lines
    .filter(({ line }) => !page.test(line))
    .map(({ line }) => line)
    .join("\n");
  // Opened from a printed code or typed by somebody who has no account.
  const fromOutside = product.flatMap((one) => one.text.match(/lonePages: \[[^\]]*\]/g) ?? []).join();
  const inMail = (path: string) => new RegExp(`${path.replaceAll(/\$\w+/g, String.raw`\$\{[^}]+\}`)}[\`"?]`);
  const unreached = declared.filter(
    (quoted) =>
      !fromOutside.includes(quoted) &&
      !elsewhere.includes(quoted) &&
      !inMail(quoted.slice(1, -1)).test(elsewhere),
  );
  assert.deepEqual(unreached, []);
});

test("no cycles, type imports included", () => {
  const paths = new Map(
    product.map((one) => [
      one.path,
      one.imports.filter((to) => to.startsWith("src/") || to.startsWith("sample/")),
    ]),
  );
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const walk = (path: string, trail: readonly string[]) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    for (const to of paths.get(path) ?? []) walk(to, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of paths.keys()) walk(path, []);
  assert.deepEqual(cycles, []);
});

test("every key of a catalogue stands in every language, with the same placeholders", () => {
  const folders = new Set(
    readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name === "text.ja.json")
      .map((entry) => entry.parentPath),
  );
  const holders = (text: string) =>
    // A brace that is left over is a placeholder that nobody will fill in.
    [
      ...[...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((one) => one[1]),
      ...(text.replaceAll(/\{\{\s*\w+\s*\}\}/g, "").match(/[{}]/g) ?? []),
    ]
      .toSorted()
      .join(",");
  const plain = (key: string) => key.replace(/_(one|other)$/, "");
  const wrong: string[] = [];
  for (const folder of folders) {
    const [ja, en, zh] = ["ja", "en", "zh"].map(
      (language) =>
        JSON.parse(readFileSync(join(folder, `text.${language}.json`), "utf8")) as Record<string, string>,
    );
    for (const [key, text] of Object.entries(en ?? {})) {
      const name = plain(key);
      for (const [language, other] of [
        ["ja", ja],
        ["zh", zh],
      ] as const) {
        const theirs = other?.[key] ?? other?.[name] ?? other?.[`${name}_other`];
        if (theirs === undefined) wrong.push(`${folder}: ${language} lacks ${key}`);
        else if (!key.endsWith("_one") && holders(theirs) !== holders(text))
          wrong.push(`${folder}: ${language} ${key} has other placeholders`);
      }
    }
    for (const key of Object.keys(ja ?? {})) {
      const name = plain(key);
      if (!(key in (en ?? {})) && !(`${name}_other` in (en ?? {})) && !(name in (en ?? {})))
        wrong.push(`${folder}: en lacks ${key}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("a screen never cuts the day out of a moment: days are those of the reader's zone", () => {
  const cut = sources.filter(
    ({ path, text }) => isScreen(path) && /(At|due|since|at)\.slice\(0, 10\)/.test(text),
  );
  assert.deepEqual(
    cut.map((one) => one.path),
    [],
  );
});

/** Ways out of the process, each for what the operator has set or for what the guard has looked at; why it is one. */
const waysOut: Readonly<Record<string, string>> = {
  "src/core/net/outgoing.ts": "the guard of addresses that people typed",
  "src/core/files/scanner.ts": "clamd, where the operator says it is",
  "src/core/mail/transport.ts": "the mail server of the operator",
  "src/core/cli/client.ts": "a command asks the server that whoever runs it names",
};

test("nothing goes out of the process but by the guard and by what the operator has set", () => {
  const callers = product.filter(({ path, text }) => {
    if (!path.startsWith("src/") || isScreen(path) || path in waysOut) return false;
    const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    // Types and what only listens or tells an address are no calls.
    const named = [
      ...code.matchAll(/import (?!type)([^;]*?) from "(?:node:)?(?:net|tls|https?|http2|dgram)"/g),
    ];
    const calls = named.some((one) =>
      /\b(connect|createConnection|request|get|createSocket|Agent)\b|\*/.test(one[1] ?? ""),
    );
    const libraries = /from "(undici|axios|got|node-fetch|ws|nodemailer|superagent)"/.test(code);
    return calls || libraries || /(?<![.\w])(?:globalThis\.)?fetch\(|new WebSocket\(/.test(code);
  });
  assert.deepEqual(
    callers.map((one) => one.path),
    [],
  );
});

test("a library that calls providers is given the guard", () => {
  const without = product.filter(
    ({ path, text, imports }) =>
      path.startsWith("src/") &&
      (imports.includes("openid-client") || /\bcreateRemoteJWKSet\b/.test(text)) &&
      !imports.includes("src/core/net/outgoing.ts"),
  );
  assert.deepEqual(
    without.map((one) => one.path),
    [],
  );
});

// Nonsense on the wire, around the operations: headers, types of content, forms, ids of other kinds, many at once. Each ends
// in a refusal or an answer, and in a few words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { isWrite, type Operation } from "#core/contract.ts";
import { atTheEnd } from "./db.ts";
import { aims } from "./walk/inputs.ts";
import { buildWalkWorld } from "./walk/world.ts";
import { zip } from "./zip.ts";

const operations = modules.flatMap((module) => Object.values(module.contract));
const walk = await buildWalkWorld({ application: true, rows: true });
const server = await walk.app.server();
atTheEnd(() => server.close());
await walk.app.database.owner.query(`alter database ${walk.app.database.name} set statement_timeout = '10s'`);
const office = walk.askers.find((one) => one.role === "group_office" && !one.isExpired)?.who.token ?? "";
const target = walk.targets.own;

type Schema = {
  type?: string;
  anyOf?: Schema[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  maxLength?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  pattern?: string;
};

/** Places of a schema that take something without an end. */
function unbounded(schema: Schema, path: string): string[] {
  if (schema.anyOf) return schema.anyOf.flatMap((one) => unbounded(one, path));
  if (schema.const !== undefined) return [];
  const inner = Object.entries({ ...schema.properties, ...schema.patternProperties });
  const within = inner.flatMap(([name, one]) => unbounded(one, `${path}.${name}`));
  if (schema.type === "string")
    // A pattern that ends, of so many letters.
    return schema.maxLength !== undefined || /^\^[^*+]*\$$/.test(schema.pattern ?? "")
      ? []
      : [`${path}: text`];
  if (schema.type === "array")
    return [
      ...(schema.maxItems === undefined ? [`${path}: list`] : []),
      ...unbounded(schema.items ?? {}, `${path}[]`),
    ];
  if (schema.type === "integer" || schema.type === "number") {
    const from = schema.minimum ?? schema.exclusiveMinimum;
    const to = schema.maximum ?? schema.exclusiveMaximum;
    return from === undefined || to === undefined ? [`${path}: number`] : [];
  }
  return within;
}

test("every text, list and number that an operation takes has an end", () => {
  const found = operations.flatMap((one) =>
    (["params", "query", "body"] as const).flatMap((part) => {
      const schema = one[part] as Schema | undefined;
      return schema ? unbounded(schema, `${one.name}.${part}`) : [];
    }),
  );
  assert.deepEqual(found, []);
});

function requestFor(operation: Operation, input: Record<string, unknown>) {
  const given = { ...input };
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(given[name] ?? "x");
    delete given[name];
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const name of Object.keys(operation.query?.properties ?? {})) {
    for (const one of [given[name]].flat()) if (one !== undefined) query.append(name, String(one));
    delete given[name];
  }
  return { url: `/api${path}`, query: query.toString(), body: JSON.stringify(given) };
}
const worksFor = (operation: Operation) => aims[operation.name]?.input(target, walk.world) ?? {};
const ending = new Set(["signOut", "changePassword", "endSession"]);

async function send(
  operation: Operation,
  more: { url?: string; query?: string; headers?: Record<string, string>; body?: string | Buffer },
) {
  const own = requestFor(operation, worksFor(operation));
  const query = more.query ?? own.query;
  const body = more.body ?? (operation.body ? own.body : undefined);
  const reply = await server.inject({
    method: operation.method,
    url: `${more.url ?? own.url}${query ? `?${query}` : ""}`,
    headers: {
      "x-yagura": "1",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...more.headers,
    },
    ...(body === undefined ? {} : { payload: body }),
    ...(ending.has(operation.name) ? {} : { cookies: { yagura_session: office } }),
  });
  assert.ok(
    reply.statusCode < 500,
    `${operation.method} ${own.url} ${JSON.stringify(more).slice(0, 200)}: ${reply.body.slice(0, 300)}`,
  );
  if (reply.statusCode >= 400)
    assert.ok(reply.body.length < 100_000, `${operation.name}: ${reply.body.length} of refusal`);
  return reply;
}

const long = "9".repeat(7_000);
const queries = [
  "limit=1&limit=2&limit=3",
  "limit=1e99",
  "limit=-1",
  "limit=NaN",
  "limit=501",
  "after[]=1&after[x]=2",
  "search=%00",
  "search=%ff%fe%c0%80",
  "search=%F0%9F%98%80&sort=__proto__",
  "constructor=1&__proto__=2&toString=3",
  `search=${long}`,
  Array.from({ length: 800 }, (_, n) => `k${n}=1`).join("&"),
  "&&&===&%",
  "asOf=0000-00-00",
  "asOf=9999-12-31",
  "companyId=00000000-0000-0000-0000-000000000000&id=1",
];
/** Of so many oddities every operation takes half, the next one the other half; the deep run takes all. */
const half = <T>(all: readonly T[], turn: number) =>
  process.env["YAGURA_TEST_DEEP"] === "1" ? all : all.filter((_, nth) => (nth + turn) % 2 === 0);

for (const [turn, operation] of operations.filter((one) => one.method === "GET").entries())
  test(`S-01 odd queries of ${operation.name} are refused or answered`, async () => {
    for (const query of half(queries, turn)) await send(operation, { query });
  });

test("S-01 odd headers change nothing but the language", async () => {
  for (const operation of operations.filter((one) => one.method === "GET" && !one.carries))
    for (const headers of [
      { "x-yagura-language": "xx".repeat(2_000), "accept-language": ";;;q=,," },
      { accept: "text/html", "accept-encoding": "gzip;q=0,*", range: "bytes=0-1,5-", "if-none-match": "*" },
      {
        "if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT",
        "x-http-method-override": "DELETE",
        te: "trailers",
      },
      { "x-forwarded-for": "' or 1=1 --", "x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher" },
    ] as Record<string, string>[]) {
      const reply = await send(operation, { headers });
      assert.notEqual(reply.statusCode, 304, operation.name);
      assert.equal(reply.headers["cache-control"], "no-store", operation.name);
    }
});

const bodies: readonly [type: string, body: string | Buffer][] = [
  ["application/json", ""],
  ["application/json", "null"],
  ["application/json", "[]"],
  ["application/json", '"x"'],
  ["application/json", "1"],
  ["application/json", "{}"],
  ["application/json", "{]"],
  ["application/json", "\u0000"],
  ["application/json; charset=utf-16", Buffer.from("{}", "utf16le")],
  ["application/json", Buffer.from([0xff, 0xfe, 0x7b, 0x7d])],
  ["application/json", `{"a":${"[".repeat(2_000)}${"]".repeat(2_000)}}`],
  ["application/json", `{${Array.from({ length: 5_000 }, (_, n) => `"k${n}":${n}`).join(",")}}`],
  ["application/json", '{"id":"x","id":"y","__proto__":null}'],
  ["text/plain", "{}"],
  ["text/xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ["application/x-www-form-urlencoded", "a=b&c[d]=e"],
  ["multipart/form-data", "no boundary"],
  ["multipart/form-data; boundary=x", "--x\r\n\r\n--x--"],
  ["application/octet-stream", Buffer.alloc(1_000, 0xff)],
  ["", "{}"],
  ["x/y; ".repeat(200), "{}"],
];
for (const [turn, operation] of operations.filter((one) => one.method !== "GET").entries())
  test(`S-01 ${operation.name} takes no body of another kind`, async () => {
    for (const [type, body] of half(bodies, turn)) {
      // What takes no input does what it does.
      if (!operation.body && !operation.carries) continue;
      const reply = await send(operation, { body, headers: { "content-type": type } });
      if (!/^application\/json($|;)/.test(type))
        assert.ok(reply.statusCode >= 400, `${operation.name} ${type}`);
    }
  });

test("S-01 an id of another kind is not found, whatever it is the id of", async () => {
  const ids = Object.values({ ...target, ...walk.world }).filter(
    (one): one is string => typeof one === "string" && /^[0-9a-f-]{36}$/.test(one),
  );
  let asked = 0;
  const byId = operations.filter((one) => one.params?.properties["id"] && !one.carries && !isWrite(one));
  for (const [nth, operation] of byId.entries())
    for (const [at, id] of ids.entries()) {
      // Every pair by the deep run; here each operation with every third id, and each id with every third operation.
      if (process.env["YAGURA_TEST_DEEP"] !== "1" && (nth + at) % 3 !== 0) continue;
      if (id === worksFor(operation)["id"]) continue;
      const { url } = requestFor(operation, { ...worksFor(operation), id });
      await send(operation, { url });
      asked += 1;
    }
  assert.ok(asked > 500, String(asked));
});

type Part = {
  name: string;
  value?: string;
  file?: { name: string; content: string | Buffer; type?: string };
};
function form(parts: readonly Part[], end = "--frontier--\r\n"): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ name, value, file }) => [
      Buffer.from(
        file
          ? `--frontier\r\ncontent-disposition: form-data; name="${name}"; filename="${file.name}"\r\ncontent-type: ${file.type ?? "application/octet-stream"}\r\n\r\n`
          : `--frontier\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`,
      ),
      Buffer.from(file ? file.content : (value ?? "")),
      Buffer.from("\r\n"),
    ]),
    Buffer.from(end),
  ]);
}
const company: Part = { name: "companyId", value: target.companyId };
const file = (name: string, content: string | Buffer = "proof"): Part => ({
  name: "file",
  file: { name, content },
});
const purposeOf = (value: string): Part => ({ name: "purpose", value });
const forms: readonly Buffer[] = [
  form([]),
  form([file("x.txt")]),
  form([purposeOf("evidence"), company]),
  form([purposeOf("nonsense"), company, file("x.txt")]),
  form([purposeOf("evidence\u0000"), company, file("x.txt")]),
  form([
    { name: "__proto__", value: "x" },
    { name: "constructor", value: "y" },
    purposeOf("evidence"),
    company,
    file("x.txt"),
  ]),
  form([
    ...Array.from({ length: 60 }, (_, n) => ({ name: `k${n}`, value: "v" })),
    purposeOf("evidence"),
    file("x.txt"),
  ]),
  form([{ name: "purpose", value: "x".repeat(200_000) }, file("x.txt")]),
  form([purposeOf("evidence"), { name: "companyId", value: "'; drop table files; --" }, file("x.txt")]),
  form([purposeOf("evidence"), company, file("x.txt")], ""),
  form([purposeOf("evidence"), company, file("x.txt"), file("y.txt")]),
  form([purposeOf("import"), company, file("x.xlsx", zip([{ name: "../../../etc/passwd", data: "x" }]))]),
  form([purposeOf("evidence"), company, file("x.png", Buffer.from("89504e470d0a1a0a", "hex"))]),
  Buffer.from("--frontier"),
  Buffer.alloc(100_000, 0x2d),
];
for (const operation of operations.filter((one) => one.carries === "upload"))
  test(`S-01 odd forms into ${operation.name} are refused or taken, and end`, async () => {
    for (const body of forms)
      await send(operation, { body, headers: { "content-type": "multipart/form-data; boundary=frontier" } });
    for (const name of [
      "a\u0000b.txt",
      "../../x.txt",
      "\u202Egpj.exe",
      "x".repeat(3_000),
      "",
      "con",
      '"; filename="y',
      "\ud800.txt",
    ]) {
      const body = form([purposeOf("evidence"), company, file(name)]);
      const reply = await send(operation, {
        body,
        headers: { "content-type": "multipart/form-data; boundary=frontier" },
      });
      const { name: kept } = reply.json() as { name?: string };
      const odd = [...(kept ?? "")].filter((letter) => letter < " " || "\u202e/\\".includes(letter));
      assert.deepEqual(odd, [], JSON.stringify(name));
    }
  });

test("S-01 the same call many times at once ends each time, and the process goes on", async () => {
  for (const operation of operations.filter((one) => one.method === "GET" && !one.carries)) {
    const replies = await Promise.all(Array.from({ length: 12 }, () => send(operation, {})));
    const [first, ...others] = replies.map((one) => one.statusCode);
    // What is worked out at length may be asked for so often and no more.
    const other = others.filter((one) => one !== first && !(operation.limitPerMinute && one === 429));
    assert.deepEqual(other, [], operation.name);
  }
});

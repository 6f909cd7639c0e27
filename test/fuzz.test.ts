// Nonsense into every operation: it ends in an answer or a refusal, never in a fault of ours, and in bounded time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import type { Operation } from "#core/contract.ts";
import { isPaged, withSum } from "#core/http/cursor.ts";
import { atTheEnd } from "./db.ts";
import { addEngagement, addFirm, addOutsider } from "./walk/outside.ts";
import { aims } from "./walk/inputs.ts";
import { buildWalkWorld } from "./walk/world.ts";

const operations = modules
  .flatMap((module) => Object.values(module.contract))
  .filter((one) => one.carries !== "upload");
const walk = await buildWalkWorld({ application: true, rows: true });
const server = await walk.app.server();
atTheEnd(() => server.close());
// A statement that runs longer than this is work without a bound: the group has four companies.
await walk.app.database.owner.query(`alter database ${walk.app.database.name} set statement_timeout = '10s'`);

/** The same every run: a failure can be looked into. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

type Schema = {
  type?: string;
  anyOf?: Schema[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  maxLength?: number;
  maxItems?: number;
  minItems?: number;
  minimum?: number;
  maximum?: number;
  format?: string;
};
const strange = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\u202Etxt.exe",
  "'; drop table units; --",
  "%_\\",
  "{{constructor}}",
  "../../etc/passwd",
  "=cmd|' /C calc'!A0",
  "𠮷野家櫓",
  "null",
  "9".repeat(40),
  "9999-12-31",
  "0000-00-00",
  "-infinity",
  "2026-02-30",
];
const anything: unknown[] = [
  null,
  true,
  -1,
  1.5,
  9_007_199_254_740_991,
  1e308,
  [],
  {},
  [[[[]]]],
  { a: { b: {} } },
  ...strange,
];

/** Mostly of the right shape, so that it gets past the door; now and then anything at all. */
function valueFor(schema: Schema, random: (below: number) => number, depth = 0): unknown {
  if (random(12) === 0) return anything[random(anything.length)];
  if (schema.const !== undefined) return schema.const;
  if (schema.anyOf) return valueFor(schema.anyOf[random(schema.anyOf.length)] ?? {}, random, depth);
  switch (schema.type) {
    case "boolean":
      return random(2) === 0;
    case "integer":
    case "number":
      return [schema.minimum ?? -5, schema.maximum ?? 2_147_483_648, 0, 1, 7][random(5)];
    case "array": {
      const length = [schema.minItems ?? 0, 1, 2, Math.min(40, schema.maxItems ?? 3)][random(4)] ?? 0;
      return Array.from({ length }, () => valueFor(schema.items ?? {}, random, depth + 1));
    }
    case "object":
      if (depth > 5) return {};
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) || random(2) === 0)
          .map(([name, one]) => [name, valueFor(one, random, depth + 1)]),
      );
    case "string":
      return textFor(schema, random);
    default:
      return anything[random(anything.length)];
  }
}

function textFor(schema: Schema, random: (below: number) => number): string {
  if (schema.format === "uuid" && random(4) > 0) return crypto.randomUUID();
  if (schema.format === "date" && random(3) > 0)
    return ["2026-11-01", "0001-01-01", "9999-12-31"][random(3)] ?? "";
  if (schema.format === "date-time" && random(3) > 0) return "2026-11-01T00:00:00Z";
  if (random(5) === 0) return "字".repeat(Math.min(schema.maxLength ?? 10, 5000));
  return strange[random(strange.length)] ?? "";
}

function requestFor(operation: Operation, input: Record<string, unknown>) {
  const given = { ...input };
  const url = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(wellFormed(String(given[name] ?? "x")));
    delete given[name];
    return value === "" ? "%20" : value;
  });
  const query = new URLSearchParams();
  for (const name of Object.keys(operation.query?.properties ?? {})) {
    if (given[name] !== undefined) query.append(name, wellFormed(String(given[name])));
    delete given[name];
  }
  return { url: `/api${url}?${query}`, payload: operation.body ? JSON.stringify(given) : undefined };
}

const wellFormed = (text: string) => text.toWellFormed();

/** One field of an input that works, replaced: gets deeper into the function than pure chance. */
function disturbed(operation: Operation, random: (below: number) => number): Record<string, unknown> {
  const schemas = {
    ...operation.params?.properties,
    ...operation.query?.properties,
    ...operation.body?.properties,
  };
  const aim = aims[operation.name];
  const base = aim ? { ...aim.input(walk.targets.own, walk.world) } : {};
  const names = Object.keys(schemas);
  if (!aim || random(3) === 0)
    for (const name of names) base[name] = valueFor(schemas[name] as Schema, random);
  const name = names[random(Math.max(1, names.length))];
  if (name) base[name] = valueFor(schemas[name] as Schema, random);
  return base;
}

const office = walk.askers.find((one) => one.role === "group_office" && !one.isExpired)?.who.token ?? "";
const officer = walk.askers.find((one) => one.role === "security_officer" && !one.isExpired)?.who.token ?? "";

for (const [index, operation] of operations.entries()) {
  // These end the session of whoever asks.
  const isLast = ["signOut", "leaveSignIn", "changePassword", "endSession"].includes(operation.name);
  test(`S-01 nonsense into ${operation.name} is refused or answered`, async () => {
    const random = chance(index + 1);
    for (let n = 0; n < 16; n += 1) {
      const input = disturbed(operation, random);
      const { url, payload } = requestFor(operation, input);
      const reply = await server.inject({
        method: operation.method,
        url,
        headers: { "x-yagura": "1", ...(payload ? { "content-type": "application/json" } : {}) },
        ...(payload ? { payload } : {}),
        ...(isLast ? {} : { cookies: { yagura_session: n % 3 === 2 ? officer : office } }),
      });
      assert.ok(reply.statusCode < 500, `${operation.method} ${url} ${payload ?? ""}: ${reply.body}`);
    }
  });
}

let outside: Promise<{ token: string; engagementId: string }> | undefined;

/** Somebody from outside whom nothing that was tried before has touched. */
async function engagedAtOwn() {
  const { owner } = walk.app.database;
  const { companyId, inspectionId, personId } = walk.targets.own;
  const firmId = await addFirm(owner, "Fuzzed", companyId);
  const who = await addOutsider(owner, firmId);
  const engagementId = await addEngagement(owner, {
    firmId,
    personId: who.personId,
    orderedBy: personId,
    companyId,
    covers: [{ kind: "inspection", id: inspectionId, companyId }],
  });
  return { token: who.token, engagementId };
}

/** What an operation answers to an input that aims at the walk's own company. */
async function answerTo(operation: Operation, more: Record<string, unknown>) {
  const aim = aims[operation.name];
  assert.ok(aim, operation.name);
  // What an engagement opens nobody of the group holds.
  const isOutsiders = [operation.permission].flat().some((one) => one.startsWith("engaged."));
  const { token, engagementId } = isOutsiders ? await (outside ??= engagedAtOwn()) : { token: office };
  const target = { ...walk.targets.own, ...(engagementId ? { engagementId } : {}) };
  const { url } = requestFor(operation, { ...aim.input(target, walk.world), ...more });
  const reply = await server.inject({ method: "GET", url, cookies: { yagura_session: token } });
  return { status: reply.statusCode, body: reply.json() as { code?: string; next?: string | null } };
}

test("a cursor that was cut, made up, changed or given by another list or order is refused, in every list", async () => {
  const paged = operations.filter(isPaged);
  assert.ok(paged.length > 10);
  for (const [index, operation] of paged.entries()) {
    const first = await answerTo(operation, {});
    assert.equal(first.status, 200, operation.name);
    const other = paged[(index + 1) % paged.length] ?? operation;
    const own = (end: string, from = operation, order = {}) =>
      withSum(from, order, { next: end as string | null }).next ?? "";
    const known = own("2026-01-01T00:00:00Z|00000000-0000-7000-8000-000000000000");
    for (const after of [
      "",
      "x",
      "|",
      "'; drop table units; --",
      "2026-01-01T00:00:00Z|00000000-0000-7000-8000-000000000000",
      known.slice(0, -1),
      `${known}0`,
      own("x", other),
      own("x", operation, { sort: "other" }),
      "9".repeat(601),
    ]) {
      const { status, body } = await answerTo(operation, { after });
      assert.equal(status, 400, `${operation.name} ${after}`);
      if (after.length <= 600) assert.equal(body.code, "cursor.unknown", `${operation.name} ${after}`);
    }
  }
});

test("a list goes on from the cursor that it gave, to its end", async () => {
  let followed = 0;
  for (const operation of operations.filter(isPaged)) {
    let next: string | null | undefined;
    for (let pages = 0; pages < 5 && next !== null; pages += 1) {
      const { status, body } = await answerTo(operation, { limit: 1, ...(next ? { after: next } : {}) });
      assert.equal(status, 200, operation.name);
      if (next) followed += 1;
      next = body.next ?? null;
    }
  }
  assert.ok(followed > 10, String(followed));
});

test("a body that is no JSON, too large or of another type is refused", async () => {
  for (const [payload, type, status] of [
    ["{", "application/json", 400],
    [`{"a":"${"x".repeat(1_100_000)}"}`, "application/json", 413],
    ["<a/>", "text/xml", 415],
    ['{"__proto__":{"a":1}}', "application/json", 400],
  ] as const) {
    const reply = await server.inject({
      method: "POST",
      url: "/api/session",
      payload,
      headers: { "x-yagura": "1", "content-type": type },
    });
    assert.ok(reply.statusCode >= 400 && reply.statusCode < 500, `${type} ${status}: ${reply.statusCode}`);
  }
});

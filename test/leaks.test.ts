// Nothing of a company is told to somebody outside of it: neither that it is there, nor how much of it there is. Over the
// wire, every operation, as people of one company and as one without any role.
import assert from "node:assert/strict";
import { test } from "node:test";
import yauzl from "yauzl";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { isWrite, type Operation } from "#core/contract.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { atTheEnd } from "./db.ts";
import { access } from "#modules/access/contract.ts";
import { addPerson, signedIn } from "./factories.ts";
import { keepContent } from "./files.ts";
import { opens } from "./walk/door.ts";
import { aims, type Target, type World } from "./walk/inputs.ts";
import { buildWalkWorld } from "./walk/world.ts";

const walk = await buildWalkWorld({ application: true, rows: true });
const { owner } = walk.app.database;
const server = await walk.app.server({ translate: loadTexts(textFolders) });
atTheEnd(() => server.close());

/** What people who answer for one company hold, and somebody who holds nothing. */
const insiders = walk.askers.filter(
  ({ role, isExpired }) =>
    !isExpired && ["security_officer", "contributor", "company_executive", "employee"].includes(role),
);
const secretary = walk.askers.filter(({ role, isExpired }) => role === "division_secretary" && !isExpired);
const outsider = { role: "nothing", who: await signedIn(owner, { companyId: walk.group.companies.own }) };
const outsiders = [...insiders, ...secretary, outsider];

/** The walk's own inputs of operations that end the session of whoever asks, or aim at nobody else. */
const skipped = new Set(["signOut", "endSession", "changePassword", "leaveSignIn", "endByProvider"]);
const operations = modules
  .flatMap((module) => Object.values(module.contract))
  .filter((one) => one.permission !== "public" && one.carries !== "upload" && !skipped.has(one.name));

/**
 * The operations that somebody has the right to ask, anywhere. Whom the door refuses for want of a permission it tells nothing,
 * as it has not looked at what was asked: the walk of roles tries that.
 */
const mayAsk = opens(walk.app.door);

type Reply = {
  status: number;
  code: string | null;
  body: string;
  headers: Record<string, unknown>;
  bytes: Buffer;
};

async function ask(operation: Operation, input: Record<string, unknown>, token: string): Promise<Reply> {
  const given = { ...input };
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(given[name]);
    delete given[name];
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const name of Object.keys(operation.query?.properties ?? {})) {
    for (const one of [given[name]].flat()) if (one !== undefined) query.append(name, String(one));
    delete given[name];
  }
  const reply = await server.inject({
    method: operation.method,
    url: `/api${path}?${query}`,
    cookies: { yagura_session: token },
    headers: { "x-yagura": "1", ...(operation.body ? { "content-type": "application/json" } : {}) },
    ...(operation.body ? { payload: JSON.stringify(given) } : {}),
  });
  const {
    "x-ratelimit-remaining": _r,
    "x-ratelimit-reset": _s,
    "content-security-policy": _c,
    date: _d,
    ...headers
  } = reply.headers;
  const isProblem = String(headers["content-type"]).includes("problem+json");
  return {
    status: reply.statusCode,
    code: isProblem ? (reply.json() as { code: string }).code : null,
    body: reply.body.replace(/"requestId":"[^"]*"/, '"requestId":""'),
    headers,
    bytes: reply.rawPayload,
  };
}

const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The same shape with ids that nothing has. */
const missing = <T>(of: T): T =>
  JSON.parse(JSON.stringify(of), (_, value: unknown) => {
    if (typeof value === "string" && isId.test(value)) return crypto.randomUUID();
    return typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? "ab".repeat(32) : value;
  }) as T;

const inputOf = (operation: Operation, target: Target, world: World = walk.world) =>
  aims[operation.name]?.input(target, world) ?? {};
/** Ids in an answer that repeat what was asked for tell nothing. */
const without = (text: string, input: unknown) =>
  [...JSON.stringify(input).matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g)].reduce(
    (rest, [id]) => rest.replaceAll(id, "…"),
    text,
  );

const told = ({ status, code, body, headers }: Reply, input: unknown) => ({
  status,
  code,
  // Of something new that was made the id is new.
  body: without(body, input).replaceAll(/"id":"[0-9a-f-]{36}"/g, '"id":"…"'),
  headers: { ...headers, "content-length": undefined },
});

test("S-01 what belongs to another company is answered, to the letter, like what does not exist", async () => {
  const { other, own } = walk.targets;
  const differing: string[] = [];
  let compared = 0;
  for (const operation of operations) {
    const foreign = inputOf(operation, other);
    if (JSON.stringify(foreign) === JSON.stringify(inputOf(operation, own))) continue;
    for (const { role, who } of outsiders) {
      if (!(await mayAsk(operation, who.token))) continue;
      const nowhere = inputOf(operation, missing(other));
      const theirs = told(await ask(operation, foreign, who.token), foreign);
      const nothing = told(await ask(operation, nowhere, who.token), nowhere);
      compared += 1;
      try {
        assert.deepEqual(theirs, nothing);
      } catch {
        differing.push(
          `${operation.name} as ${role}: ${theirs.status} ${theirs.body.slice(0, 160)} | ${nothing.status} ${nothing.body.slice(0, 160)}`,
        );
      }
    }
  }
  assert.ok(compared > 300, String(compared));
  assert.deepEqual(differing, []);
});

/** The input with one of its ids replaced: which of them is the one that is hidden, the answer does not say. */
const variants = (input: Record<string, unknown>) =>
  Object.keys(input)
    .filter((name) => /[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/.test(JSON.stringify(input[name]) ?? ""))
    .map((name) => ({ ...input, [name]: missing(input[name]) }));

test("S-01 what of the group one may not see is answered like what does not exist", async () => {
  const differing: string[] = [];
  for (const operation of operations) {
    for (const { role, who } of outsiders) {
      if (!(await mayAsk(operation, who.token))) continue;
      const there = inputOf(operation, walk.targets.own);
      const theirs = await ask(operation, there, who.token);
      if (theirs.status !== 404) continue;
      let isLikeNothing = false;
      for (const nowhere of variants(there)) {
        const nothing = told(await ask(operation, nowhere, who.token), nowhere);
        isLikeNothing ||= JSON.stringify(nothing) === JSON.stringify(told(theirs, there));
      }
      if (!isLikeNothing) differing.push(`${operation.name} as ${role}: ${theirs.body.slice(0, 200)}`);
    }
  }
  assert.deepEqual(differing, []);
});

/** All letters of an answer: of a workbook those of its parts. */
async function lettersOf({ bytes }: Reply): Promise<string> {
  if (bytes.subarray(0, 2).toString("latin1") !== "PK") return bytes.toString("utf8");
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  let text = "";
  for await (const entry of zip.eachEntry()) {
    const stream = await zip.openReadStreamPromise(entry);
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    text += await lettersOf({ bytes: Buffer.concat(pieces) } as Reply);
  }
  return text;
}

const readings = operations.filter((one) => !isWrite(one));
const canary = "Quxelbrand";

/** Puts a word that stands nowhere else into everything people typed of a company. */
async function mark(companyId: string): Promise<void> {
  const { rows } = await owner.query<{ table: string; column: string }>(
    `select c.table_name as "table", c.column_name as "column" from information_schema.columns c
     join information_schema.columns k on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = 'company_id'
     join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.table_schema = 'public' and c.data_type = 'text'
       and c.column_name ~ '^(name|name_en|name_ja|family_name|given_name|comment|title|reason|note|body|words|description|implementation|reading)$'
       and c.table_name not in ('events', 'event_values')`,
  );
  let marked = 0;
  for (const { table, column } of rows) {
    await owner.query("savepoint one");
    const done = await owner
      .query(
        `update ${table} set ${column} = '${canary} ' || coalesce(${column}, '') where company_id = $1`,
        [companyId],
      )
      .catch(() => null);
    if (!done) await owner.query("rollback to savepoint one");
    marked += done?.rowCount ?? 0;
  }
  assert.ok(marked > 10, String(marked));
}

test("S-01 no list, search, export, workbook or count says a word of another company", async () => {
  await owner.query("begin");
  await mark(walk.group.companies.other);
  await owner.query("commit");
  await addPerson(owner, { companyId: walk.group.companies.other, familyName: canary });
  const office =
    walk.askers.find(({ role, isExpired }) => role === "group_office" && !isExpired)?.who.token ?? "";
  const seenByOffice: string[] = [];
  const saying: string[] = [];
  for (const operation of readings) {
    const input = inputOf(operation, walk.targets.own);
    const words = {
      ...(operation.query?.properties["search"] ? { search: canary } : {}),
      ...(operation.name === "searchAll" ? { words: canary } : {}),
    };
    const inputs = Object.keys(words).length > 0 ? [input, { ...input, ...words }] : [input];
    for (const given of inputs)
      if ((await lettersOf(await ask(operation, given, office))).includes(canary))
        seenByOffice.push(operation.name);
    for (const { role, who } of outsiders) {
      if (!(await mayAsk(operation, who.token))) continue;
      for (const given of inputs) {
        const text = (await lettersOf(await ask(operation, given, who.token))).replaceAll(
          JSON.stringify(canary),
          "",
        );
        if (text.includes(canary))
          saying.push(
            `${operation.name} as ${role}: ${text.slice(Math.max(0, text.indexOf(canary) - 120), text.indexOf(canary) + 40)}`,
          );
      }
    }
  }
  // Whoever is no longer signed in is told nothing, and that would prove nothing.
  for (const { role, who } of outsiders)
    assert.equal((await ask(access.listMySessions, {}, who.token)).status, 200, role);
  assert.ok(
    new Set(seenByOffice).size > 8,
    `the office sees it where it looks: ${[...new Set(seenByOffice)].join(" ")}`,
  );
  assert.deepEqual(saying, []);
});

/** Rows of every kind that a company makes while it works. */
async function work(companyId: string, target: Target): Promise<void> {
  for (let n = 0; n < 4; n += 1) {
    const { personId } = await signedIn(owner, { companyId, role: "contributor", name: `Busy ${n}` });
    await owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
      [personId, companyId],
    );
    const { sha256 } = await keepContent(`busy ${n}`);
    await owner.query(
      `with stored as (insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
         values ($1, $2, 6, 'text/plain', 'busy.txt', 'evidence') returning id)
       insert into evidence (company_id, title, kind, file_id, valid_from) select $1, 'busy', 'documented', id, '2026-06-01' from stored`,
      [companyId, sha256],
    );
    await owner.query(
      "insert into jobs (kind, company_id, permission) values ('walk', $1, 'organization.read')",
      [companyId],
    );
    await owner.query(
      "insert into positions (unit_id, company_id, name, created_on) values ($1, $1, $2, '2020-04-01')",
      [companyId, `Busy ${n}`],
    );
    await owner.query(
      "select record_event('inspection.begun', $1, null, 'inspection', $2, $3, null, '{}', null)",
      [personId, target.inspectionId, companyId],
    );
  }
  await owner.query(
    "insert into answers (inspection_id, control_id, company_id, verdict) values ($1, 'TEC-03', $2, 'not_met') on conflict do nothing",
    [target.inspectionId, companyId],
  );
  await owner.query(
    "update inspections set state = 'confirmed', submitted_at = now(), confirmed_at = now() where id = $1",
    [target.inspectionId],
  );
}

/** What differs from one reading to the next by itself. */
const steady = (text: string) =>
  text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|"(lastSeenAt|now|asOf|updatedAt|expiresAt)":"[^"]*"/g, "…");

test("S-01 no number of one company moves when another one works", async () => {
  // Whoever takes a paper of an incident stands in its story, which would move by this reading itself.
  const unwritten = readings.filter((one) => !one.events?.includes("incident.paper_taken"));
  const read = async () => {
    const all = new Map<string, string>();
    for (const operation of unwritten)
      for (const { role, who } of [...insiders, outsider]) {
        if (!(await mayAsk(operation, who.token))) continue;
        const reply = await ask(operation, inputOf(operation, walk.targets.own), who.token);
        if (reply.status === 200) all.set(`${operation.name} as ${role}`, steady(await lettersOf(reply)));
      }
    return all;
  };
  const first = await read();
  const again = await read();
  // A file names the moment it was made, a cursor hangs on it.
  const restless = new Set([...first.keys()].filter((name) => first.get(name) !== again.get(name)));
  assert.ok(restless.size <= 6, [...restless].join(", "));
  await work(walk.group.companies.other, walk.targets.other);
  await work(walk.group.companies.sister, walk.targets.sister);
  const then = await read();
  const moved = [...first.keys()].filter((name) => !restless.has(name) && again.get(name) !== then.get(name));
  assert.ok(first.size > 100, String(first.size));
  assert.deepEqual(moved, []);
});

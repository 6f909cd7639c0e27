// Every reading on a group with many rows of everything: in bounded time, and with an answer that has an end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { isWrite } from "#core/contract.ts";
import { atTheEnd } from "../db.ts";
import { aims } from "../walk/inputs.ts";
import { buildWalkWorld } from "../walk/world.ts";

const walk = await buildWalkWorld({ application: true, rows: true });
const server = await walk.app.server();
atTheEnd(() => server.close());
const { owner } = walk.app.database;
const { own, other } = walk.targets;

/** Of the whole group and again of one company, so that neither kind of reader is spared. */
async function fill(): Promise<void> {
  const companies = 1_500;
  const people = 30_000;
  await owner.query(`
    create temp table many as select gen_random_uuid() as id, n from generate_series(1, ${companies}) n;
    insert into units (id, kind, code, company_id, founded_on) select id, 'company', 'M' || n, id, '2020-04-01' from many;
    insert into unit_names (unit_id, company_id, valid_from, name) select id, id, '2020-04-01', 'Many ' || n || ' Ltd.' from many;
    insert into supervisions (unit_id, parent_id, company_id, valid_from) select id, '${walk.group.divisions.two}', id, '2020-04-01' from many;
    insert into relations (company_id, kind, ownership_percent, valid_from) select id, 'consolidated', 100, '2020-04-01' from many;
    insert into company_facts (company_id, valid_from, country, region, time_zone, language, workers)
      select id, '2020-04-01', 'JP', 'japan', 'Asia/Tokyo', 'ja', 120 from many;
    insert into tiers (company_id, tier, basis, valid_from) select id, 'T3', 'criteria', '2020-04-01' from many;
    insert into round_members (round_id, company_id, is_in, reason, tier, relation, binding)
      select '${walk.world.roundId}', id, true, 'population.by_rule', 'T3', 'consolidated', 'bound' from many;
    insert into inspections (round_id, company_id, edition_id, tier, due_on)
      select '${walk.world.roundId}', id, '${walk.world.editionId}', 'T3', '2030-12-15' from many;
    create temp table those as select gen_random_uuid() as id, n,
      case when n % 3 = 0 then '${own.companyId}'::uuid else (select id from many where many.n = 1 + those.n % ${companies}) end as company_id
      from generate_series(1, ${people}) those(n);
    insert into people (id, company_id, family_name, given_name, language) select id, company_id, 'Many' || n, 'One', 'en' from those;
    insert into employments (person_id, unit_id, company_id, kind, valid_from) select id, company_id, company_id, 'regular', '2020-04-01' from those;
    insert into accounts (person_id, company_id, login_name, password_hash, state, language)
      select id, company_id, 'many' || n || '@example.test', '-', 'active', 'en' from those where n % 4 = 0;
    insert into grants (person_id, company_id, role_id, unit_id, with_subtree, valid_from, reason)
      select id, company_id, 'contributor', company_id, true, '2020-04-01', 'many' from those where n % 4 = 0;
    insert into jobs (kind, company_id, permission) select 'walk', company_id, 'organization.read' from those where n % 5 = 0;
    insert into positions (unit_id, company_id, name, created_on) select company_id, company_id, 'Seat ' || n, '2020-04-01' from those where n % 5 = 0;
    insert into evidence (company_id, title, kind, file_id, valid_from)
      select '${own.companyId}', 'Many ' || n, 'documented', '${own.evidenceFileId}', '2026-06-01' from those where n % 10 = 0;
    insert into talks (inspection_id, company_id, control_id, body, asks_division, said_by)
      select '${own.inspectionId}', '${own.companyId}', 'TEC-02', 'many ' || n, false, '${own.personId}' from those where n % 20 = 0;
    insert into import_rows (import_id, company_id, row_number, cells, fields, verdict)
      select '${own.importId}', '${own.companyId}', n + 10, '["W", "x"]', '{}', 'new' from those;
    select count(record_event('inspection.begun', null, null, 'inspection', '${own.inspectionId}', '${own.companyId}', null, '{}', null)) from those where n % 2 = 0;
    select count(record_event('inspection.begun', null, null, 'inspection', '${other.inspectionId}', '${other.companyId}', null, '{}', null)) from those where n % 4 = 0;
  `);
  await owner.query("analyze");
}

/** The pictures of the whole group have a point per company; pages have at most 500 rows. */
const mostBytes = 2_000_000;
const mostMs = 20_000;

test("no reading grows without end", async () => {
  await fill();
  const readers = walk.askers.filter(
    ({ role, isExpired }) =>
      !isExpired && ["group_office", "division_secretary", "security_officer"].includes(role),
  );
  const tooMuch: string[] = [];
  const sizes: { bytes: number; ms: number; what: string }[] = [];
  for (const operation of modules.flatMap((module) => Object.values(module.contract))) {
    if (isWrite(operation) || operation.carries || operation.permission === "public") continue;
    // How long that takes is another server's, and bounded by the guard of what goes out (core/net).
    if (operation.asksOutside) continue;
    const given: Record<string, unknown> = { ...aims[operation.name]?.input(own, walk.world) };
    if (operation.query?.properties["limit"]) given["limit"] = 500;
    const path = operation.path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(String(given[name])),
    );
    const query = new URLSearchParams();
    for (const name of Object.keys(operation.query?.properties ?? {}))
      for (const one of [given[name]].flat()) if (one !== undefined) query.append(name, String(one));
    const inBody = operation.body
      ? Object.fromEntries(
          Object.entries(given).filter(([name]) => name in (operation.body?.properties ?? {})),
        )
      : null;
    for (const { role, who } of readers) {
      const began = performance.now();
      const reply = await server.inject({
        method: operation.method,
        url: `/api${path}?${query}`,
        cookies: { yagura_session: who.token },
        headers: { "x-yagura": "1", ...(inBody ? { "content-type": "application/json" } : {}) },
        ...(inBody ? { payload: JSON.stringify(inBody) } : {}),
      });
      const ms = performance.now() - began;
      assert.ok(reply.statusCode < 500, `${operation.name} as ${role}: ${reply.body.slice(0, 200)}`);
      const bytes = reply.rawPayload.length;
      sizes.push({ bytes, ms, what: `${operation.name} as ${role}` });
      const { rows } = reply.statusCode === 200 ? ((reply.json() ?? {}) as { rows?: unknown[] }) : {};
      if (bytes > mostBytes || ms > mostMs)
        tooMuch.push(`${operation.name} as ${role}: ${bytes} bytes, ${Math.round(ms)} ms`);
      if (operation.query?.properties["limit"] && (rows?.length ?? 0) > 500)
        tooMuch.push(`${operation.name}: ${rows?.length} rows`);
    }
  }
  const most = (by: "bytes" | "ms") => sizes.toSorted((a, b) => b[by] - a[by]).slice(0, 8);
  for (const { what, bytes, ms } of [...most("bytes"), ...most("ms")])
    console.log(`${what}: ${bytes} bytes, ${Math.round(ms)} ms`);
  assert.ok(sizes.length > 200, String(sizes.length));
  assert.deepEqual(tooMuch, []);
});

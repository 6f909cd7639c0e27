// incidents by cause beside the results of the controls against it, against numbers counted by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "#modules/findings/contract.ts";
import { incidents } from "#modules/incidents/contract.ts";
import { testApp } from "#test/app.ts";
import { signedIn } from "#test/factories.ts";
import { buildResultGroup } from "#test/result-group.ts";
import { overview } from "./contract.ts";
import { medianOf } from "./rules.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildResultGroup(owner, ownerUrl);
const office = await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group });
const asOffice = app.as(office.token);
app.setNow(new Date("2026-11-24T03:00:00Z"));
const companies = group.companies.map(({ id }) => id);
let number = 0;

async function incident(
  companyId: string,
  kind: string,
  causes: readonly string[] | null,
  more: { exercise?: boolean; about?: string; discovered?: string; alsoHit?: string } = {},
) {
  number += 1;
  const { rows } = await owner.query<{ id: string }>(
    `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at, reported_at,
       judged_as, judged_at, potential, actual, is_exercise, about_ids, sought)
     select $1, $2::int, 'C' || $2::int, $3, 'x', 'form', d, 'Asia/Tokyo', d, d + interval '24 hours', d + interval '1 hour', 'incident', d,
       'medium', 'none', $4, case when $5::uuid is null then '{}' else array[$5::uuid] end, 'x' from (select $6::timestamptz as d) x returning id`,
    [
      companyId,
      number,
      kind,
      more.exercise ?? false,
      more.about ?? null,
      more.discovered ?? "2026-10-01T00:00:00Z",
    ],
  );
  const id = rows[0]?.id ?? "";
  if (causes)
    await owner.query(
      `insert into incident_reviews (incident_id, company_id, causes, how, held_on, written_at) values ($1, $2, $3, 'x', '2026-10-05', now())`,
      [id, companyId, causes],
    );
  if (more.alsoHit)
    await owner.query(
      "insert into incident_affected (incident_id, company_id, role, added_at) values ($1, $2, 'hit', now())",
      [id, more.alsoHit],
    );
  return id;
}

const at = (place: number) => companies[place] ?? "";
for (const place of [0, 1, 2, 3, 4]) await incident(at(place), "mis_sent", ["error"]);
await incident(at(5), "lost_device", ["error", "attack"], { alsoHit: at(6) });
await incident(at(7), "ransomware", ["attack"]);
await incident(at(8), "web_server", null);
await incident(at(9), "mis_sent", ["error"], { exercise: true });
await incident(at(10), "mis_sent", ["error"], { about: office.personId });
await incident(at(11), "mis_sent", ["error"], { discovered: "2025-09-01T00:00:00Z" });

test("R-22 incidents stand by cause and kind: exercises, other days and what is about the reader are in none", async () => {
  const found = await asOffice(overview.getCauses, {});
  assert.deepEqual([found.from, found.to, found.incidents], ["2025-11-25", "2026-11-24", 8]);
  assert.deepEqual(found.kinds, ["mis_sent", "lost_device", "ransomware", "web_server"]);
  const rows = Object.fromEntries(found.causes.map((cause) => [cause.id, [cause.incidents, ...cause.kinds]]));
  assert.deepEqual(rows, {
    attack: [2, 0, 1, 1, 0],
    insider: [0, 0, 0, 0, 0],
    error: [6, 5, 1, 0, 0],
    failure: [0, 0, 0, 0, 0],
    not_known: [0, 0, 0, 0, 0],
    not_reviewed: [1, 0, 0, 0, 1],
  });
  // Each number opens as many rows.
  for (const cause of found.causes)
    for (const [at, kind] of found.kinds.entries()) {
      const { rows: listed } = await asOffice(incidents.listIncidents, {
        cause: cause.id,
        kind: kind as "mis_sent",
        counted: "counted",
        view: "all",
        discoveredFrom: found.from,
        discoveredTo: found.to,
      });
      assert.equal(listed.length, cause.kinds[at], `${cause.id} ${kind}`);
    }
});

test("R-22 the controls against a cause: companies it has touched beside all the others, each with what is known", async () => {
  const found = await asOffice(overview.getCauses, {});
  const heat = await asOffice(overview.getHeatMap, { columns: "harms", show: "all", by: "tier" });
  const { rows: list } = await asOffice(overview.listCompanyResults, { limit: 100 });
  const column = heat.columns.findIndex(({ id }) => id === "error");
  const names = new Map(list.map((row) => [row.name, row.companyId]));
  const scores = heat.groups
    .flatMap((part) => part.rows)
    .flatMap((row) => {
      const cell = (row[6] as (number | null)[])[column] ?? null;
      return cell === null
        ? []
        : [{ companyId: names.get(String(row[1])), percent: cell % 1000, hasGap: cell >= 1000 }];
    });
  const touched = new Set([0, 1, 2, 3, 4, 5, 6].map(at));
  const error = found.causes.find(({ id }) => id === "error")?.against;
  assert.ok(error && error.controls > 0 && error.mandatory > 0);
  const halves = Object.groupBy(scores, ({ companyId }) =>
    touched.has(companyId ?? "") ? "touched" : "others",
  );
  for (const side of ["touched", "others"] as const) {
    const those = halves[side] ?? [];
    assert.equal(error[side].readable, those.length, side);
    assert.equal(
      error[side].median,
      those.length < 5 ? null : medianOf(those.map(({ percent }) => percent)),
      side,
    );
    assert.equal(error[side].lacking, those.filter(({ hasGap }) => hasGap).length, side);
  }
  assert.equal(error.touched.companies, 7);
  assert.equal(error.touched.companies + error.others.companies, found.round?.companies);
  // Three companies are too few for a median; what nobody found has no side.
  const attack = found.causes.find(({ id }) => id === "attack")?.against;
  assert.deepEqual([attack?.touched.companies, attack?.touched.median], [3, null]);
  assert.equal(found.causes.find(({ id }) => id === "not_reviewed")?.against, null);
  assert.ok(
    error.touched.scored >= error.touched.readable - 1 && error.touched.scored <= error.touched.readable,
  );
  const [first] = group.divisions;
  const part = await asOffice(overview.getCauses, { division: first ?? "" });
  assert.ok((part.round?.companies ?? 0) > 0 && (part.round?.companies ?? 0) < (found.round?.companies ?? 0));
  assert.ok(part.incidents < found.incidents);
});

test("R-22 narrowed to a division its companies are touched by what is of another; the whole and its parts agree", async () => {
  const whole = await asOffice(overview.getCauses, {});
  const touched = (found: typeof whole) => found.causes.find(({ id }) => id === "error")?.against?.touched;
  const parts = await Promise.all(
    group.divisions.map((division) => asOffice(overview.getCauses, { division })),
  );
  const { rows } = await owner.query<{ division: string | null; companies: number; touched: number }>(
    `select division_id as division, count(*)::int as companies, count(*) filter (where company_id = any ($2))::int as touched
     from round_members where round_id = $1 and is_in group by 1`,
    [group.rounds.at(-1)?.id, [0, 1, 2, 3, 4, 5, 6].map(at)],
  );
  for (const [place, division] of group.divisions.entries()) {
    const of = rows.find((row) => row.division === division);
    const part = parts[place];
    assert.deepEqual(
      [part?.round?.companies, part && touched(part)?.companies],
      [of?.companies, of?.touched],
    );
  }
  assert.equal(touched(whole)?.companies, 7);
  const { rows: apart } = await owner.query<{ n: number }>(
    "select count(distinct division_id)::int as n from round_members where round_id = $1 and company_id = any ($2)",
    [group.rounds.at(-1)?.id, [at(5), at(6)]],
  );
  assert.equal(apart[0]?.n, 2, "the incident and whom it hit as well stand in two divisions");
});

test("R-22 whoever may not read incidents reads no numbers of them, and of companies whose results one may not read there is none", async () => {
  const auditor = await signedIn(owner, { companyId: at(0), role: "auditor" });
  await assert.rejects(app.as(auditor.token)(overview.getCauses, {}), { code: "permission.missing" });
  const responder = await signedIn(owner, { companyId: at(0), role: "responder" });
  const found = await app.as(responder.token)(overview.getCauses, {});
  assert.deepEqual([found.incidents, found.round], [1, null]);
});

test("R-22 findings carry the same tags through their controls: the number opens them", async () => {
  const edition = await owner.query<{ id: string; controlId: string }>(
    `select e.id, c.control_id as "controlId" from rounds r join editions e on e.id = r.edition_id join controls c on c.edition_id = e.id
     where r.id = $1 and 'insider' = any (c.harms) and not 'attack' = any (c.harms) order by c.position limit 1`,
    [group.rounds.at(-1)?.id],
  );
  const control = edition.rows[0]?.controlId ?? "";
  const {
    ids: [id = ""],
  } = await asOffice(findings.raiseFinding, {
    companyIds: [at(0)],
    source: "noticed",
    title: "Leavers keep their keys",
    severity: "medium",
    controlIds: [control],
    foundOn: "2026-11-20",
  });
  const found = await asOffice(overview.getCauses, {});
  const { rows: insider } = await asOffice(findings.listFindings, { harm: "insider" });
  assert.deepEqual(
    insider.map((row) => row.id),
    [id],
  );
  assert.equal(found.causes.find((cause) => cause.id === "insider")?.against?.findings, 1);
  assert.deepEqual((await asOffice(findings.listFindings, { harm: "attack" })).rows, []);
  const { harms } = await asOffice(findings.getFinding, { id });
  assert.ok(
    harms.some((name) => /insider/i.test(name)),
    harms.join(),
  );
});

test("R-22 an officer's numbers are those of the own company; the sister's incidents are in none", async () => {
  const officer = await signedIn(owner, { companyId: at(7), role: "security_officer" });
  const found = await app.as(officer.token)(overview.getCauses, {});
  assert.equal(found.incidents, 1);
  assert.equal(found.round?.companies, 1);
  assert.deepEqual(
    found.causes.filter((cause) => cause.incidents > 0).map((cause) => cause.id),
    ["attack"],
  );
});

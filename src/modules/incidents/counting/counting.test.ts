// What incidents say in numbers, against numbers reckoned by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "#core/contract.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { testApp } from "#test/app.ts";
import { addCompany, addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";
import { bys, placeOf } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const manila = await addCompany(owner, {
  code: "PH1",
  name: "Manila Inc.",
  parentId: group.divisions.one,
  country: "PH",
  timeZone: "Asia/Manila",
  language: "en",
});
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const listed = await addPerson(owner, { companyId: own, familyName: "Listed", givenName: "One" });
const now = "2026-07-01T00:00:00Z";
app.setNow(new Date(now));
await asSystem(app.door.db, "test", bringShipped);
const [rule] = (await owner.query<{ id: string }>("select id from clock_rules order by key limit 1")).rows;

type Given = {
  kind?: string;
  /** null: nobody has reported it to headquarters. */
  reported?: number | null;
  contained?: number;
  exercise?: boolean;
  secret?: boolean;
  judged?: "incident" | "nothing" | null;
  discovered?: string;
};
let number = 0;

/** Discovered on 1 June 2026, unless said otherwise; hours are from then. */
async function incident(companyId: string, { kind = "mis_sent", ...given }: Given = {}): Promise<string> {
  number += 1;
  const { rows } = await owner.query<{ id: string }>(
    `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at, reported_at,
       judged_as, judged_at, contained_at, potential, actual, is_exercise, is_confidential, told_ids, sought)
     select $1, $2::int, 'N' || $2::int, $3, 'x', 'form', d, 'Asia/Tokyo', d, d + interval '24 hours', d + make_interval(hours => $4), $9, case when $9::text is null then null else d + interval '1 hour' end,
       d + make_interval(hours => $5), 'medium', 'none', $6, $7, case when $7 then array[$8::uuid] else '{}' end, 'x'
     from (select $10::timestamptz as d) x returning id`,
    [
      companyId,
      number,
      kind,
      given.reported === undefined ? 2 : given.reported,
      given.contained ?? null,
      given.exercise ?? false,
      given.secret ?? false,
      listed,
      given.judged === undefined ? "incident" : given.judged,
      given.discovered ?? "2026-06-01T00:00:00Z",
    ],
  );
  return rows[0]?.id ?? "";
}

/** Due 24 hours after the discovery, unless said otherwise. */
async function notice(incidentId: string, state: string, sentAfter: number | null = null, dueAfter = 24) {
  const omitted = state === "omitted" || state === "omission";
  const { rows } = await owner.query<{ id: string }>(
    `insert into incident_notices (incident_id, company_id, names, audience, channel, proof, approvals, owner_permission, anchor, hours, starts_at, due_at, state,
       opened_at, opened_severity, is_exercise, sent_n, sent_at, sent_sha256, omitted_reason, omitted_criteria, omitted_by, omission_seen_by, closed_because)
     select i.id, i.company_id, '{}', 'internal', 'mail', 'who_when', 0, 'incident.assess', 'discovered', $4, i.discovered_at,
       i.discovered_at + make_interval(hours => $4), $2, i.discovered_at, 'medium', i.is_exercise, case when $3::int is null then null else 1 end,
       i.discovered_at + make_interval(hours => $3), case when $3::int is null then null else repeat('0', 64) end,
       case when $5 then 'x' end, case when $5 then 'x' end, case when $5 then new_id() end, case when $5 and $2 = 'omitted' then new_id() end,
       case when $2 = 'no_longer' then 'lowered' end
     from incidents i where i.id = $1 returning id`,
    [incidentId, state, sentAfter, dueAfter, omitted],
  );
  return rows[0]?.id ?? "";
}

/** Of 72 hours. */
async function clock(
  incidentId: string,
  { standing = "due", endedAs = null as string | null, after = 0, isSeconded = false, isGone = false } = {},
) {
  number += 1;
  await owner.query(
    `insert into incident_clocks (incident_id, company_id, clock_key, rule_id, entity_id, stage, standing, outcome, started_at, due_at, zone, ended_as, ended_at,
       reason, seconded_by, seconded_at, gone_at)
     select i.id, i.company_id, $2, $3, i.company_id, 'first', $4, 'applies', i.discovered_at, i.discovered_at + interval '72 hours', 'Asia/Tokyo', $5,
       case when $5::text is null then null else i.discovered_at + make_interval(hours => $6) end, 'x', case when $7 then new_id() end,
       case when $7 then now() end, case when $8 then now() end
     from incidents i where i.id = $1`,
    [incidentId, `k${number}`, rule?.id, standing, endedAs, after, isSeconded, isGone],
  );
}

const figures = (input: Input<typeof incidents.getIncidentFigures>, token = office.token) =>
  app.as(token)(incidents.getIncidentFigures, { from: "2026-05-01", to: now.slice(0, 10), ...input });

test("R-19 notices in time: those given by their due moment among those due or given; what nobody owes is in neither; by kind, company and country", async () => {
  const a = await incident(own, { reported: 10, contained: 30 });
  await notice(a, "proven", 20);
  await notice(a, "sent", 24);
  await notice(a, "proven", 25);
  // Over and nothing has left; not over yet.
  await notice(a, "approved");
  await notice(a, "to_write", null, 24 * 60);
  // Back: it has reached nobody. Decided against by two, and by one so far; taken back.
  await notice(a, "undelivered", 3);
  await notice(a, "omitted");
  await notice(a, "omission");
  await notice(a, "no_longer");
  const b = await incident(manila, { kind: "lost_device", reported: 30 });
  await notice(b, "proven", 1);
  const exercise = await incident(own, { exercise: true });
  await notice(exercise, "proven", 1);
  const secret = await incident(own, { secret: true });
  await notice(secret, "approved");
  await incident(sister, { kind: "malware" });

  const byKind = await figures({});
  const of = (one: { noticesInTime: number; noticesOwed: number }) => [one.noticesInTime, one.noticesOwed];
  // In time: 20 h, 24 h and Manila's; owed beside them: 25 h, approved, undelivered, omission.
  assert.deepEqual(of(byKind.all), [3, 7]);
  assert.deepEqual([byKind.all.count, byKind.all.withinDay, byKind.all.counted], [3, 2, 3]);
  // Reported after 2, 10 and 30 hours.
  assert.deepEqual(
    [byKind.all.medianHours, byKind.all.p90Hours, byKind.all.containMedianHours],
    [10, 26, 30],
  );
  const rows = Object.fromEntries(byKind.rows.map((row) => [row.key, of(row)]));
  assert.deepEqual(rows, { mis_sent: [2, 6], lost_device: [1, 1], malware: [0, 0] });
  const byCompany = await figures({ by: "company" });
  assert.deepEqual(Object.fromEntries(byCompany.rows.map((row) => [row.key, of(row)])), {
    [own]: [2, 6],
    [manila]: [1, 1],
    [sister]: [0, 0],
  });
  const byCountry = await figures({ by: "country" });
  assert.deepEqual(of(byCountry.rows.find((row) => row.key === "PH") as never), [1, 1]);
  assert.deepEqual(of((await figures({ by: "month" })).rows[0] as never), [3, 7]);
  // In one's own scope, and of a confidential one for who needs to know alone.
  assert.deepEqual(of((await figures({}, officer.token)).all), [2, 6]);
  await owner.query("update incidents set told_ids = array[$2::uuid] where id = $1", [
    secret,
    officer.personId,
  ]);
  assert.deepEqual(of((await figures({}, officer.token)).all), [2, 7]);
  assert.deepEqual(of((await figures({ from: "2026-06-20" })).all), [0, 0]);
});

test("R-19 given by telephone it was in time when it was given, not when it was entered; sent again after it came back it counts from then", async () => {
  const id = await incident(sister, { kind: "plant_stop" });
  const rung = await notice(id, "approved", null, 24);
  const back = await notice(id, "proven", 3, 24);
  await owner.query(
    `insert into incident_notice_proofs (notice_id, incident_id, company_id, channel, given_to, given_at, is_exercise, added_at)
     values ($1, $2, $3, 'telephone', 'x', '2026-06-01T20:00:00Z', false, '2026-06-03T00:00:00Z')`,
    [rung, id, sister],
  );
  await owner.query(
    "update incident_notices set state = 'proven', sent_n = 1, sent_at = '2026-06-03T00:00:00Z', sent_sha256 = repeat('0', 64) where id = $1",
    [rung],
  );
  await owner.query(
    "insert into incident_notice_texts (notice_id, incident_id, company_id, n, texts, recipients, written_at) values ($1, $2, $3, 1, '[]', '[]', now())",
    [back, id, sister],
  );
  for (const [at, outcome] of [
    ["2026-06-01T03:00:00Z", "bounced"],
    ["2026-06-02T06:00:00Z", "accepted"],
  ])
    await owner.query(
      `insert into incident_notice_sendings (notice_id, incident_id, company_id, n, channel, recipient, language, heading, subject, body, sha256, sent_at, outcome)
       values ($1, $2, $3, 1, 'mail', 'x', 'en', 'x', 'x', 'x', repeat('0', 64), $4, $5)`,
      [back, id, sister, at, outcome],
    );
  await owner.query("update incident_notices set state = 'sent' where id = $1", [back]);
  const { rows } = await owner.query(
    "select reached_at from incident_notices where id = any ($1) order by reached_at",
    [[rung, back]],
  );
  assert.deepEqual(
    rows.map((row) => row.reached_at.toISOString()),
    ["2026-06-01T20:00:00.000Z", "2026-06-02T06:00:00.000Z"],
  );
  const row = (await figures({})).rows.find((one) => one.key === "plant_stop");
  assert.deepEqual([row?.noticesInTime, row?.noticesOwed], [1, 2]);
});

test("T-03 clocks of law in time: notified by their due moment among those over or notified; proposed ones, what is gone and what two decided against are in neither", async () => {
  const id = await incident(own, { kind: "ransomware" });
  await clock(id, { endedAs: "notified", after: 70 });
  await clock(id, { endedAs: "notified", after: 80 });
  await clock(id);
  await clock(id, { endedAs: "not_notified", after: 5 });
  await clock(id, { endedAs: "not_notified", after: 5, isSeconded: true });
  await clock(id, { standing: "proposed" });
  await clock(id, { isGone: true });
  const row = (await figures({})).rows.find((one) => one.key === "ransomware");
  assert.deepEqual([row?.clocksInTime, row?.clocksOwed], [1, 4]);
  const none = (await figures({})).rows.find((one) => one.key === "malware");
  assert.deepEqual([none?.clocksInTime, none?.clocksOwed], [0, 0]);
});

test("R-18 what nobody has judged counts like all else: reported late, never reported, and not yet while its 24 hours run; what was judged to be nothing does not", async () => {
  const kind = "web_server";
  const given = { kind, judged: null } as const;
  await incident(own, { ...given, reported: 2 });
  await incident(own, { ...given, reported: 30 });
  const never = await incident(own, { ...given, reported: null });
  await incident(own, { ...given, reported: null, discovered: "2026-06-30T12:00:00Z" });
  await incident(own, { kind, reported: null, judged: "nothing" });
  await incident(own, { kind, reported: 30, judged: "nothing" });
  await incident(own, { kind, reported: 1 });
  await notice(never, "approved");
  await clock(never);
  const of = async (by: "kind" | "company", key: string) =>
    (await figures({ by, from: "2026-06-01", to: "2026-07-01" }, officer.token)).rows.find(
      (one) => one.key === key,
    );
  const row = await of("kind", kind);
  assert.deepEqual([row?.count, row?.unjudged, row?.counted, row?.withinDay], [5, 4, 4, 2]);
  // What is owed for one that nobody has judged is owed.
  assert.deepEqual([row?.noticesInTime, row?.noticesOwed], [0, 1]);
  assert.deepEqual([row?.clocksInTime, row?.clocksOwed], [0, 1]);
  const company = await of("company", own);
  const others = await owner.query(
    "select from incidents where company_id = $1 and kind <> $2 and not is_exercise",
    [own, kind],
  );
  assert.deepEqual([company?.count, company?.unjudged], [(others.rowCount ?? 0) + 5, 4]);
  await owner.query(
    "update incidents set judged_as = 'nothing', judged_at = now() where kind = $1 and judged_as is null",
    [kind],
  );
  assert.equal((await of("kind", kind))?.count, 1);
});

test("R-18 every number of the figures opens exactly its rows: by kind, company, country, month and cause, of all, and for whoever needs to know of a confidential one", async () => {
  const at = "2026-05-10T15:30:00Z"; // in Tokyo the 11th
  const ends = ["2026-05-31T14:59:00Z", "2026-05-31T15:00:00Z"]; // the last minute of May and the first of June there
  await owner.query("update group_settings set time_zone = 'Asia/Tokyo'");
  await incident(own, { kind: "supplier", discovered: at, reported: null });
  for (const discovered of ends) await incident(manila, { kind: "supplier", discovered, reported: 25 });
  const hidden = await incident(sister, { kind: "supplier", discovered: at, secret: true });
  await notice(hidden, "approved");
  await notice(hidden, "proven", 2);
  await clock(hidden);
  const reviewed = await incident(own, { kind: "insider", contained: 4 });
  const other = await incident(own, { kind: "insider", contained: 9 });
  for (const [id, causes] of [
    [reviewed, ["insider", "error"]],
    [other, ["error"]],
  ] as const)
    await owner.query(
      `insert into incident_reviews (incident_id, company_id, causes, how, went_well, to_change, held_on, written_at)
       values ($1, $2, $3, 'x', '', '', '2026-06-05', now())`,
      [id, own, causes],
    );
  const insider = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  await owner.query("update incidents set told_ids = array[$2::uuid] where id = $1", [
    hidden,
    insider.personId,
  ]);
  for (const [token, each] of [
    [insider.token, bys],
    [office.token, ["kind"]],
  ] as const)
    for (const by of each) {
      const asked = { from: "2026-05-11", to: "2026-06-30" };
      const said = await app.as(token)(incidents.getIncidentFigures, { ...asked, by });
      for (const row of [...said.rows, { key: null, ...said.all }]) {
        const { days, ...where } = placeOf(by, row.key, asked);
        for (const [number, counted] of opened(row)) {
          const { rows } = await app.as(token)(incidents.listIncidents, {
            view: "all",
            counted,
            ...where,
            discoveredFrom: days.from,
            discoveredTo: days.to,
            limit: 200,
          });
          assert.equal(rows.length, number, `${by} ${row.key} ${counted}`);
        }
        for (const [what, owed, inTime] of [
          ["notices", row.noticesOwed, row.noticesInTime],
          ["clocks", row.clocksOwed, row.clocksInTime],
        ] as const)
          for (const [number, only] of [
            [owed, {}],
            [inTime, { inTime: true }],
          ] as const) {
            const dues = await app.as(token)(incidents.listIncidentDues, {
              what,
              ...where,
              ...days,
              ...only,
              limit: 200,
            });
            assert.equal(dues.rows.length, number, `${by} ${row.key} ${what}`);
            assert.deepEqual([dues.count, dues.inTime], [owed, inTime]);
          }
      }
    }
  const by = async (token: string, kind: string) =>
    (await figures({ from: "2026-05-11", to: "2026-05-31" }, token)).rows.find((row) => row.key === kind)
      ?.count;
  assert.deepEqual([await by(office.token, "supplier"), await by(insider.token, "supplier")], [2, 3]);
});

test("R-22 by cause an incident of two causes stands in both rows and once in all; what has no review stands apart", async () => {
  const said = await figures({ by: "cause" }, officer.token);
  const rows = Object.fromEntries(said.rows.map((row) => [row.key, row.count]));
  assert.deepEqual([rows["insider"], rows["error"], rows["attack"]], [1, 2, undefined]);
  assert.equal(said.all.count, (rows["not_reviewed"] ?? 0) + 2);
});

test("the list behind a figure is read page by page, the newest due first", async () => {
  const read = async (after?: string) =>
    app.as(office.token)(incidents.listIncidentDues, {
      what: "notices",
      from: "2026-05-01",
      limit: 2,
      ...(after ? { after } : {}),
    });
  const first = await read();
  const ids: string[] = first.rows.map((row) => row.id);
  let next = first.next;
  while (next) {
    const page = await read(next);
    ids.push(...page.rows.map((row) => row.id));
    next = page.next;
  }
  assert.deepEqual([ids.length, new Set(ids).size], [first.count, first.count]);
});

type Figure = Awaited<ReturnType<typeof figures>>["all"];
const opened = (row: Figure) =>
  [
    [row.count, "counted"],
    [row.unjudged, "unjudged"],
    [row.counted, "due"],
    [row.withinDay, "in_time"],
    [row.counted - row.withinDay, "late"],
    [row.contained, "contained"],
  ] as const;

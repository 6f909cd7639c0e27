// Rules and submissions as they were kept while a clock counted from a stage: before 0495.
import type pg from "pg";

type World = { groupId: string; person: string };
type RuleRow = {
  key: string;
  version?: number;
  shipped?: boolean;
  place?: string;
  stage: string;
  of?: string;
  adopted?: boolean;
};

const rules: RuleRow[] = [
  { key: "eu-nis2-notification", shipped: true, stage: "full" },
  { key: "eu-cra-incident-full", shipped: true, stage: "full" },
  { key: "eu-nis2-final", shipped: true, stage: "final", of: "full", adopted: true },
  { key: "eu-nis2-final", version: 2, stage: "final", of: "full" },
  { key: "eu-cra-incident-final", shipped: true, stage: "final", of: "full" },
  { key: "jp-first", shipped: true, place: "JP", stage: "first" },
  { key: "uk-first", shipped: true, place: "GB", stage: "first" },
  { key: "kr-update", shipped: true, place: "KR", stage: "update" },
  { key: "own-report", place: "CONTRACT", stage: "first" },
  { key: "own-one", place: "CONTRACT", stage: "final", of: "first", adopted: true },
  { key: "own-two", stage: "progress", of: "full", adopted: true },
];

export async function addSubmissions(
  owner: pg.Client,
  { groupId, person }: World,
): Promise<{ incidentId: string }> {
  const one = async (sql: string, values: unknown[]): Promise<string> =>
    (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
  const writer = await one(
    "insert into people (company_id, family_name, given_name, language) values ($1, 'W', 'R', 'en') returning id",
    [groupId],
  );
  const ids = new Map<string, string>();
  for (const {
    key,
    version = 1,
    shipped = false,
    place = "EU",
    stage,
    of = null,
    adopted = false,
  } of rules) {
    const id = await one(
      `insert into clock_rules (key, version, is_shipped, subject, jurisdiction, stage, status, anchor, anchor_of, amount, unit, whose, applies_when, words,
         source_title, read_on, sure, reviewed_on, written_by, adopted_at, adopted_by, row_version)
       values ($1, $2, $3, 'company', $4, $5, 'in_force', case when $6::text is null then 'aware' else 'submitted' end, $6, 1, 'month', '{"all": []}', '{"all": []}',
         '{"en": {"name": "Rule"}}', 'Law', '2026-01-01', 'high', '2026-01-01', case when not $3 then $7::uuid end,
         case when $8 then now() end, case when $8 then $9::uuid end, case when $3 and $8 then 2 else 1 end) returning id`,
      [key, version, shipped, place, stage, of, writer, adopted, person],
    );
    if (version === 1) ids.set(key, id);
  }
  const incidentId = await one(
    `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at, potential, actual, sought)
     values ($1, 1, 'G-I1', 'cloud_setting', 'Case', 'form', '2026-06-01T01:00Z', 'Asia/Tokyo', '2026-06-01T01:00Z', '2026-06-02T01:00Z', 'high', 'none', 'case')
     returning id`,
    [groupId],
  );
  const clock = (
    key: string,
    stage: string,
    more: { run?: string; startedAt?: string; at?: string; proof?: string },
  ) =>
    owner.query(
      `insert into incident_clocks (incident_id, company_id, clock_key, rule_id, entity_id, stage, standing, outcome, zone, started_at, ended_as, ended_at,
         proof_reference, entered_at)
       values ($1, $2, $3, $4, $2, $5, 'due', 'applies', 'Asia/Tokyo', $6, case when $7::timestamptz is null then null else 'notified' end, $7, $8, $7)`,
      [
        incidentId,
        groupId,
        `${key}|${groupId}|${more.run ?? ""}|`,
        ids.get(key),
        stage,
        more.startedAt ?? null,
        more.at ?? null,
        more.proof ?? "",
      ],
    );
  const submitted = (stage: string, at: string, reason: string, setAt = at) =>
    owner.query(
      `insert into incident_moments (incident_id, company_id, entity_id, moment, of_what, at, zone, reason, set_at)
       values ($1, $2, $2, 'submitted', $3, $4, 'Asia/Tokyo', $5, $6)`,
      [incidentId, groupId, stage, at, reason, setAt],
    );
  await clock("eu-nis2-notification", "full", { at: "2026-06-03T01:00Z", proof: "nis2" });
  await submitted("full", "2026-06-03T01:00Z", "nis2");
  for (const key of ["jp-first", "uk-first"]) {
    await clock(key, "first", { at: "2026-06-02T01:00Z", proof: "twice" });
    await submitted("first", "2026-06-02T01:00Z", "twice");
  }
  await clock("kr-update", "update", { run: "2", at: "2026-06-04T01:00Z", proof: "fact" });
  await submitted("update", "2026-06-04T01:00Z", "fact");
  await clock("eu-nis2-final", "final", { startedAt: "2026-06-05T01:00Z" });
  await submitted("full", "2026-06-05T01:00Z", "by hand", "2026-06-05T02:00Z");
  await submitted("full", "2026-06-06T01:00Z", "by hand, starting nothing");
  return { incidentId };
}

// Lent to later modules.
// A shortfall becomes a finding: one number in its company, a day by its severity, a duty. The same weakness of the same company is one
// finding for as long as it is open; found again after that it is a new one that says which it was before.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import { openDuties } from "#modules/duties/service.ts";
import { permissions } from "./contract/words.ts";
import { rulesBySeverity } from "./loading.ts";
import { dueOf, type Severity, type Source } from "./rules.ts";

export const remedyDuty = "finding.remedy";

export type NewFinding = {
  companyId: string;
  unitId?: string | null;
  title: string;
  /** Of a control: its title in the languages of its edition. */
  titles?: Readonly<Record<string, string | undefined>> | null;
  detail?: string;
  sourceKind: Source;
  sourceId?: string | null;
  sourceSaid?: string;
  /** Tells what is the same weakness in one company; without it every finding is one of its own. */
  sameKey?: string | null;
  foundOn: string;
  severity: Severity;
  /** Another day than the severity gives. */
  dueOn?: string | null;
  causeKind?: string | null;
  cause?: string;
  editionId?: string | null;
  controlIds?: readonly string[];
  siteIds?: readonly string[];
  ownerId?: string | null;
  ownerSaid?: string;
  /** A list says that it has ended: nobody owes anything for it. */
  isOver?: boolean;
  /** Of an answer: what it said, for the row that tells each time it was seen. */
  verdict?: "not_met" | "partly";
};

export type Raised = { id: string; companyId: string; reference: string; isNew: boolean };

type Row = Raised & { dueOn: string; severity: Severity; sourceKind: string; recursId: string | null };

/**
 * Raises them all in as many statements as one: a round that is locked brings thousands. What the same source saw before, as a visit in
 * the report that is corrected now or an inspection in its first lock, is that finding also after its end: nothing has come back.
 *
 * @returns each in the order given; of what is known already, the finding that it is.
 */
export async function raiseEach(ctx: Ctx, found: readonly NewFinding[]): Promise<Raised[]> {
  if (found.length === 0) return [];
  const rules = await rulesBySeverity(ctx);
  const rows = found.map((one, nth) => {
    const rule = rules.get(one.severity);
    return {
      nth,
      company_id: one.companyId,
      unit_id: one.unitId ?? null,
      title: one.title,
      titles: one.titles ?? null,
      detail: one.detail ?? "",
      source_kind: one.sourceKind,
      source_id: one.sourceId ?? null,
      source_said: one.sourceSaid ?? "",
      same_key: one.sameKey ?? null,
      found_on: one.foundOn,
      severity: one.severity,
      due_on: one.dueOn ?? (rule ? dueOf(rule, one.foundOn) : one.foundOn),
      cause_kind: one.causeKind ?? null,
      cause: one.cause ?? "",
      edition_id: one.editionId ?? null,
      control_ids: one.controlIds ?? [],
      site_ids: one.siteIds ?? [],
      owner_id: one.ownerId ?? null,
      owner_said: one.ownerSaid ?? "",
      verdict: one.verdict ?? "not_met",
      sought: [one.title, ...Object.values(one.titles ?? {})].join(" "),
    };
  });
  // Whoever raises the same at the same company at once waits for the numbers, and then sees what the other has raised.
  await sql`select pg_advisory_xact_lock(hashtextextended('yagura.findings.' || c, 0)) from unnest(${[
    ...new Set(found.map((one) => one.companyId)),
  ].toSorted()}::text[]) c`.execute(ctx.db);
  const { rows: raised } = await sql<Row & { nth: number }>`
    with given as (
      select x.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (nth int, company_id uuid, unit_id uuid, title text, titles jsonb, detail text,
        source_kind text, source_id uuid, source_said text, same_key text, found_on date, severity text, due_on date, cause_kind text, cause text,
        edition_id uuid, control_ids text[], site_ids uuid[], owner_id uuid, owner_said text, verdict text, sought text)
    ), known as (
      select distinct on (g.nth) g.nth, f.id, f.company_id, f.reference, f.due_on, f.severity, f.source_kind from given g
      cross join lateral findings_carrying(g.company_id, g.same_key) c join findings f on f.id = c.finding_id
      left join lateral (select true as before from finding_occurrences o where o.finding_id = f.id and o.source_kind = g.source_kind
        and o.source_id = g.source_id and o.verdict <> 'met' limit 1) s on true
      where f.state <> 'closed' or s.before
      order by g.nth, s.before is null, f.state = 'closed', f.same_key is distinct from g.same_key, f.id
    ), fresh as (
      select g.*, new_id() as id, row_number() over (partition by g.company_id order by g.nth) as place, l.id as recurs_id
      from given g left join lateral (select f.id from findings_carrying(g.company_id, g.same_key) c
        join findings f on f.id = c.finding_id and f.state = 'closed' order by f.closed_at desc, f.id desc limit 1) l on true
      where not exists (select from known k where k.nth = g.nth)
    ), numbered as (
      insert into finding_numbers (company_id, last) select company_id, count(*) from fresh group by company_id
      on conflict (company_id) do update set last = finding_numbers.last + excluded.last returning company_id, last
    ), written as (
      insert into findings (id, company_id, unit_id, number, reference, title, titles, detail, source_kind, source_id, source_said, same_key,
        found_on, severity, cause_kind, cause, edition_id, control_ids, site_ids, owner_id, owner_said, first_due_on, due_on, raised_at, raised_by,
        recurs_id, recurred_count, sought)
      select n.id, n.company_id, n.unit_id, m.last - t.count + n.place, u.code || '-F' || (m.last - t.count + n.place), n.title, n.titles, n.detail,
        n.source_kind, n.source_id, n.source_said, n.same_key, n.found_on, n.severity, n.cause_kind, n.cause, n.edition_id, n.control_ids,
        n.site_ids, n.owner_id, n.owner_said, n.due_on, n.due_on, app_now(), ${ctx.actor.personId}::uuid, n.recurs_id,
        coalesce((select f.recurred_count + 1 from findings f where f.id = n.recurs_id), 0),
        u.code || '-F' || (m.last - t.count + n.place) || ' ' || n.sought
      from fresh n join units u on u.id = n.company_id join numbered m on m.company_id = n.company_id
      join (select company_id, count(*) from fresh group by company_id) t on t.company_id = n.company_id
      returning id, company_id, reference, due_on, severity, source_kind, recurs_id
    )
    select w.*, true as is_new, n.nth from written w join fresh n on n.id = w.id
    union all select k.id, k.company_id, k.reference, k.due_on, k.severity, k.source_kind, null, false, k.nth from known k
    order by nth`.execute(ctx.db);
  const byPlace = new Map(raised.map((row) => [row.nth, row]));
  await noteSeen(
    ctx,
    found.flatMap((one, nth) => {
      const row = byPlace.get(nth);
      return row && one.sameKey ? [{ ...seenOf(one), findingId: row.id }] : [];
    }),
  );
  const fresh = raised.filter((row) => row.isNew);
  await openRemedies(
    ctx,
    fresh.filter(({ nth }) => !found[nth]?.isOver),
  );
  await recordEach(
    ctx,
    "finding.raised",
    fresh.map((row) => ({
      subject: { kind: "finding", id: row.id, companyId: row.companyId },
      data: {
        reference: row.reference,
        severity: row.severity,
        source: row.sourceKind,
        dueOn: row.dueOn,
        recursId: row.recursId,
      },
    })),
  );
  return raised.map(({ id, companyId, reference, isNew }) => ({ id, companyId, reference, isNew }));
}

type Seen = {
  findingId: string;
  companyId: string;
  sourceKind: string;
  sourceId: string | null;
  seenOn: string;
  verdict: "not_met" | "partly" | "met";
  said: string;
};

const seenOf = (one: NewFinding): Omit<Seen, "findingId"> => ({
  companyId: one.companyId,
  sourceKind: one.sourceKind,
  sourceId: one.sourceId ?? null,
  seenOn: one.foundOn,
  verdict: one.verdict ?? "not_met",
  said: (one.detail ?? "").slice(0, 4000),
});

/** Each time that it was looked at by a record of this product; corrected later, it is the same look on its day. */
async function noteSeen(ctx: Ctx, each: readonly Seen[]): Promise<void> {
  const seen = asOneLook(each);
  if (seen.length === 0) return;
  const given = sql`jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as x ("findingId" uuid, "companyId" uuid, "sourceKind" text, "sourceId" uuid,
      "seenOn" date, verdict text, said text)`;
  await sql`with again as (update finding_occurrences o set verdict = x.verdict, said = x.said from ${given}
      where o.finding_id = x."findingId" and o.source_kind = x."sourceKind" and o.source_id = x."sourceId" returning o.finding_id, o.source_id)
    insert into finding_occurrences (finding_id, company_id, source_kind, source_id, seen_on, verdict, said)
    select x."findingId", x."companyId", x."sourceKind", x."sourceId", x."seenOn", x.verdict, x.said from ${given}
    where not exists (select from again a where a.finding_id = x."findingId" and a.source_id = x."sourceId")
    on conflict on constraint finding_occurrences_once do update set verdict = excluded.verdict, said = excluded.said`.execute(
    ctx.db,
  );
}

/** Of one that stands for several after a merge: a look saw it once, with the worst of what it saw and all that was said. */
const asOneLook = (each: readonly Seen[]): Seen[] =>
  [
    ...Map.groupBy(each, (one) =>
      [one.findingId, one.sourceKind, one.sourceId, one.seenOn].join(" "),
    ).values(),
  ].flatMap(([first, ...others]) => {
    if (!first) return [];
    const all = [first, ...others];
    const worst = all.find((one) => one.verdict === "not_met") ?? first;
    const said = [...new Set(all.map((one) => one.said).filter(Boolean))].join("\n\n").slice(0, 4000);
    return [{ ...worst, said }];
  });

/** Each weakness that is open at one of these companies, as `<company id> <key>`. */
export async function openKeysOf(ctx: Ctx, companyIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`select f.company_id || ' ' || f.same_key as key from findings f
    where f.company_id = any (${[...companyIds]}::uuid[]) and f.same_key is not null and (f.state not in ('closed', 'merged')
      or f.state = 'merged' and exists (select from findings_carrying(f.company_id, f.same_key) c
        join findings o on o.id = c.finding_id and o.state <> 'closed'))`.execute(ctx.db);
  return new Set(rows.map((row) => row.key));
}

/**
 * What is open of this key is answered as met now: told beside it, and no more than that. Closed is what somebody has seen.
 *
 * @param short what the same look saw falling short: one that stands for several after a merge is not met by one of them.
 */
export async function noteMet(
  ctx: Ctx,
  met: readonly {
    companyId: string;
    sameKey: string;
    sourceKind: Source;
    sourceId: string;
    seenOn: string;
  }[],
  short: readonly Raised[],
): Promise<void> {
  if (met.length === 0) return;
  await sql`with said as (
      select distinct f.id, f.company_id, x."sourceKind" as source_kind, x."sourceId" as source_id, x."seenOn" as seen_on
      from jsonb_to_recordset(${JSON.stringify(met)}::jsonb) as x ("companyId" uuid, "sameKey" text, "sourceKind" text, "sourceId" uuid, "seenOn" date)
      cross join lateral findings_carrying(x."companyId", x."sameKey") c join findings f on f.id = c.finding_id and f.state <> 'closed'
      where f.id <> all (${short.map((one) => one.id)}::uuid[])
    ), again as (update finding_occurrences o set verdict = 'met' from said x
      where o.finding_id = x.id and o.source_kind = x.source_kind and o.source_id = x.source_id returning o.finding_id, o.source_id)
    insert into finding_occurrences (finding_id, company_id, source_kind, source_id, seen_on, verdict)
    select x.id, x.company_id, x.source_kind, x.source_id, x.seen_on, 'met' from said x
    where not exists (select from again a where a.finding_id = x.id and a.source_id = x.source_id)
    on conflict on constraint finding_occurrences_once do update set verdict = 'met'`.execute(ctx.db);
}

/** The company's duty to remedy: its officer's, or of whoever is named to answer for it. */
export const openRemedies = (
  ctx: Ctx,
  findings: readonly { id: string; companyId: string; reference: string; dueOn: string }[],
): Promise<void> =>
  openDuties(
    ctx,
    findings.map((one) => ({
      kind: remedyDuty,
      subjectKind: "finding",
      subjectId: one.id,
      companyId: one.companyId,
      permission: permissions.work,
      dueOn: one.dueOn,
      about: one.reference,
    })),
  );

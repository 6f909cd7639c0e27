// One finding with all that was said and seen of it, and what may be done now.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { findings } from "./contract.ts";
import { deciders, permissions, verifiers } from "./contract/words.ts";
import { named, rowColumns } from "./listing.ts";
import { ruleOf } from "./loading.ts";
import { remedyDuty } from "./recording.ts";
import { isGrave, isOpenTo, verifierProblem } from "./rules.ts";

type Whole = Output<typeof findings.getFinding>;
type Row = Omit<
  Whole,
  | "controls"
  | "harms"
  | "can"
  | "rule"
  | "today"
  | "remedies"
  | "verifications"
  | "reopenings"
  | "acceptances"
  | "proofs"
  | "occurrences"
> & {
  workedBy: string[];
  leftOn: string | null;
};

export async function getFinding(ctx: Ctx, { id }: Input<typeof findings.getFinding>): Promise<Whole> {
  const { rows } = await sql<Row>`
    select ${rowColumns(ctx)}, f.unit_id, f.detail, case when ${leadsBack("f.source_id")} then f.source_id end as source_id,
      case when ${leadsBack("f.source_id")} then f.source_said else '' end as source_said, ${sourceName(ctx, "f.source_id")} as source_name,
      f.cause_kind, f.cause, f.edition_id, f.owner_id, f.owner_said, f.raised_at, f.worked_by, f.left_on,
      ${nameOfActor(ctx.language, sql`f.raised_by`)} as raised_by_name, f.remedied_at, f.closed_at,
      (select jsonb_build_object('number', o.own_number, 'listName', o.list_name, 'place', coalesce(o.said ->> 'place', ''), 'endedAs', f.by_list,
        'endedOn', case f.by_list when 'closed' then o.said ->> 'closedOn' when 'accepted' then o.said ->> 'acceptedUntil' end,
        'endedBy', case f.by_list when 'closed' then coalesce(o.said ->> 'closedBy', '') else '' end)
        from finding_origins o where o.finding_id = f.id) as from_list,
      (select jsonb_build_object('id', o.id, 'reference', o.reference) from findings o where o.id = f.merged_into) as merged_into,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'reference', o.reference, 'title', coalesce(o.titles ->> ${ctx.language}, o.title))
        order by o.number) from findings o where o.merged_into = f.id), '[]') as merged,
      (select jsonb_build_object('id', o.id, 'reference', o.reference) from findings o where o.id = f.recurs_id) as recurs,
      (select jsonb_build_object('id', o.id, 'reference', o.reference) from findings o where o.recurs_id = f.id order by o.number limit 1) as came_back_as,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.unit_id, 'name', ${nameOfUnit(ctx.language, "s")}) order by s.name) from unit_names s
        where s.unit_id = any (f.site_ids) and holds_on(s.valid_from, s.valid_to, ${ctx.today}::date)), '[]') as sites,
      coalesce((select jsonb_agg(jsonb_build_object('ledger', a.ledger, 'entryId', a.entry_id, 'name', a.name) order by a.name)
        from finding_assets a where a.finding_id = f.id), '[]') as assets,
      d.duty
    from findings f ${named(ctx)}
    left join lateral (select jsonb_build_object('id', x.id, 'dueAt', x.due_at, 'timeZone', x.time_zone, 'postponedCount', x.postponed_count) as duty
      from duties x where x.subject_id = f.id and x.kind = ${remedyDuty} and x.state = 'open'
      order by x.due_at limit 1) d on true
    where f.id = ${id}::uuid and ${within(ctx, "f.company_id")}`.execute(ctx.db);
  const { workedBy, leftOn, ...row } = found(rows[0], "finding");
  const rule = await ruleOf(ctx, row.severity);
  const acts = await actsOf(ctx, id);
  return {
    ...row,
    ...(await controlsOf(ctx, row)),
    ...acts,
    rule: { mostAcceptedDays: rule.mostAcceptedDays, verifiedWithin: rule.verifiedWithin },
    today: ctx.today,
    can: await canOf(ctx, { ...row, workedBy, leftOn }, rule, acts.acceptances),
  };
}

/** The record that it came from, by the name of its round; what later modules raise they name themselves. */
/** What it comes from may be an incident that is kept from the reader. */
const leadsBack = (column: string) => sql`is_hidden(${sql.ref(column)}) is not true`;

const sourceName = (
  ctx: Ctx,
  column: string,
) => sql`(select r.name from inspections i join rounds r on r.id = i.round_id
  where i.id = ${sql.ref(column)} and ${within(ctx, "i.company_id")})`;

async function controlsOf(
  ctx: Ctx,
  { editionId, controlIds }: Pick<Row, "editionId" | "controlIds">,
): Promise<Pick<Whole, "controls" | "harms">> {
  if (controlIds.length === 0) return { controls: [], harms: [] };
  const worded = (texts: string) =>
    sql`coalesce(${sql.raw(texts)} ->> ${ctx.language}, ${sql.raw(texts)} ->> 'ja', ${sql.raw(texts)} ->> 'en')`;
  const { rows } = await sql<{ controlId: string; title: string | null; harms: string[] }>`
    select c.control_id, ${worded("c.texts -> 'title'")} as title,
      array(select ${worded("h -> 'name'")} from editions e cross join lateral jsonb_array_elements(e.frame -> 'harms') with ordinality x (h, place)
        where e.id = c.edition_id and h ->> 'id' = any (c.harms) order by place) as harms
    from controls c where c.edition_id = ${editionId}::uuid and c.control_id = any (${controlIds}::text[])`.execute(
    ctx.db,
  );
  const titles = new Map(rows.map((row) => [row.controlId, row.title]));
  return {
    controls: controlIds.map((one) => ({ id: one, title: titles.get(one) ?? null })),
    harms: [...new Set(rows.flatMap((row) => row.harms))],
  };
}

type Acts = Pick<
  Whole,
  "remedies" | "verifications" | "reopenings" | "acceptances" | "proofs" | "occurrences"
>;

/** The latest first; what was said once is never taken away. */
async function actsOf(ctx: Ctx, id: string): Promise<Acts> {
  const remedies = await sql<Whole["remedies"][number]>`select r.id, r.done, r.done_on, r.said_at,
      ${nameOfActor(ctx.language, sql`r.said_by`)} as said_by_name
    from finding_remedies r where r.finding_id = ${id}::uuid order by r.said_at desc, r.id desc limit 50`.execute(
    ctx.db,
  );
  const reopenings = await sql<
    Whole["reopenings"][number]
  >`select o.id, o.because, o.reason, o.opened_at, ${nameOfActor(ctx.language, sql`o.opened_by`)} as opened_by_name
    from finding_reopenings o where o.finding_id = ${id}::uuid order by o.opened_at desc, o.id desc limit 50`.execute(
    ctx.db,
  );
  const verifications = await sql<
    Whole["verifications"][number]
  >`select v.id, v.is_gone, v.method, v.seen, v.seen_on, v.holds_until, v.verified_at,
      ${nameOfActor(ctx.language, sql`v.verified_by`)} as verified_by_name
    from finding_verifications v where v.finding_id = ${id}::uuid order by v.verified_at desc, v.id desc limit 50`.execute(
    ctx.db,
  );
  const acceptances = await sql<
    Whole["acceptances"][number]
  >`select a.id, a.reason, a.meanwhile, a.until, a.asked_at,
      ${nameOfActor(ctx.language, sql`a.asked_by`)} as asked_by_name, a.asked_by = ${ctx.actor.personId}::uuid as is_mine, a.is_granted, a.decided_at,
      ${nameOfActor(ctx.language, sql`a.decided_by`)} as decided_by_name, a.decision, a.ended_at, a.ended_because
    from finding_acceptances a where a.finding_id = ${id}::uuid order by a.asked_at desc, a.id desc limit 50`.execute(
    ctx.db,
  );
  const proofs = await sql<
    Whole["proofs"][number]
  >`select x.file_id, f.name, x.act, x.act_id, f.size_bytes::int as size_bytes
    from finding_files x join files f on f.id = x.file_id where x.finding_id = ${id}::uuid order by f.created_at, f.id limit 200`.execute(
    ctx.db,
  );
  const occurrences = await sql<
    Whole["occurrences"][number]
  >`select o.source_kind, o.source_id, ${sourceName(ctx, "o.source_id")} as source_name,
      o.seen_on, o.verdict, o.said
    from finding_occurrences o where o.finding_id = ${id}::uuid order by o.seen_on desc, o.id desc limit 100`.execute(
    ctx.db,
  );
  return {
    remedies: remedies.rows,
    verifications: verifications.rows,
    reopenings: reopenings.rows,
    acceptances: acceptances.rows,
    proofs: proofs.rows,
    occurrences: occurrences.rows,
  };
}

type Standing = Pick<Whole, "companyId" | "state" | "severity" | "ownerId"> &
  Pick<Row, "workedBy" | "leftOn">;

/** Each act with the reason why not; null where it may be done now. */
async function canOf(
  ctx: Ctx,
  finding: Standing,
  rule: Awaited<ReturnType<typeof ruleOf>>,
  acceptances: Whole["acceptances"],
): Promise<Whole["can"]> {
  const mine = await held(
    ctx,
    [permissions.manage, permissions.work, ...verifiers, ...deciders],
    finding.companyId,
  );
  const { state } = finding;
  const asked = acceptances.find((one) => one.decidedAt === null && one.endedAt === null);
  const gone = finding.leftOn ? "finding.company_left" : null;
  const on = (isMine: boolean, isNow: boolean, why = "finding.not_for_its_state") =>
    !isMine ? "can.not_yours" : (gone ?? (isNow ? null : why));
  const isWithin = !mine.has(permissions.verifyAny) && !mine.has(permissions.verify);
  const mayVerify = verifiers.some((one) => mine.has(one));
  const mayDecide =
    mine.has(permissions.acceptGrave) || (mine.has(permissions.accept) && !isGrave(finding.severity));
  return {
    weigh: on(mine.has(permissions.manage), isOpenTo("change", state)),
    work: on(mine.has(permissions.work) || mine.has(permissions.manage), isOpenTo("work", state)),
    remedied: on(mine.has(permissions.work), isOpenTo("remedied", state)),
    verify: !mayVerify
      ? "can.not_yours"
      : (gone ?? verifierProblem(finding, rule, { personId: ctx.actor.personId, isWithin })),
    askAcceptance: on(
      mine.has(permissions.work),
      isOpenTo("ask_acceptance", state) && !asked,
      asked ? "finding.acceptance_asked_already" : "finding.not_for_its_state",
    ),
    decide: on(
      mayDecide && asked !== undefined,
      !asked?.isMine && finding.ownerId !== ctx.actor.personId,
      "finding.accepted_by_another",
    ),
    endAcceptance: on(mayDecide, state === "accepted"),
    takeBack: on(mine.has(permissions.work) && asked !== undefined, asked !== undefined),
    reopen: on(mine.has(permissions.manage), isOpenTo("reopen", state)),
    merge: on(mine.has(permissions.manage), isOpenTo("merge", state)),
  };
}

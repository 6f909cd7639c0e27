// The story of one inspection, from the trail and from what the record holds: what happened, who did it, why.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { nobody } from "#core/http/door.ts";
import { standsUnder } from "#modules/duties/under.ts";
import { inspectionInScope } from "../loading.ts";
import type { reviewing } from "./contract.ts";

type Story = Output<typeof reviewing.listStory>;

/** Single answers are many and say little one by one; the answering page tells them per control. */
export const tooSmall = ["answer.saved", "evidence.used", "evidence.dropped"];
const most = 100;

/** An event tells of a milestone: its own, or that corrected words sent the inspection back in the act that it ends. */
const tellsOf = (event: RawBuilder<unknown>, milestone: RawBuilder<unknown>) =>
  sql`(${event}.verb = ${milestone}.verb
    or ${milestone}.verb = 'inspection.returned' and ${event}.verb = 'inspection.asked_again'
      and ${event}.at between ${milestone}.at and ${milestone}.at + interval '1 minute')`;

/**
 * What the record itself holds of its way. An inspection that was brought in from elsewhere has no events of its own;
 * a milestone is told from the record only where no event tells it.
 */
const milestones = sql`select 'm' || m.nth as id, m.at, m.verb, m.data, m.said,
    m.by as actor_id, m.behalf as on_behalf_of, 0::bigint as told
  from told_about i
  left join inspection_results v on v.inspection_id = i.id and v.basis = 'locked'
  cross join lateral (values
    (1, 'inspection.begun', i.begun_at, null::uuid, null::uuid, null, '{}'::jsonb),
    (2, 'inspection.submitted', i.submitted_at, i.submitted_by, null, i.late_reason, '{}'),
    (3, 'inspection.returned', i.returned_at, null, null, null, '{}'),
    (4, 'inspection.reviewed', i.reviewed_at, i.reviewed_by, null, null, '{}'),
    (5, 'inspection.confirmed', i.confirmed_at, i.confirmed_by, i.confirmed_for, null, '{}'),
    (6, 'inspection.locked', i.locked_at, null, null, null, jsonb_build_object('result', v.result))
  ) m (nth, verb, at, by, behalf, said, data)
  where m.at is not null and not exists (select from events e where e.subject_id = i.id and ${tellsOf(sql`e`, sql`m`)})`;

/**
 * Why, in the words that the record keeps of the same act. The trail's own values are not read here: they are for who
 * holds the right to, and may be erased. Words that later ones replaced are in the trail alone.
 */
const said = sql`case e.verb
    when 'inspection.submitted' then case when e.nth = 1 then i.late_reason end
    when 'inspection.returned' then case when e.nth = 1 and e.data ->> 'byExecutive' = 'true' then i.returned_reason end
    when 'inspection.confirmed' then coalesce((select b.signer_reason from confirmations_taken_back b
      where b.inspection_id = i.id and b.taken_back_at > e.at and e.at between b.confirmed_at and b.confirmed_at + interval '1 minute'),
      case when e.nth = 1 then i.signer_reason end)
    when 'inspection.confirmation_taken_back' then (select b.reason from confirmations_taken_back b
      where b.inspection_id = i.id order by b.taken_back_at desc, b.id desc offset e.nth - 1 limit 1)
    when 'inspection.correction_opened' then (select c.reason from corrections c
      where c.inspection_id = i.id order by c.opened_at desc offset e.nth - 1 limit 1)
    when 'inspection.answers_reviewed' then (select r.reason from desk_reviews r
      where r.inspection_id = i.id and e.data -> 'controlIds' @> to_jsonb(r.control_id) and r.reviewed_at <= e.at limit 1)
    when 'inspection.scope_answered' then (select a.note from scope_answers a
      where a.inspection_id = i.id and a.condition = e.data ->> 'condition' and a.answered_at <= e.at)
    when 'inspection.asked_again' then (select x.reason from errata x where x.id::text = e.data ->> 'erratumId')
    when 'inspection.talked' then (select k.body from talks k where k.id::text = e.data ->> 'talkId')
    when 'inspection.delegated' then (select d.note from delegations d where d.id::text = e.data ->> 'delegationId')
    when 'inspection.delegation_handed_back' then (select d.end_note from delegations d
      where d.id::text = e.data ->> 'delegationId')
    else (select case when e.data ? 'postponementId' then p.decision_reason else p.reason end from postponements p
      where e.subject_kind = 'duty' and p.duty_id = e.subject_id
        and (p.id::text = e.data ->> 'postponementId' or p.nth::text = e.data ->> 'nth'))
  end`;

export async function listStory(ctx: Ctx, { id }: Input<typeof reviewing.listStory>): Promise<Story> {
  const inspection = await inspectionInScope(ctx, id);
  const { rows } = await sql<Story["rows"][number]>`
    with told_about as (select * from inspections where id = ${inspection.id}::uuid),
    events_of as (
      select e.*, row_number() over (partition by e.subject_id, e.verb order by e.id desc) as nth
      from events e
      where (e.subject_id = ${inspection.id}::uuid or e.subject_id in (select d.id from duties d where d.subject_id = ${inspection.id}::uuid))
        and not e.verb = any (${tooSmall}::text[]) and ${within(ctx, "e.company_id")}
      order by e.id desc limit ${most + 1}
    )
    select s.id, s.at, s.verb, s.data, left(nullif(s.said, ''), 2000) as said, coalesce(s.actor_id = ${nobody}::uuid, false) as is_system,
      case when s.on_behalf_of is null then ${nameOfPerson(ctx.language, "p")} else ${nameOfActor(ctx.language, sql`s.actor_id`)} end as actor_name,
      ${nameOfActor(ctx.language, sql`s.on_behalf_of`)} as on_behalf_of_name
    from (select e.id::text as id, e.at, e.verb, e.data, ${said} as said, e.actor_id, e.on_behalf_of, e.id as told
      from events_of e cross join told_about i union all (${milestones})) s
    left join people p on p.id = s.actor_id
    order by s.at desc, s.told desc, s.id desc limit ${most + 1}`.execute(ctx.db);
  return { rows: rows.slice(0, most), hasMore: rows.length > most };
}

/** What people want to hear of when they come back; the rest is in each inspection's story. */
export const told = [
  "inspection.submitted",
  "inspection.returned",
  "inspection.reviewed",
  "inspection.confirmed",
  "inspection.confirmation_taken_back",
  "inspection.locked",
  "inspection.correction_opened",
  "inspection.asked_again",
  "inspection.standing_changed",
  "inspection.provider_changed",
  "inspection.left",
  "inspection.released",
  "duty.postponed",
  "duty.postponement_refused",
  "round.launched",
  "round.due_day_taken",
  "round.closed",
];

/** From the trail; where a record came in without one, as an import from elsewhere does, its own days are told. */
export async function listChanges(
  ctx: Ctx,
  { since, divisionId }: Input<typeof reviewing.listChanges>,
): Promise<Output<typeof reviewing.listChanges>> {
  const { rows } = await sql<Output<typeof reviewing.listChanges>["rows"][number] & { total: number }>`
    with heard as (
      select e.verb, e.at, e.company_id, e.subject_kind, e.subject_id, e.data from events e
      where e.at >= ${since}::timestamptz and e.verb = any (${told}::text[]) and ${within(ctx, "e.company_id")}
        and ${standsUnder("e.company_id", divisionId)}
      union all
      select m.verb, m.at, i.company_id, 'inspection', i.id, '{}' from inspections i
        join rounds r on r.id = i.round_id and r.state = 'open'
        cross join lateral (values ('inspection.submitted', i.submitted_at), ('inspection.returned', i.returned_at),
          ('inspection.reviewed', i.reviewed_at), ('inspection.confirmed', i.confirmed_at), ('inspection.locked', i.locked_at)) m (verb, at)
      where m.at >= ${since}::timestamptz and ${within(ctx, "i.company_id")} and ${standsUnder("i.company_id", divisionId)}
        and not exists (select from events e where e.subject_id = i.id and ${tellsOf(sql`e`, sql`m`)})
    ), seen as (
      select h.*, row_number() over (order by h.at, h.subject_id) as id,
        (h.at at time zone (select time_zone from group_settings))::date as day
      from heard h
    ), grouped as (
      select verb, day, max(at) as at, count(*)::int as count, max(id) as last_id, (array_agg(id order by id desc))[1:4] as ids
      from seen group by verb, day
    )
    select g.verb, g.at, g.count, (select coalesce(sum(x.count), 0) from grouped x)::int as total, last.data,
      coalesce((select jsonb_agg(jsonb_build_object('inspectionId', case when s.subject_kind = 'inspection' then s.subject_id end,
          'name', n.name, 'nameEn', n.name_en, 'nameJa', n.name_ja, 'nameZh', n.name_zh) order by s.id desc)
        from seen s join lateral (select * from unit_names x where x.unit_id = s.company_id order by x.valid_from desc limit 1) n on true
        where s.id = any (g.ids)), '[]') as companies
    from grouped g join seen last on last.id = g.last_id order by g.at desc limit 12`.execute(ctx.db);
  return { rows: rows, total: rows[0]?.total ?? 0 };
}

// From the trail to messages: a subscriber reads what happened and writes, in one statement a template and batch, one row a
// person and fact. Nothing is sent here; when a mail may leave is worked out with it.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber, TrailEvent } from "#core/events/dispatch.ts";
import { hardByMoment, hardFromLevel, risenTo } from "#modules/duties/rules.ts";
import { lastLevel } from "./rules.ts";
import { type Audience, type Template, templates, verbsOfTemplates } from "./templates.ts";

/** Of what comes one after another, a reminder of fifty companies, one mail is made: the first waits so long for the others. */
const pauseSeconds = 30;

export const messageMaker: Subscriber = {
  name: "messages",
  verbs: verbsOfTemplates,
  // What happened before the product could tell of it is no news.
  from: "now",
  handle: async (ctx, events) => {
    for (const template of templates) {
      const of = events.filter((event) => isOf(template, event));
      if (of.length > 0) await make(ctx, template, of);
    }
  },
};

function isOf({ verbs, where, unless, audience }: Template, { verb, data, companyId }: TrailEvent): boolean {
  if (!verbs.includes(verb)) return false;
  if (audience.by === "group" && audience.onlyOfGroup && companyId !== null) return false;
  if (unless && data[unless]) return false;
  return Object.entries(where ?? {}).every(([name, value]) => data[name] === value);
}

/** @returns how many messages were made. */
async function make(ctx: Ctx, template: Template, events: readonly TrailEvent[]): Promise<number> {
  const given = JSON.stringify(
    events.map(({ id, actorId, subjectKind, subjectId, companyId, data }) => ({
      id,
      actor_id: actorId,
      subject_kind: subjectKind,
      subject_id: subjectId,
      company_id: companyId,
      data,
    })),
  );
  const isHard =
    template.isHard === "always"
      ? sql`true`
      : template.isHard === "by_call"
        ? sql`o.data ? 'callId'`
        : template.isHard === "by_duty"
          ? sql`coalesce((o.data->>'level')::int >= (${hardLevels}::jsonb->>(o.data->>'dutyKind'))::int
            and (o.data ? 'callId' or not o.data->>'dutyKind' = any (${[...hardByMoment]}::text[]))
            and (coalesce(o.data->>'isAddressed', 'true') = 'false' or ${hardLevels}::jsonb->>(o.data->>'dutyKind') = '0'), false)`
          : sql`false`;
  const { numAffectedRows } = await sql`
    with happened as materialized (
      select * from jsonb_to_recordset(${given}::jsonb)
        as e (id bigint, actor_id uuid, subject_kind text, subject_id uuid, company_id uuid, data jsonb)
    ), found as (${found(template.audience)}), once as (
      -- Nobody is told what they did themselves.
      select distinct on (event_id, person_id, subject_id, duty_id) * from found
      where ${template.isToldToDoer ? sql`true` : sql`person_id is distinct from actor_id`}
        -- Of a confidential incident nobody hears but who needs to know, and whom it is about of none.
        and case when subject_kind in ('incident', 'incident_task', 'incident_notice', 'incident_clock', 'incident_check_request', 'incident_lesson', 'incident_intake') then may_be_told(person_id, subject_kind, subject_id) else true end
    ), readers as materialized (
      select p.id, p.email, time_zone_of(p.id) as zone, coalesce(c.ways->>${template.kind}, ${template.way}) as way,
        coalesce(c.digest_hour, 8::smallint) as digest_hour, c.quiet_from, c.quiet_to,
        case when c.work_days_only then coalesce(k.work_days, '{1,2,3,4,5}') end as work_days
      from (select distinct person_id from once) o join people p on p.id = o.person_id
      left join message_preferences c on c.person_id = p.id
      left join company_calendars k on k.company_id = p.company_id
    ), timed as (
      select o.*, r.email, r.way, r.zone, r.digest_hour, r.quiet_from, r.quiet_to, r.work_days, ${isHard} as is_hard
      from once o join readers r on r.id = o.person_id
    )
    insert into messages (person_id, kind, company_id, duty_id, permission, subject_kind, subject_id, data, event_id,
      is_urgent, in_digest, mail_after)
    select person_id, ${template.kind}, company_id, duty_id, permission, subject_kind, subject_id,
      case when is_hard then data else data - 'callId' end, event_id,
      is_hard, way = 'digest' and not is_hard,
      case when email is not null then mail_moment(app_now(), zone, way, is_hard, make_interval(secs => ${pauseSeconds}),
        digest_hour, quiet_from, quiet_to, work_days) end
    from timed
    on conflict on constraint messages_told_once do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

const risen = sql`${[...risenTo]}::text[]`;
/** No level above the last: whoever is told is the addressee. */
const noRise = sql.lit(lastLevel);
const hardLevels = JSON.stringify(hardFromLevel);
const ofDuty = sql`jsonb_build_object('dutyKind', d.kind, 'level', d.level,
  'dueAt', to_char(d.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'isAddressed', w.is_addressed, 'isNobodys', w.is_nobodys)`;
/** Whoever does the duty reads by its own permission; whom it rose to, by the right to see the record. */
const toRead = sql`case when w.is_addressed then d.permission else 'inspection.read' end`;

/** The statement that gives event_id, actor_id, person_id, company_id, duty_id, permission, subject_kind, subject_id, data. */
function found(audience: Audience): RawBuilder<unknown> {
  switch (audience.by) {
    case "duty":
      return sql`
        select e.id as event_id, e.actor_id, w.person_id, d.company_id, d.id as duty_id, ${toRead} as permission, d.subject_kind,
          d.subject_id, ${ofDuty} || case when e.data ? 'callId' then jsonb_build_object('callId', e.data->>'callId') else '{}'::jsonb end as data
        from happened e
        join people_of_duties((select array_agg(h.subject_id order by h.id) from happened h),
          (select array_agg(case when h.data ? 'levelBefore' then (h.data->>'levelBefore')::smallint else ${noRise}::smallint end order by h.id)
            from happened h), ${risen}) w on w.duty_id = e.subject_id and (e.data ?| array['levelBefore', 'callId'] or not w.is_nobodys)
        join duties d on d.id = w.duty_id`;
    case "round":
      return ofRound;
    case "instruction":
      return owedBy(sql`instruction_recipients r on r.instruction_id = e.subject_id
        join duties d on d.subject_id = r.id and d.kind = 'instruction.carry_out' and d.state = 'open' and (not e.data ? 'recipientIds' or e.data->'recipientIds' ? r.id::text)`);
    case "lateral_check":
      return owedBy(sql`lateral_check_members r on r.check_id = e.subject_id
        join duties d on d.subject_id = r.id and d.kind = 'lateral.answer' and d.state = 'open' and (not e.data ? 'memberIds' or e.data->'memberIds' ? r.id::text)`);
    case "duties":
      return ofDuties(audience);
    case "holders":
      return sql`
        select e.id as event_id, e.actor_id, w.person_id, e.company_id, null::uuid as duty_id, ${audience.permissionToRead} as permission,
          ${audience.keepsData ? sql`e.subject_kind, e.subject_id, e.data` : subject}
        from happened e
        join nearest_holders((select array_agg(distinct h.company_id) from happened h), ${audience.permission}) w on w.company_id = e.company_id
        left join duties d on d.id = e.subject_id and e.subject_kind = 'duty'`;
    case "group":
      return sql`
        select e.id as event_id, e.actor_id, w.person_id, e.company_id, null::uuid as duty_id, ${audience.permission} as permission,
          e.subject_kind, e.subject_id, e.data
        from happened e
        cross join nearest_holders((select array_agg(u.id) from units u where u.kind = 'group'), ${audience.permission}) w`;
    case "engagement":
      return ofEngagement(audience);
    case "named":
      return sql`
        select e.id as event_id, e.actor_id, (e.data->>${audience.person})::uuid as person_id, e.company_id, null::uuid as duty_id, 'own' as permission,
          e.subject_kind, e.subject_id, e.data
        from happened e
        where exists (select from accounts a where a.person_id = (e.data->>${audience.person})::uuid and a.state = 'active')`;
    case "pack":
      // A division's is no company's: that it is made is one's own to hear, and names nothing.
      return sql`
        select e.id as event_id, e.actor_id, w.person_id, e.company_id, null::uuid as duty_id,
          case when e.company_id is null then 'own' else ${audience.permissionToRead} end as permission, e.subject_kind, e.subject_id, e.data
        from happened e join offline_packs k on k.unit_id = e.subject_id
        cross join people_for_pack(k.unit_id) w where w.person_id = any (k.told_ids)`;
    case "row":
      return ofRow(audience);
  }
}

/** What a person postponed or asked is told by the record that the duty is about. */
const subject = sql`case when d.id is null then e.subject_kind else d.subject_kind end as subject_kind,
  coalesce(d.subject_id, e.subject_id) as subject_id,
  case when d.id is null then '{}'::jsonb else jsonb_build_object('dutyKind', d.kind, 'isAddressed', false) end as data`;

/** One message a company for whoever answers; of those without anybody one in all, for whom they fall to. */
const ofRound = sql`
  select * from (
    with owed as materialized (
      select e.id as event_id, e.actor_id, e.subject_id as round_id, d.id from happened e
      join inspections i on i.round_id = e.subject_id
      join duties d on d.subject_id = i.id and d.kind = 'inspection.answer' and d.state = 'open'
    ), whose as materialized (
      select o.event_id, o.actor_id, o.round_id, w.* from people_of_duties((select array_agg(x.id) from owed x),
        (select array_agg(${noRise}::smallint) from owed x), ${risen}) w join owed o on o.id = w.duty_id
    )
    select w.event_id, w.actor_id, w.person_id, d.company_id, d.id as duty_id, d.permission, d.subject_kind, d.subject_id, ${ofDuty} as data
    from whose w join duties d on d.id = w.duty_id where w.is_addressed
    union all
    select w.event_id, w.actor_id, w.person_id, null, null, ${risenTo[risenTo.length - 1]}, 'round', w.round_id,
      jsonb_build_object('isNobodys', true, 'count', count(*))
    from whose w where w.is_nobodys group by w.event_id, w.actor_id, w.person_id, w.round_id
  ) launched`;

const ofDuties = ({ kinds, subject: named, person }: Extract<Audience, { by: "duties" }>) =>
  owedBy(sql`duties d on d.state = 'open' and d.kind = any (${[...kinds]}::text[])
    and d.subject_id = ${named ? sql`(e.data->>${named})::uuid` : sql`e.subject_id`}
    and ${person ? sql`d.person_id = (e.data->>${person})::uuid` : sql`true`}`);

/** Whoever owes the duties `d` that are joined to the event `e`. */
function owedBy(joined: RawBuilder<unknown>) {
  return sql`
    select * from (
      with owed as materialized (
        select e.id as event_id, e.actor_id, d.id from happened e join ${joined}
      )
      select o.event_id, o.actor_id, w.person_id, d.company_id, d.id as duty_id, ${toRead} as permission, d.subject_kind, d.subject_id,
        ${ofDuty} as data
      from people_of_duties((select array_agg(x.id) from owed x), (select array_agg(${noRise}::smallint) from owed x), ${risen}) w
      join owed o on o.id = w.duty_id join duties d on d.id = w.duty_id
    ) owing`;
}

/**
 * Of an engagement that was changed, those of the companies of which it covered nothing before. One who answers for several
 * of them is told once, of one of them and how many they are.
 */
function ofEngagement({ permission, permissionToRead }: Extract<Audience, { by: "engagement" }>) {
  return sql`
    select * from (
      with covered as materialized (
        select distinct e.id as event_id, e.actor_id, c.company_id, g.id as engagement_id,
          jsonb_build_object('validFrom', g.valid_from, 'lastDay', g.valid_to - 1) as days
        from happened e
        join engagements g on g.id = e.subject_id and e.subject_kind = 'engagement'
        join engagement_covers c on c.engagement_id = g.id
        where not e.data ? 'addedRecordIds' or (e.data->'addedRecordIds' ? c.subject_id::text
          and not exists (select from engagement_covers o where o.engagement_id = g.id and o.company_id = c.company_id
            and not e.data->'addedRecordIds' ? o.subject_id::text))
      )
      select c.event_id, c.actor_id, w.person_id, c.company_id, null::uuid as duty_id, ${permissionToRead} as permission,
        'engagement' as subject_kind, c.engagement_id as subject_id,
        c.days || jsonb_build_object('companies', count(*) over (partition by c.event_id, w.person_id)) as data
      from nearest_holders((select array_agg(distinct x.company_id) from covered x), ${permission}) w
      join covered c on c.company_id = w.company_id
    ) engaged`;
}

function ofRow({ row, permissionToRead }: Extract<Audience, { by: "row" }>) {
  const [who, allowed, from] = {
    question: [sql`t.said_by`, sql`null::boolean`, sql`talks t on t.id = (e.data->>'talkId')::uuid`],
    delegation: [
      sql`t.given_by`,
      sql`null::boolean`,
      sql`delegations t on t.id = (e.data->>'delegationId')::uuid`,
    ],
    account: [
      sql`t.person_id`,
      sql`null::boolean`,
      sql`accounts t on t.id = e.subject_id and e.subject_kind = 'account'`,
    ],
    emergency: [
      sql`t.person_id`,
      sql`null::boolean`,
      sql`emergencies t on t.id = e.subject_id and e.subject_kind = 'emergency'`,
    ],
    viewer: [
      sql`t.viewer_id`,
      sql`null::boolean`,
      sql`viewings t on t.id = e.subject_id and e.subject_kind = 'viewing'`,
    ],
    viewed: [
      sql`t.person_id`,
      sql`null::boolean`,
      sql`viewings t on t.id = e.subject_id and e.subject_kind = 'viewing'`,
    ],
    // Who discovered it, where the product knows them, else who entered it.
    reporter: [
      sql`coalesce(t.reporter_id, t.entered_by)`,
      sql`null::boolean`,
      sql`incidents t on t.id = e.subject_id and e.subject_kind = 'incident' and not coalesce(t.reporter_id, t.entered_by) = any (t.about_ids)`,
    ],
    postponement: [
      sql`t.asked_by`,
      sql`t.is_allowed`,
      sql`postponements t on t.id = (e.data->>'postponementId')::uuid`,
    ],
  }[row] as [RawBuilder<unknown>, RawBuilder<unknown>, RawBuilder<unknown>];
  return sql`
    select asked.event_id, asked.actor_id, asked.person_id, asked.company_id, asked.duty_id, asked.permission, asked.subject_kind,
      asked.subject_id, asked.data || case when asked.is_allowed is null then '{}'::jsonb
        else jsonb_build_object('isAllowed', asked.is_allowed, 'isAddressed', true) end as data
    from (
      select e.id as event_id, e.actor_id, ${who} as person_id, e.company_id, null::uuid as duty_id, ${permissionToRead} as permission,
        ${subject}, ${allowed} as is_allowed
      from happened e join ${from} left join duties d on d.id = e.subject_id and e.subject_kind = 'duty'
    ) asked where exists (select from accounts a where a.person_id = asked.person_id and a.state = 'active')`;
}

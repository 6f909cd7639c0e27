// The provider of a shared service answers first (domain.md, "Inheritance"): its own duty falls due before the round's day,
// and its page says what is asked of it, who rests on it and what came back.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { lapseOne, openDuties } from "#modules/duties/service.ts";
import { textIn } from "#modules/standards/edition.ts";
import { bookOf, titleOf } from "./book.ts";
import { type inspections, permissions } from "./contract.ts";
import { answersOf, inspectionInScope, scopeOf } from "./loading.ts";
import { applicable } from "./scoring/applicable.ts";

const kind = "service.answer";

/** Companies of open rounds on which others rest today and that have not handed in. */
const owing = sql`select i.id, i.company_id, i.due_on, r.provider_lead_days
  from inspections i join rounds r on r.id = i.round_id and r.state = 'open'
  where i.left_on is null and i.state in ('not_begun', 'answering') and exists (
    select from service_providers sp
    join service_connections sc on sc.service = sp.service and sc.company_id <> sp.company_id
      and holds_on(sc.valid_from, sc.valid_to, group_today())
    join controls c on c.edition_id = i.edition_id and c.inherits_from = sp.service
    where sp.company_id = i.company_id and holds_on(sp.valid_from, sp.valid_to, group_today()))`;

/** Opens the duty of every provider that owes its answers, and ends that of a company that provides nothing any more. */
export async function keepProviderDuties(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; companyId: string; dueOn: string; providerLeadDays: number }>`
    ${owing} and not exists (select from duties d where d.subject_id = i.id and d.kind = ${kind} and d.state = 'open')
    -- Held: one that is handed in meanwhile is left out, one that would be waits and then ends the duty opened here.
    order by i.id for share of i`.execute(ctx.db);
  await openDuties(
    ctx,
    rows.map((row) => ({
      kind,
      subjectKind: "inspection",
      subjectId: row.id,
      companyId: row.companyId,
      permission: permissions.answer,
      dueOn: dueOf(row.dueOn, row.providerLeadDays, ctx.today),
    })),
  );
  const gone = await sql<{ id: string }>`
    select d.subject_id as id from duties d where d.kind = ${kind} and d.state = 'open'
      and not exists (select from (${owing}) o where o.id = d.subject_id)`.execute(ctx.db);
  await lapseOne(
    ctx,
    gone.rows.map((row) => row.id),
    kind,
    "service.not_provided",
  );
}

/** Named late, it still has some days, and no more than the others while they have any: no duty is born overdue. */
function dueOf(othersDueOn: string, leadDays: number, today: string): string {
  const first = addDays(othersDueOn, -leadDays);
  if (first > today) return first;
  const soon = addDays(today, 3);
  return othersDueOn > today && othersDueOn < soon ? othersDueOn : soon;
}

export const providerDuties: Subscriber = {
  name: "inspections.provider_duties",
  verbs: [
    "round.launched",
    "round.member_added",
    "service.provider_changed",
    "service.connected",
    "service.disconnected",
  ],
  handle: (ctx) => keepProviderDuties(ctx),
};

/** A provider or a connection that holds from a later day, or until one, is no event on that day. */
export const providersByDay: TimedWork = {
  name: "inspections.providers",
  everySeconds: 600,
  run: (ctx) => keepProviderDuties(ctx),
};

type Page = Output<typeof inspections.getProvided>;
type Resting = {
  service: string;
  controlId: string;
  companyId: string;
  /** Null where the reader does not reach the company. */
  code: string | null;
  name: string | null;
  nameEn: string | null;
  nameJa: string | null;
  nameZh: string | null;
  backing: string;
};

export async function getProvided(ctx: Ctx, { id }: Input<typeof inspections.getProvided>): Promise<Page> {
  const inspection = await inspectionInScope(ctx, id);
  const book = await bookOf(ctx, inspection.editionId);
  const { rows } = await sql<{
    services: string[];
    dueAt: string | null;
    timeZone: string | null;
    connected: Record<string, number>;
    returned: Record<string, string>;
  }>`select array(select sp.service from service_providers sp where sp.company_id = ${inspection.companyId}::uuid
        and holds_on(sp.valid_from, sp.valid_to, group_today()) order by sp.service) as services,
      d.due_at, d.time_zone,
      coalesce((select jsonb_object_agg(sp.service, (select count(*) from service_consumers(sp.service, group_today())))
        from service_providers sp where sp.company_id = ${inspection.companyId}::uuid and holds_on(sp.valid_from, sp.valid_to, group_today())), '{}') as connected,
      coalesce((select jsonb_object_agg(x.control_id, coalesce(x.reason, '')) from (select distinct on (r.control_id) r.* from desk_reviews r
        where r.inspection_id = ${inspection.id}::uuid order by r.control_id, r.reviewed_at desc) x where x.decision = 'returned'), '{}') as returned
    from (select 1) one left join duties d on d.subject_id = ${inspection.id}::uuid and d.kind = ${kind} and d.state = 'open' limit 1`.execute(
    ctx.db,
  );
  const found = rows[0];
  const services = found?.services ?? [];
  const { rows: resting } =
    await sql<Resting>`select * from resting_on(${inspection.id}::uuid) order by code`.execute(ctx.db);
  const scope = await scopeOf(ctx, inspection.id);
  const answers = new Map((await answersOf(ctx, inspection.id)).map((one) => [one.controlId, one]));
  const byControl = Map.groupBy(resting, (one) => one.controlId);
  const named = resting.filter((one) => one.code !== null);
  const unnamed = resting.filter((one) => one.code === null);
  const byCompany = Map.groupBy(named, (one) => one.code ?? "");
  const isUnbacked = (one: Resting) => one.backing !== "stands";
  return {
    state: inspection.state,
    dueAt: found?.dueAt ?? null,
    timeZone: found?.timeZone ?? null,
    services: book.frame.sharedServices
      .filter((one) => services.includes(one.id))
      .map((one) => ({
        service: one.id,
        name: textIn(one.name, ctx.language),
        connected: found?.connected[one.id] ?? 0,
      })),
    controls: book.controls
      .filter(
        (one) =>
          one.inheritsFrom !== null &&
          services.includes(one.inheritsFrom) &&
          applicable(one, inspection.tier, scope).demand !== "not_asked",
      )
      .map((one) => {
        const answer = answers.get(one.id);
        const rests = byControl.get(one.id) ?? [];
        return {
          controlId: one.id,
          title: titleOf(one, ctx.language),
          service: one.inheritsFrom ?? "",
          verdict: answer?.verdict ?? null,
          proofUntil: answer?.evidenceValidUntil ?? null,
          returned: found?.returned[one.id] ?? null,
          resting: rests.length,
          unbacked: rests.filter(isUnbacked).length,
        };
      }),
    consumers: [...byCompany].slice(0, 5000).map(([code, rests]) => ({
      code,
      name: rests[0]?.name ?? code,
      nameEn: rests[0]?.nameEn ?? null,
      nameJa: rests[0]?.nameJa ?? null,
      nameZh: rests[0]?.nameZh ?? null,
      resting: rests.length,
      unbacked: rests.filter(isUnbacked).length,
    })),
    elsewhere: {
      companies: new Set(unnamed.map((one) => one.companyId)).size,
      resting: unnamed.length,
      unbacked: unnamed.filter(isUnbacked).length,
    },
  };
}

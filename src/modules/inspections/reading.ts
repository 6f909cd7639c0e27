// Reading inspections: registers, one inspection, and the list of what it asks.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { textIn } from "#modules/standards/edition.ts";
import { type Book, bookOf } from "./book.ts";
import { type inspections, permissions } from "./contract.ts";
import { hasDesk, mayReview } from "./desk.ts";
import { type Inspection, inspectionInScope, isInHand } from "./loading.ts";
import { onPaperCan, onPaperOf } from "./on-paper.ts";
import { type KeptResult, keptResultsOf } from "./results.ts";
import { scopeAndTier } from "./scoping.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
export async function getInspection(ctx: Ctx, { id }: In<"getInspection">): Out<"getInspection"> {
  const inspection = await inspectionInScope(ctx, id);
  const book = await bookOf(ctx, inspection.editionId);
  // Results say something of the whole company; a contributor was asked about a part of it.
  const isPart = ctx.permission === permissions.contribute;
  const { last, services, owners, own, ...names } = await headOf(ctx, inspection, isPart);
  const results = isPart
    ? new Map<string, KeptResult[]>()
    : await keptResultsOf(ctx, [inspection.id, ...(last ? [last.inspectionId] : [])]);
  return {
    ...inspection,
    ...names,
    edition: book.edition,
    areas: book.frame.areas.map((area) => ({ id: area.id, name: textIn(area.name, ctx.language) })),
    ...(await scopeAndTier(ctx, inspection, book)),
    scoring: {
      meetsFromPercent: book.rules.meetsFromPercent,
      seriousBelowPercent: book.rules.seriousBelowPercent,
    },
    delegations: await delegationsOf(ctx, inspection),
    owners,
    today: ctx.today,
    services: named(services, book, ctx),
    results: results.get(inspection.id) ?? [],
    lastYear: last
      ? {
          inspectionId: last.inspectionId,
          fiscalYear: last.fiscalYear,
          results: results.get(last.inspectionId) ?? [],
        }
      : null,
    isOwnHandIn: inspection.submittedBy === ctx.actor.personId,
    isConfirmedAlone:
      inspection.confirmedBy !== null &&
      inspection.submittedBy === (inspection.confirmedFor ?? inspection.confirmedBy),
    onPaper: isPart ? null : await onPaperOf(ctx, inspection),
    can: {
      ...whatCan(new Set(own), inspection, names.hasDesk),
      ...onPaperCan(ctx, new Set(own), inspection),
    },
  };
}

type Service = { service: string; sharePercent: number; providerName: string | null };
type Head = {
  name: string;
  nameEn: string | null;
  nameJa: string | null;
  nameZh: string | null;
  confirmedByName: string | null;
  last: { inspectionId: string; fiscalYear: number } | null;
  services: Service[];
  owners: string[];
  own: string[];
  hasDesk: boolean;
  isProvider: boolean;
};

/**
 * The company's names, its inspection in the round before if that was handed in, the services it is connected to, and
 * whom it named as owners before, so that one name is written one way, and what the reader may do there: one statement.
 */
async function headOf(ctx: Ctx, inspection: Inspection, isPart: boolean): Promise<Head> {
  const { rows } = await sql<Head>`
    with before as (
      select i.id, r.fiscal_year from inspections i join rounds r on r.id = i.round_id
      where not ${isPart}::boolean and i.round_id = ${inspection.previousId}::uuid and i.company_id = ${inspection.companyId}::uuid
        and i.submitted_at is not null
    )
    select n.name, n.name_en, n.name_ja, n.name_zh, ${nameOfActor(ctx.language, sql`coalesce(${inspection.confirmedFor}::uuid, ${inspection.confirmedBy}::uuid)`)} as confirmed_by_name,
      (select jsonb_build_object('inspectionId', b.id, 'fiscalYear', b.fiscal_year) from before b) as last,
      coalesce((select jsonb_agg(jsonb_build_object('service', sc.service, 'sharePercent', sc.share_percent,
          'providerName', service_provider_name_on(sc.service, group_today(), ${ctx.language})) order by sc.service) from service_connections sc
        where sc.company_id = ${inspection.companyId}::uuid and holds_on(sc.valid_from, sc.valid_to, group_today())), '[]') as services,
      array(select a.owner from answers a
        where a.inspection_id = any (array(select b.id from before b) || ${inspection.id}::uuid) and a.owner is not null
        group by a.owner order by count(*) desc, a.owner limit 100) as owners,
      array(select permission from permissions_at(${ctx.actor.personId}::uuid, ${Object.values(permissions)}::text[],
        ${inspection.companyId}::uuid) as p (permission)) as own, ${hasDesk(inspection.companyId)} as has_desk,
      exists (select from service_providers sp where sp.company_id = ${inspection.companyId}::uuid
        and holds_on(sp.valid_from, sp.valid_to, group_today())) as is_provider
    from (select 1) one left join unit_names n on n.unit_id = ${inspection.companyId}::uuid
    order by n.valid_from desc limit 1`.execute(ctx.db);
  const head = rows[0];
  if (!head) throw new Error("one row without a row");
  return { ...head, name: head.name ?? "" };
}

function named(services: readonly Service[], book: Book, ctx: Ctx) {
  const names = new Map(
    book.frame.sharedServices.map((service) => [service.id, textIn(service.name, ctx.language)]),
  );
  return services.map((row) => ({ ...row, name: names.get(row.service) ?? row.service }));
}

/** What may be done now: null when it may, else the reason as a key of the catalogue. */
function whatCan(
  own: ReadonlySet<string>,
  inspection: Inspection,
  isDeskNamed: boolean,
): Record<string, string | null> {
  const when = (isYours: boolean, isTime: boolean) =>
    !isYours ? "can.not_yours" : isTime ? null : `can.not_now.${inspection.state}`;
  const may = (permission: string, isTime: boolean) => when(own.has(permission), isTime);
  const isDesk = mayReview(own, isDeskNamed);
  const { state } = inspection;
  const isOpen = isInHand(inspection);
  return {
    answer: own.has(permissions.contribute) && isOpen ? null : may(permissions.answer, isOpen),
    submit: may(permissions.answer, isOpen),
    review: when(isDesk, state === "submitted"),
    reply: when(isDesk, true),
    confirm: may(permissions.confirm, state === "reviewed"),
    confirmFor: may(permissions.confirmFor, state === "reviewed"),
    lock: may(permissions.lock, state === "confirmed"),
    correct: may(permissions.correct, state === "locked"),
  };
}

type Delegation = Output<typeof inspections.getInspection>["delegations"][number];

async function delegationsOf(ctx: Ctx, inspection: Inspection): Promise<Delegation[]> {
  const { rows } = await sql<Delegation>`
    select d.id, d.person_id, ${nameOfPerson(ctx.language, "p")} as person_name, d.area, d.control_id, d.due_on, d.note,
      ${nameOfPerson(ctx.language, "g")} as given_by_name, d.given_at, d.ended_at,
      coalesce(d.ended_by = d.person_id, false) as is_handed_back, d.end_note
    from delegations d join people p on p.id = d.person_id left join people g on g.id = d.given_by
    where d.inspection_id = ${inspection.id}::uuid
      and (${ctx.permission} <> 'inspection.contribute' or d.person_id = ${ctx.actor.personId}::uuid)
    order by d.ended_at is not null, d.given_at desc limit 500`.execute(ctx.db);
  return rows;
}

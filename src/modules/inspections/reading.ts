// Reading inspections: registers, one inspection, and the list of what it asks.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { held } from "#core/db/scope.ts";
import { textIn } from "#modules/standards/edition.ts";
import { type Book, bookOf } from "./book.ts";
import { type inspections, permissions } from "./contract.ts";
import { type Inspection, inspectionInScope, openStates } from "./loading.ts";
import { previousOf } from "./proposals.ts";
import { keptResults } from "./results.ts";
import { scopeQuestions, tierProposed } from "./scoping.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
export async function getInspection(ctx: Ctx, { id }: In<"getInspection">): Out<"getInspection"> {
  const inspection = await inspectionInScope(ctx, id);
  const book = await bookOf(ctx, inspection.editionId);
  const name = await sql<{
    name: string;
    nameEn: string | null;
    nameJa: string | null;
    nameZh: string | null;
    confirmedByName: string | null;
  }>`
    select n.name, n.name_en, n.name_ja, n.name_zh, (select trim(p.family_name || ' ' || p.given_name) from people p
      where p.id = coalesce(${inspection.confirmedFor}::uuid, ${inspection.confirmedBy}::uuid)) as confirmed_by_name
    from unit_names n where n.unit_id = ${inspection.companyId}::uuid order by n.valid_from desc limit 1`.execute(
    ctx.db,
  );
  // Results say something of the whole company; a contributor was asked about a part of it.
  const isPart = ctx.permission === permissions.contribute;
  const last = isPart ? null : await previousOf(ctx, inspection);
  const scope = await scopeQuestions(ctx, inspection, book);
  return {
    ...inspection,
    ...(name.rows[0] ?? { name: "", nameEn: null, nameJa: null, nameZh: null, confirmedByName: null }),
    edition: book.edition,
    areas: book.frame.areas.map((area) => ({ id: area.id, name: textIn(area.name, ctx.language) })),
    scope,
    scoring: {
      meetsFromPercent: book.rules.meetsFromPercent,
      seriousBelowPercent: book.rules.seriousBelowPercent,
    },
    tierProposed: await tierProposed(ctx, inspection, scope),
    delegations: await delegationsOf(ctx, inspection),
    owners: await ownersOf(ctx, inspection, last?.inspectionId ?? null),
    today: ctx.today,
    services: await servicesOf(ctx, inspection, book),
    results: isPart ? [] : await keptResults(ctx, inspection.id),
    lastYear: last
      ? {
          inspectionId: last.inspectionId,
          fiscalYear: last.fiscalYear,
          results: await keptResults(ctx, last.inspectionId),
        }
      : null,
    can: await whatCan(ctx, inspection),
  };
}

async function servicesOf(ctx: Ctx, inspection: Inspection, book: Book) {
  const { rows } = await sql<{ service: string; sharePercent: number; providerName: string | null }>`
    select sc.service, sc.share_percent, service_provider_name(sc.service) as provider_name from service_connections sc
    where sc.company_id = ${inspection.companyId}::uuid and holds_on(sc.valid_from, sc.valid_to, group_today()) order by sc.service`.execute(
    ctx.db,
  );
  const names = new Map(
    book.frame.sharedServices.map((service) => [service.id, textIn(service.name, ctx.language)]),
  );
  return rows.map((row) => ({ ...row, name: names.get(row.service) ?? row.service }));
}

/** What may be done now: null when it may, else the reason as a key of the catalogue. */
async function whatCan(ctx: Ctx, inspection: Inspection): Promise<Record<string, string | null>> {
  const own = await held(ctx, Object.values(permissions), inspection.companyId);
  const may = (permission: string, isTime: boolean) =>
    !own.has(permission) ? "can.not_yours" : isTime ? null : `can.not_now.${inspection.state}`;
  const { state } = inspection;
  const isOpen = openStates.includes(state) && inspection.roundState !== "closed";
  return {
    answer: own.has(permissions.contribute) && isOpen ? null : may(permissions.answer, isOpen),
    submit: may(permissions.answer, isOpen),
    review: may(permissions.review, state === "submitted"),
    confirm: may(permissions.confirm, state === "reviewed"),
    confirmFor: may(permissions.confirmFor, state === "reviewed"),
    lock: may(permissions.lock, state === "confirmed"),
    correct: may(permissions.correct, state === "locked"),
  };
}

type Delegation = Output<typeof inspections.getInspection>["delegations"][number];

async function delegationsOf(ctx: Ctx, inspection: Inspection): Promise<Delegation[]> {
  const { rows } = await sql<Delegation>`
    select d.id, d.person_id, trim(p.family_name || ' ' || p.given_name) as person_name, d.area, d.control_id, d.due_on, d.note,
      trim(g.family_name || ' ' || g.given_name) as given_by_name, d.given_at, d.ended_at,
      coalesce(d.ended_by = d.person_id, false) as is_handed_back, d.end_note
    from delegations d join people p on p.id = d.person_id left join people g on g.id = d.given_by
    where d.inspection_id = ${inspection.id}::uuid
      and (${ctx.permission} <> 'inspection.contribute' or d.person_id = ${ctx.actor.personId}::uuid)
    order by d.ended_at is not null, d.given_at desc limit 500`.execute(ctx.db);
  return rows;
}

/** Whom this company named before, so that one name is written one way. */
async function ownersOf(ctx: Ctx, inspection: Inspection, lastId: string | null): Promise<string[]> {
  const { rows } = await sql<{ owner: string }>`select a.owner from answers a
    where a.inspection_id = any (${[inspection.id, ...(lastId ? [lastId] : [])]}::uuid[]) and a.owner is not null
    group by a.owner order by count(*) desc, a.owner limit 100`.execute(ctx.db);
  return rows.map((row) => row.owner);
}

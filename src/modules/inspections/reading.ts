// Reading inspections: registers, one inspection, and the list of what it asks.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { held, within } from "#core/db/scope.ts";
import { textIn } from "#modules/standards/edition.ts";
import { type Book, bookOf, titleOf } from "./book.ts";
import { type inspections, permissions } from "./contract.ts";
import {
  answersOf,
  delegatedTo,
  type Inspection,
  inspectionInScope,
  openStates,
  scopeOf,
} from "./loading.ts";
import { lastYearOf, proposalsOf } from "./proposals.ts";
import { keptResults } from "./results.ts";
import { applicableControls } from "./scoring/applicable.ts";
import { checkAnswer } from "./scoring/demands.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
type Row = Output<typeof inspections.listInspections>["rows"][number];

/** The result that counts now: locked (or restated) once there, else the live one. */
const currentResult = sql`left join lateral (select * from inspection_results x where x.inspection_id = i.id
  and x.basis in ('live', 'locked', 'restated') order by case x.basis when 'restated' then 0 when 'locked' then 1 else 2 end limit 1) v on true`;
const rowColumns = sql`i.id, i.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, i.tier, i.state, i.due_on, i.is_late,
  coalesce(v.answered_count, 0) as answered_count, coalesce(v.required_count, 0) as required_count, v.result,
  coalesce(v.is_provisional, true) as is_provisional, coalesce(v.half_points, 0) as half_points, coalesce(v.weight, 0) as weight, m.division_id`;
const rowSource = sql`inspections i join units u on u.id = i.company_id
  join round_members m on m.round_id = i.round_id and m.company_id = i.company_id
  join lateral (select * from unit_names x where x.unit_id = i.company_id order by valid_from desc limit 1) n on true ${currentResult}`;

const sorts = {
  code: sql`u.code`,
  due: sql`i.due_on::text`,
  score: sql`lpad(coalesce(1000000 * v.half_points / nullif(v.weight, 0), 0)::text, 10, '0')`,
};

export async function listInspections(ctx: Ctx, input: In<"listInspections">): Out<"listInspections"> {
  const limit = input.limit ?? 100;
  const by = sorts[input.sort ?? "code"];
  const [value, id] = input.after?.split("|") ?? [];
  const { rows } = await sql<Row & { sortedBy: string }>`
    select ${rowColumns}, ${by} as sorted_by from ${rowSource}
    where i.round_id = ${input.roundId}::uuid and ${within(ctx, "i.company_id")}
      and ${input.state ? sql`i.state = ${input.state}` : sql`true`} and ${input.result ? sql`v.result = ${input.result}` : sql`true`}
      and ${input.search ? sql`(u.code || ' ' || n.name || ' ' || coalesce(n.name_en, '') || ' ' || coalesce(n.name_ja, '')) ilike ${`%${input.search.replace(/[\\%_]/g, "\\$&")}%`}` : sql`true`}
      and ${value !== undefined && id ? sql`(${by}, i.id) > (${value}, ${id}::uuid)` : sql`true`}
    order by ${by}, i.id limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? `${last.sortedBy}|${last.id}` : null,
  };
}

export async function listMyInspections(ctx: Ctx): Out<"listMyInspections"> {
  const { rows } = await sql<Output<typeof inspections.listMyInspections>["rows"][number]>`
    select ${rowColumns}, i.round_id, r.name as round_name, r.fiscal_year from ${rowSource} join rounds r on r.id = i.round_id
    where r.state = 'open' and ${within(ctx, "i.company_id")} and i.left_on is null
      and (${ctx.permission} <> 'inspection.contribute' or exists (select 1 from delegations d where d.inspection_id = i.id
        and d.person_id = ${ctx.actor.personId}::uuid and d.ended_at is null))
    order by i.due_on, u.code limit 200`.execute(ctx.db);
  return { rows };
}

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
  const last = await lastYearOf(ctx, inspection);
  return {
    ...inspection,
    ...(name.rows[0] ?? { name: "", nameEn: null, nameJa: null, nameZh: null, confirmedByName: null }),
    edition: book.edition,
    areas: book.frame.areas.map((area) => ({ id: area.id, name: textIn(area.name, ctx.language) })),
    scope: await scopeQuestions(ctx, inspection, book),
    services: await servicesOf(ctx, inspection, book),
    results: await keptResults(ctx, inspection.id),
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

const proposedBy: Record<string, string> = {
  has_plant: "hasPlant",
  has_servers: "runsServers",
  has_restricted_rooms: "hasRestrictedRooms",
  develops_software: "developsSoftware",
  develops_products: "developsProducts",
};

/** The questions that decide which controls apply, with what the company's facts propose. */
async function scopeQuestions(ctx: Ctx, inspection: Inspection, book: Book) {
  const answered = await ctx.db
    .selectFrom("scopeAnswers")
    .select(["condition", "isTrue", "rowVersion"])
    .where("inspectionId", "=", inspection.id)
    .execute();
  const facts = await sql<
    Record<string, boolean>
  >`select * from company_facts f where f.company_id = ${inspection.companyId}::uuid
    and holds_on(f.valid_from, f.valid_to, group_today())`.execute(ctx.db);
  return book.frame.scopeConditions
    .filter((condition) => condition.id !== "always")
    .map((condition) => {
      const own = answered.find((one) => one.condition === condition.id);
      const fact = facts.rows[0]?.[proposedBy[condition.id] ?? ""];
      return {
        condition: condition.id,
        question: textIn(condition.question, ctx.language),
        isTrue: own?.isTrue ?? null,
        proposed: fact ?? null,
        rowVersion: own?.rowVersion ?? null,
      };
    });
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

export async function listAskedControls(ctx: Ctx, input: In<"listAskedControls">): Out<"listAskedControls"> {
  const inspection = await inspectionInScope(ctx, input.id);
  const book = await bookOf(ctx, inspection.editionId);
  const scope = await scopeOf(ctx, inspection.id);
  const answers = new Map((await answersOf(ctx, inspection.id)).map((answer) => [answer.controlId, answer]));
  const last = await lastYearOf(ctx, inspection);
  const proposals = await proposalsOf(ctx, inspection, last);
  const [reviews, talks] = [await reviewsOf(ctx, inspection.id), await talkCounts(ctx, inspection.id)];
  const isMine = await delegatedTo(ctx, inspection.id);
  const language = input.language ?? ctx.language;
  const rows = applicableControls(book.rules, inspection.tier, scope).flatMap(
    ({ control: scored, demand, isMandatory }) => {
      const control = book.byId.get(scored.id);
      if (demand === "not_asked" || !control) return [];
      const answer = answers.get(control.id);
      const proposal = answer ? undefined : proposals.get(control.id);
      const problems = answer
        ? checkAnswer({
            book: book.rules,
            control,
            tier: inspection.tier,
            scope,
            answer: { ...answer, evidenceValidUntil: answer.evidenceDays },
            today: ctx.today,
          })
        : [];
      return [
        {
          controlId: control.id,
          area: control.area,
          topic: control.topic,
          title: titleOf(control, language),
          isMandatory,
          weight: control.weight,
          need: demand,
          asksCoverage: control.asksCoverage,
          appliesWhen: control.appliesWhen,
          verdict: answer?.verdict ?? null,
          assurance: answer?.assurance ?? null,
          naIsAllowed: answer?.naIsAllowed ?? null,
          rowVersion: answer?.rowVersion ?? null,
          evidenceCount: answer?.evidenceDays.length ?? 0,
          evidenceUntil: answer?.evidenceValidUntil ?? null,
          problems: problems.map((problem) => problem.code),
          proposal: proposal
            ? { from: proposal.from, verdict: proposal.answer.verdict, service: proposal.service }
            : null,
          lastVerdict: last?.answers.get(control.id)?.verdict ?? null,
          review: reviews.get(control.id) ?? null,
          talkCount: talks.get(control.id) ?? 0,
          isMine: isMine === null || isMine(control),
        },
      ];
    },
  );
  return { rows: isMine ? rows.filter((row) => row.isMine) : rows };
}

type Review = {
  decision: "accepted" | "returned";
  verdict: "met" | "partly" | "not_met" | "unknown" | "not_applicable";
};

/** Decisions about the answers as they are now; one about an answer that has changed since no longer counts. */
async function reviewsOf(ctx: Ctx, inspectionId: string): Promise<Map<string, Review>> {
  const { rows } = await sql<Review & { controlId: string }>`
    select r.control_id, r.decision, r.verdict from desk_reviews r join answers a on a.inspection_id = r.inspection_id
      and a.control_id = r.control_id and a.row_version = r.answer_version
    where r.inspection_id = ${inspectionId}::uuid`.execute(ctx.db);
  return new Map(rows.map((row) => [row.controlId, { decision: row.decision, verdict: row.verdict }]));
}

async function talkCounts(ctx: Ctx, inspectionId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{
    controlId: string;
    count: number;
  }>`select control_id, count(*)::int as count from talks
    where inspection_id = ${inspectionId}::uuid and control_id is not null group by control_id`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.controlId, row.count]));
}

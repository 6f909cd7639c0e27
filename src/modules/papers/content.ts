// What a company said, as data without a language: the words that are hashed, shown and signed.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { answersOf, type Inspection, scopeOf } from "#modules/inspections/loading.ts";
import { type Basis, keptResults } from "#modules/inspections/results.ts";
import { applicableControls } from "#modules/inspections/scoring/applicable.ts";
import type { Assurance, Verdict } from "#modules/inspections/scoring/rule-book.ts";

export type Hand = {
  step: "submitted" | "reviewed" | "confirmed" | "onPaper";
  name: string;
  position: string;
  at: string;
};
export type SaidProof = { title: string; place: string; kind: string; validFrom: string; validUntil: string };
export type Said = {
  controlId: string;
  isMandatory: boolean;
  need: "required" | "recommended";
  verdict: Verdict | null;
  assurance: Assurance | null;
  origin: string | null;
  how: string | null;
  missing: string | null;
  owner: string | null;
  dueOn: string | null;
  reason: string | null;
  coveragePercent: number | null;
  exceptions: string | null;
  maturity: number | null;
  proofs: SaidProof[];
  desk: { decision: string; verdict: Verdict; reason: string | null } | null;
};
export type Content = {
  version: 1;
  inspectionId: string;
  group: { name: string; names: Record<string, string> };
  company: { id: string; code: string; name: string };
  round: { id: string; name: string; fiscalYear: number; dueOn: string };
  standard: string;
  edition: string;
  editionId: string;
  tier: string;
  state: string;
  isLate: boolean;
  basis: Basis;
  result: {
    result: "meets" | "improve" | "serious" | "not_known";
    isProvisional: boolean;
    halfPoints: number;
    weight: number;
    required: number;
    answered: number;
    verified: number;
    documented: number;
    measured: number;
    notApplicable: number;
    mandatoryGaps: string[];
    areas: Record<string, number[]>;
  } | null;
  scope: Record<string, boolean>;
  /** Why a condition does not hold; contents kept before reasons were asked have none. */
  scopeReasons?: Record<string, string>;
  hands: Hand[];
  answers: Said[];
};

/** @param at the moment of the event that the words belong to: proof linked later is not part of them. */
export async function contentOf(ctx: Ctx, inspection: Inspection, at?: string): Promise<Content> {
  const book = await bookOf(ctx, inspection.editionId);
  const scope = await scopeOf(ctx, inspection.id);
  const answers = new Map((await answersOf(ctx, inspection.id)).map((answer) => [answer.controlId, answer]));
  const proofs = await proofsOf(ctx, inspection.id, at);
  const desk = await deskOf(ctx, inspection.id);
  const results = await keptResults(ctx, inspection.id);
  const wanted: Basis[] =
    inspection.state === "locked"
      ? inspection.correctedCount > 0
        ? ["restated", "locked"]
        : ["locked"]
      : ["live"];
  const result = wanted.map((basis) => results.find((one) => one.basis === basis)).find((one) => one) ?? null;
  return {
    version: 1,
    inspectionId: inspection.id,
    ...(await namesOf(ctx, inspection)),
    round: {
      id: inspection.roundId,
      name: inspection.roundName,
      fiscalYear: inspection.fiscalYear,
      dueOn: inspection.dueOn,
    },
    standard: book.standard,
    edition: book.edition,
    editionId: book.editionId,
    tier: inspection.tier,
    state: inspection.state,
    isLate: inspection.isLate,
    basis: result?.basis ?? "live",
    result: result
      ? {
          result: result.result,
          isProvisional: result.isProvisional,
          halfPoints: result.halfPoints,
          weight: result.weight,
          required: result.requiredCount,
          answered: result.answeredCount,
          verified: result.verifiedCount,
          documented: result.documentedCount,
          measured: result.measuredCount,
          notApplicable: result.naCount,
          mandatoryGaps: result.mandatoryGaps,
          areas: result.areas,
        }
      : null,
    scope,
    scopeReasons: await reasonsOf(ctx, inspection.id),
    hands: await handsOf(ctx, inspection),
    answers: applicableControls(book.rules, inspection.tier, scope).flatMap(
      ({ control, demand, isMandatory }): Said[] => {
        const answer = answers.get(control.id);
        if (demand === "not_asked" || (demand === "recommended" && !answer)) return [];
        return [
          {
            controlId: control.id,
            isMandatory,
            need: demand,
            verdict: answer?.verdict ?? null,
            assurance: answer?.assurance ?? null,
            origin: answer?.origin ?? null,
            how: answer?.how ?? null,
            missing: answer?.missing ?? null,
            owner: answer?.owner ?? null,
            dueOn: answer?.dueOn ?? null,
            reason: answer?.reason ?? null,
            coveragePercent: answer?.coveragePercent ?? null,
            exceptions: answer?.exceptions ?? null,
            maturity: answer?.maturity ?? null,
            proofs: proofs.get(control.id) ?? [],
            desk: desk.get(control.id) ?? null,
          },
        ];
      },
    ),
  };
}

async function reasonsOf(ctx: Ctx, inspectionId: string): Promise<Record<string, string>> {
  const rows = await ctx.db
    .selectFrom("scopeAnswers")
    .select(["condition", "note"])
    .where("inspectionId", "=", inspectionId)
    .where("isTrue", "=", false)
    .orderBy("condition")
    .execute();
  return Object.fromEntries(rows.flatMap((row) => (row.note ? [[row.condition, row.note]] : [])));
}

async function namesOf(ctx: Ctx, inspection: Inspection): Promise<Pick<Content, "group" | "company">> {
  const { rows } = await sql<{
    name: string;
    code: string;
    groupName: string;
    groupNames: Record<string, string>;
  }>`select n.name, u.code, g.name as group_name, coalesce(g.names, '{}') as group_names
    from units u cross join group_settings g
    join lateral (select * from unit_names n where n.unit_id = u.id order by n.valid_from desc limit 1) n on true
    where u.id = ${inspection.companyId}::uuid`.execute(ctx.db);
  const row = found(rows[0], "company");
  return {
    group: { name: row.groupName, names: row.groupNames },
    company: { id: inspection.companyId, code: row.code, name: row.name },
  };
}

async function proofsOf(
  ctx: Ctx,
  inspectionId: string,
  at: string | undefined,
): Promise<Map<string, SaidProof[]>> {
  const { rows } = await sql<SaidProof & { controlId: string }>`
    select x.control_id, e.title, coalesce(e.place, f.name, '') as place, e.kind, e.valid_from, x.valid_until
    from evidence_uses x join evidence e on e.id = x.evidence_id left join files f on f.id = e.file_id
    where x.inspection_id = ${inspectionId}::uuid and ${at === undefined ? sql`true` : sql`x.used_at <= ${at}::timestamptz`}
    order by x.control_id, e.title, e.id`.execute(ctx.db);
  const by = new Map<string, SaidProof[]>();
  for (const { controlId, ...proof } of rows) by.set(controlId, [...(by.get(controlId) ?? []), proof]);
  return by;
}

async function deskOf(ctx: Ctx, inspectionId: string): Promise<Map<string, Said["desk"]>> {
  const { rows } = await sql<{
    controlId: string;
    decision: string;
    verdict: Verdict;
    reason: string | null;
  }>`
    select r.control_id, r.decision, r.verdict, r.reason from desk_reviews r
    join answers a on a.inspection_id = r.inspection_id and a.control_id = r.control_id and a.row_version = r.answer_version
      and a.proof_version = r.proof_version
    where r.inspection_id = ${inspectionId}::uuid`.execute(ctx.db);
  return new Map(rows.map(({ controlId, ...desk }) => [controlId, desk]));
}

/** One paper's words are the same in every language it is set in: a name in Latin letters stands given name first in all. */
const written = "en";

/** Who did what and when, with the seat that person held on that day of the group, where terms begin and end. */
async function handsOf(ctx: Ctx, inspection: Inspection): Promise<Hand[]> {
  const { rows } = await sql<Hand>`
    with hands(step, person_id, at, nth) as (
      select h.* from inspections i cross join lateral (values
        ('submitted', i.submitted_by, i.submitted_at, 1), ('reviewed', i.reviewed_by, i.reviewed_at, 2),
        ('confirmed', coalesce(i.confirmed_for, i.confirmed_by), i.confirmed_at, 3),
        ('onPaper', case when i.confirmed_for is not null then i.confirmed_by end, i.confirmed_at, 4)) h
      where i.id = ${inspection.id}::uuid)
    select h.step, h.at, coalesce(${nameOfPerson(written, "p")}, ${nameOfPerson(written, "n")}) as name, coalesce((select s.name from position_holders ph
        join positions s on s.id = ph.position_id where ph.person_id = h.person_id and holds_on(ph.valid_from, ph.valid_to, (h.at at time zone g.time_zone)::date)
        order by ph.valid_from desc limit 1), '') as position
    from hands h cross join group_settings g left join people p on p.id = h.person_id
      left join lateral names_in_trail(array[h.person_id]) n on true
    where h.at is not null and h.person_id is not null order by h.nth`.execute(ctx.db);
  return rows;
}

// What a company said, as data without a language: the words that are hashed, shown and signed.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import {
  type AnswerRow,
  answersByInspection,
  type Inspection,
  scopesOf,
} from "#modules/inspections/loading.ts";
import { type Basis, type KeptResult, keptResultsOf } from "#modules/inspections/results.ts";
import { applicableControls } from "#modules/inspections/scoring/applicable.ts";
import type { Assurance, ScopeAnswers, Verdict } from "#modules/inspections/scoring/rule-book.ts";

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
  return found((await contentsOf(ctx, [inspection], at)).get(inspection.id), "inspection");
}

/** By inspection, with as many statements for ten as for one. */
export async function contentsOf(
  ctx: Ctx,
  inspections: readonly Inspection[],
  at?: string,
): Promise<ReadonlyMap<string, Content>> {
  if (inspections.length === 0) return new Map();
  const ids = inspections.map((one) => one.id);
  const scopes = await scopesOf(ctx, ids);
  const reasons = await reasonsOf(ctx, ids);
  const answers = await answersByInspection(ctx, ids);
  const proofs = await proofsOf(ctx, ids, at);
  const desks = await deskOf(ctx, ids);
  const results = await keptResultsOf(ctx, ids);
  const names = await namesOf(ctx, ids);
  const hands = await handsOf(ctx, ids);
  const contents = new Map<string, Content>();
  for (const inspection of inspections) {
    const { id } = inspection;
    const read: Read = {
      book: await bookOf(ctx, inspection.editionId), // kept by the process
      scope: scopes.get(id) ?? {},
      scopeReasons: reasons.get(id) ?? {},
      answers: new Map(answers.get(id)?.map((answer) => [answer.controlId, answer])),
      proofs: Map.groupBy(proofs.get(id) ?? [], (proof) => proof.controlId),
      desk: new Map(desks.get(id)?.map((said) => [said.controlId, said])),
      results: results.get(id) ?? [],
      names: found(names.get(id), "company"),
      hands: hands.get(id) ?? [],
    };
    contents.set(id, contentFrom(inspection, read));
  }
  return contents;
}

type Names = Pick<Content, "group" | "company">;
type Read = {
  book: Book;
  scope: ScopeAnswers;
  scopeReasons: Record<string, string>;
  answers: ReadonlyMap<string, AnswerRow>;
  proofs: ReadonlyMap<string, ProofOf[]>;
  desk: ReadonlyMap<string, DeskOf>;
  results: readonly KeptResult[];
  names: Names;
  hands: readonly HandOf[];
};

/** What is said of an inspection: before the lock as it stands, after it as it was locked, or corrected since. */
function resultOf(inspection: Inspection, results: readonly KeptResult[]): KeptResult | null {
  const wanted: Basis[] =
    inspection.state === "locked"
      ? inspection.correctedCount > 0
        ? ["restated", "locked"]
        : ["locked"]
      : ["live"];
  return wanted.map((basis) => results.find((one) => one.basis === basis)).find((one) => one) ?? null;
}

function contentFrom(inspection: Inspection, read: Read): Content {
  const { book, scope } = read;
  const result = resultOf(inspection, read.results);
  return {
    version: 1,
    inspectionId: inspection.id,
    ...read.names,
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
    scopeReasons: read.scopeReasons,
    hands: read.hands.map(({ step, name, position, at }) => ({ step, name, position, at })),
    answers: applicableControls(book.rules, inspection.tier, scope).flatMap(
      ({ control, demand, isMandatory }): Said[] => {
        const answer = read.answers.get(control.id);
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
            proofs: (read.proofs.get(control.id) ?? []).map(saidProof),
            desk: saidByDesk(read.desk.get(control.id)),
          },
        ];
      },
    ),
  };
}

async function reasonsOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Record<string, string>>> {
  const { rows } = await sql<{ inspectionId: string; reasons: Record<string, string> }>`
    select s.inspection_id, jsonb_object_agg(s.condition, s.note) as reasons from scope_answers s
    where s.inspection_id = any (${[...ids]}::uuid[]) and not s.is_true and s.note <> '' group by s.inspection_id`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.inspectionId, row.reasons]));
}

async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, Names>> {
  type Row = { inspectionId: string; companyId: string; name: string; code: string };
  const { rows } = await sql<Row & { groupName: string; groupNames: Record<string, string> }>`
    select i.id as inspection_id, i.company_id, n.name, u.code, g.name as group_name, coalesce(g.names, '{}') as group_names
    from inspections i join units u on u.id = i.company_id cross join group_settings g
    join lateral (select * from unit_names n where n.unit_id = u.id order by n.valid_from desc limit 1) n on true
    where i.id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return new Map(
    rows.map((row) => [
      row.inspectionId,
      {
        group: { name: row.groupName, names: row.groupNames },
        company: { id: row.companyId, code: row.code, name: row.name },
      },
    ]),
  );
}

type ProofOf = SaidProof & { inspectionId: string; controlId: string };

const saidProof = ({ title, place, kind, validFrom, validUntil }: ProofOf): SaidProof => ({
  title,
  place,
  kind,
  validFrom,
  validUntil,
});

async function proofsOf(
  ctx: Ctx,
  ids: readonly string[],
  at: string | undefined,
): Promise<ReadonlyMap<string, ProofOf[]>> {
  const { rows } = await sql<ProofOf>`
    select x.inspection_id, x.control_id, e.title, coalesce(e.place, f.name, '') as place, e.kind, e.valid_from, x.valid_until
    from evidence_uses x join evidence e on e.id = x.evidence_id left join files f on f.id = e.file_id
    where x.inspection_id = any (${[...ids]}::uuid[]) and ${at === undefined ? sql`true` : sql`x.used_at <= ${at}::timestamptz`}
    order by x.control_id, e.title, e.id`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.inspectionId);
}

type DeskOf = NonNullable<Said["desk"]> & { inspectionId: string; controlId: string };

const saidByDesk = (desk: DeskOf | undefined): Said["desk"] =>
  desk ? { decision: desk.decision, verdict: desk.verdict, reason: desk.reason } : null;

async function deskOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, DeskOf[]>> {
  const { rows } = await sql<DeskOf>`
    select r.inspection_id, r.control_id, r.decision, r.verdict, r.reason from desk_reviews r
    join answers a on a.inspection_id = r.inspection_id and a.control_id = r.control_id and a.row_version = r.answer_version
      and a.proof_version = r.proof_version
    where r.inspection_id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.inspectionId);
}

/** One paper's words are the same in every language it is set in: a name in Latin letters stands given name first in all. */
const written = "en";

type HandOf = Hand & { inspectionId: string };

/** Who did what and when, with the seat that person held on that day of the group, where terms begin and end. */
async function handsOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, HandOf[]>> {
  const { rows } = await sql<HandOf>`
    with hands(inspection_id, step, person_id, at, nth) as (
      select i.id, h.* from inspections i cross join lateral (values
        ('submitted', i.submitted_by, i.submitted_at, 1), ('reviewed', i.reviewed_by, i.reviewed_at, 2),
        ('confirmed', coalesce(i.confirmed_for, i.confirmed_by), i.confirmed_at, 3),
        ('onPaper', case when i.confirmed_for is not null then i.confirmed_by end, i.confirmed_at, 4)) h
      where i.id = any (${[...ids]}::uuid[]))
    select h.inspection_id, h.step, h.at, coalesce(${nameOfPerson(written, "p")}, ${nameOfPerson(written, "n")}) as name,
      coalesce((select s.name from position_holders ph
        join positions s on s.id = ph.position_id where ph.person_id = h.person_id and holds_on(ph.valid_from, ph.valid_to, (h.at at time zone g.time_zone)::date)
        order by ph.valid_from desc limit 1), '') as position
    from hands h cross join group_settings g left join people p on p.id = h.person_id
      left join lateral names_in_trail(array[h.person_id]) n on true
    where h.at is not null and h.person_id is not null order by h.nth`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.inspectionId);
}

// One company's result: three days side by side, its parts against last year and its tier, what would lift it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { companyRows, latestName, nameFor } from "#modules/figures/company-rows.ts";
import { ofStandard, roundBefore, type RoundHead, rounds } from "#modules/figures/rounds.ts";
import { partNames, type PartName } from "#modules/figures/verified-only.ts";
import { judgedOver, sameControls } from "#modules/figures/like-for-like.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import { type Inspection, inspectionInScope } from "#modules/inspections/loading.ts";
import { type Basis, compute, computeOver } from "#modules/inspections/results.ts";
import type { KeptSums } from "#modules/inspections/scoring/kept-sums.ts";
import { whatWouldLift } from "#modules/inspections/scoring/lift.ts";
import type { InspectionScore, Part } from "#modules/inspections/scoring/score.ts";
import { percentShown } from "#modules/inspections/scoring/settle.ts";
import { textIn } from "#modules/standards/edition.ts";
import { roundShown, titleIn } from "./board.ts";
import type { overview } from "./contract.ts";
import { maturityShown } from "./maturity.ts";
import { fewestPeers, isOfToday, medianOf, partPercent, shareOf, type State } from "./rules.ts";

type Result = Output<typeof overview.getCompanyResult>;
type Kept = Omit<Result["years"][number], "percent" | "verifiedPercent"> &
  Record<PartName, KeptSums> & { companyId: string; mandatoryGaps: string[] };

// A median of fewer would tell one company's score to another.

export async function getCompanyResult(
  ctx: Ctx,
  input: Input<typeof overview.getCompanyResult>,
): Promise<Result> {
  const company = await sql<{
    name: string;
  }>`select ${nameFor(ctx)} as name from units u ${latestName("u.id")}
    where u.id = ${input.id}::uuid and u.kind = 'company' and ${within(ctx, "u.company_id")}`.execute(ctx.db);
  const { name } = found(company.rows[0], "company");
  const all = await rounds(ctx);
  const asked = await askedIn(ctx, input.id, all);
  const round =
    input.roundId === undefined
      ? (all.find((one) => one.isMain && one.isNewest && asked.has(one.id)) ??
        all.find((one) => one.isMain && asked.has(one.id)) ??
        all.find((one) => asked.has(one.id)))
      : all.find((one) => one.id === input.roundId);
  const kept = await keptOf(ctx, input.id, round ? ofStandard(all, round) : all);
  const inspectionId = round ? asked.get(round.id) : undefined;
  const years = kept.map((row) => ({
    ...row,
    percent: percentShown(row),
    verifiedPercent: shareOf(row.verifiedCount, row.requiredCount),
  }));
  const empty = {
    companyId: input.id,
    name,
    round: null,
    inspectionId: null,
    tier: null,
    state: null,
    years,
    areas: [],
    functions: [],
    harms: [],
    tierCompanies: 0,
    recommended: null,
    maturity: null,
    isSameEdition: true,
    sameControls: null,
    lift: null,
    unmet: [],
    others: all.filter((one) => one.standard !== round?.standard && one.isNewest && asked.has(one.id)),
  };
  if (!round || !inspectionId) return empty;
  const inspection = await inspectionInScope(ctx, inspectionId);
  const book = await bookOf(ctx, round.editionId);
  const basis = basisOfToday(kept, inspection);
  const { score } = await compute(ctx, inspection, basis);
  const parts = await partsOf(ctx, {
    round,
    before: roundBefore(all, round),
    book,
    kept,
    score,
    inspection,
    basis,
  });
  return {
    ...empty,
    round: roundShown(round, book),
    inspectionId,
    tier: inspection.tier,
    state: inspection.state as State,
    ...parts,
    recommended: score.recommended,
    maturity: score.maturity ? maturityShown(ctx, book, [score.maturity.areas]) : null,
    lift: liftOf(ctx, book, score),
    unmet: unmetOf(ctx, book, score),
  };
}

/** What is said of today: the standing, where it was recomputed since the last answer; else what is kept with every answer. */
function basisOfToday(kept: readonly Kept[], { id, state }: { id: string; state: string }): Basis {
  const of = (basis: Basis) => kept.find((row) => row.inspectionId === id && row.basis === basis);
  return isOfToday(of("standing"), of("live"), state) ? "standing" : "live";
}

/** Every kept result of the company, newest year first. */
async function keptOf(ctx: Ctx, companyId: string, all: readonly RoundHead[]): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select x.*, i.id as inspection_id, i.tier, i.state, r.fiscal_year, e.edition
    from inspection_results x join inspections i on i.id = x.inspection_id join rounds r on r.id = x.round_id join editions e on e.id = i.edition_id
    where x.company_id = ${companyId}::uuid and x.round_id = any (${all.map((round) => round.id)}::uuid[]) and ${within(ctx, "x.company_id")}
    order by r.fiscal_year desc, x.basis`.execute(ctx.db);
  return rows;
}

async function askedIn(ctx: Ctx, companyId: string, all: readonly RoundHead[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; roundId: string }>`select i.id, i.round_id from inspections i
    where i.company_id = ${companyId}::uuid and i.round_id = any (${all.map((round) => round.id)}::uuid[]) and ${within(ctx, "i.company_id")}`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.roundId, row.id]));
}

type Compared = {
  round: RoundHead;
  before: RoundHead | undefined;
  book: Book;
  kept: readonly Kept[];
  score: InspectionScore;
  inspection: Inspection;
  basis: Basis;
};

/** Areas, functions and harms: this year, last year, the median of the tier as far as the reader may see. */
async function partsOf(ctx: Ctx, compared: Compared) {
  const { round, before, book, kept, score, inspection } = compared;
  const last = (["restated", "locked"] as const).flatMap(
    (basis) => kept.find((row) => row.roundId === before?.id && row.basis === basis) ?? [],
  )[0];
  const isSameEdition = !before || before.editionId === round.editionId;
  const peers = (await companyRows(ctx, { round, basis: "standing", parts: partNames })).filter(
    (row) => row.tier === inspection.tier && row.result !== "not_known",
  );
  const same = isSameEdition ? null : await overSameControls(ctx, compared, last);
  const row = (part: "areas" | "functions" | "harms", id: string, name: string) => {
    const own = score[part][id];
    const hasGap = score.mandatoryGaps.some((controlId) => {
      const control = book.byId.get(controlId);
      return control !== undefined && (part === "areas" ? control.area === id : control[part].includes(id));
    });
    const percent = own && score.counts.answered > 0 ? percentShown(own) : null;
    const lastPercent = partPercent(last?.[part], id);
    return {
      id,
      name,
      controls: own?.n ?? 0,
      percent,
      halfPoints: own?.halfPoints ?? 0,
      weight: own?.weight ?? 0,
      known: knownOf(own),
      lastPercent,
      change: isSameEdition ? minus(percent, lastPercent) : (same?.changeOf(part, id) ?? null),
      tierMedian:
        peers.length < fewestPeers ? null : medianOf(peers.map((peer) => partPercent(peer[part], id))),
      hasGap,
    };
  };
  const of = (part: "areas" | "functions" | "harms") =>
    book.frame[part]
      .map(({ id, name }) => row(part, id, textIn(name, ctx.language)))
      .filter((one) => one.controls > 0);
  return {
    areas: of("areas"),
    functions: of("functions"),
    harms: of("harms"),
    tierCompanies: peers.length,
    isSameEdition,
    sameControls: same?.controls ?? null,
  };
}

const knownOf = (part: Part | undefined) => ({
  required: (part?.n ?? 0) + (part?.na ?? 0),
  answered: (part?.answered ?? 0) + (part?.na ?? 0),
  na: part?.na ?? 0,
  unknown: part?.unknown ?? 0,
  verified: part?.verified ?? 0,
});

const minus = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);

/**
 * Where the edition changed: both years judged once more over the controls that ask the same in both, this year as it is
 * shown beside (as it stands today), the last one as it was handed in.
 */
async function overSameControls(
  ctx: Ctx,
  { round, before, score, inspection, basis }: Compared,
  last: Kept | undefined,
) {
  const same = before && last && score.counts.answered > 0 ? await sameControls(ctx, [round, before]) : null;
  if (!same || !last) return null;
  const thisYear = await computeOver(ctx, inspection, basis, same.controlIds);
  const then = { id: last.inspectionId, tier: last.tier, state: last.state, isDueReached: true };
  const [lastYear] = (await judgedOver(ctx, same, [then])).values();
  const shown = (year: InspectionScore | undefined, part: "areas" | "functions" | "harms", id: string) => {
    const points = year?.[part][id];
    return points ? percentShown(points) : null;
  };
  return {
    controls: same.controlIds.size,
    changeOf: (part: "areas" | "functions" | "harms", id: string) =>
      minus(shown(thisYear, part, id), shown(lastYear, part, id)),
  };
}

/** The ladder to the threshold; null when the company meets the standard, or has not answered anything yet. */
function liftOf(ctx: Ctx, book: Book, score: InspectionScore): Result["lift"] {
  if (score.counts.answered === 0) return null;
  const { steps } = whatWouldLift(book.rules, score);
  return {
    from: percentShown(score.points),
    steps: steps.map((step) => ({
      controlId: step.controlId,
      title: titleIn(ctx, book, step.controlId),
      why: step.why,
      reading: step.from,
      gain: (100 * step.gain) / (2 * score.points.weight),
      after: percentShown(step.pointsAfter),
      resultAfter: step.resultAfter,
    })),
  };
}

function unmetOf(ctx: Ctx, book: Book, score: InspectionScore): Result["unmet"] {
  return score.settled
    .filter((one) => one.isCounted && one.reading !== "met")
    .map((one) => ({
      controlId: one.controlId,
      title: titleIn(ctx, book, one.controlId),
      area: book.byId.get(one.controlId)?.area ?? "",
      reading: one.reading,
      isMandatory: one.isMandatory,
      weight: one.weight,
    }))
    .sort((a, b) => Number(b.isMandatory) - Number(a.isMandatory) || b.weight - a.weight);
}

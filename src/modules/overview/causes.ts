// What happened against what is done about it: incidents by cause beside the results of the controls against that cause.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { type CompanyRow, companyRows } from "#modules/figures/company-rows.ts";
import { chosenRound, type RoundHead, rounds } from "#modules/figures/rounds.ts";
import { permissions as ofResults } from "#modules/figures/contract.ts";
import { permissions as ofFindings } from "#modules/findings/contract.ts";
import { runningByHarm } from "#modules/findings/figures.ts";
import { causeKeys, type IncidentCauses, incidentCauses } from "#modules/incidents/counting/causes.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { type Column, columnsOf } from "./columns.ts";
import type { overview } from "./contract.ts";
import { claimedBy, divisionNames, isNothingAsked, partsIn } from "./groups.ts";
import { fewestPeers, knownIn, medianOf, partPercent } from "./rules.ts";

type In = Input<typeof overview.getCauses>;
type Out = Output<typeof overview.getCauses>;
type Against = NonNullable<Out["causes"][number]["against"]>;

/** By the right to read incidents; of companies whose results one may not read too there is no result in it. */
export async function getCauses(ctx: Ctx, input: In): Promise<Out> {
  const { division, to = ctx.today, from = addDays(to, -364) } = input;
  const found = await incidentCauses(ctx, { from, to, ...placeOf(division) });
  const kinds = found.cells
    .filter(({ cause, kind }) => cause === null && kind !== null)
    .sort((a, b) => b.count - a.count || ((a.kind ?? "") < (b.kind ?? "") ? -1 : 1))
    .flatMap(({ kind }) => kind ?? []);
  const count = (cause: string | null, kind: string | null) =>
    found.cells.find((cell) => cell.cause === cause && cell.kind === kind)?.count ?? 0;
  const round = chosenRound(await rounds(ctx), input.roundId);
  const { controls, ...shown } = round ? await controlsOf(ctx, round, input, found) : nothing;
  return {
    from: found.from,
    to: found.to,
    ...shown,
    incidents: count(null, null),
    kinds,
    causes: causeKeys.map((id) => ({
      id,
      incidents: count(id, null),
      kinds: kinds.map((kind) => count(id, kind)),
      against: controls.get(id) ?? null,
    })),
  };
}

/** A division is one that stands below the group: companies directly below it are in the whole alone. */
const placeOf = (division: string | undefined) => (division ? { divisionId: division } : {});
const nothing = { round: null, divisions: [], controls: new Map<string, Against>() };

/** Where the actor holds another right than that of the operation. */
async function companiesBy(ctx: Ctx, permission: string): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string;
  }>`select unnest(companies_in_scope(${ctx.actor.personId}::uuid, ${permission})) as id`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

async function controlsOf(
  ctx: Ctx,
  round: RoundHead,
  { basis = "standing", division }: In,
  found: IncidentCauses,
) {
  const book = await bookOf(ctx, round.editionId);
  const readable = await companiesBy(ctx, ofResults.read);
  const rows = await companyRows(ctx, { round, basis, parts: ["harms"] });
  const all = rows.filter((one) => readable.has(one.companyId));
  if (all.length === 0) return nothing;
  const companies = division ? all.filter((one) => one.divisionId === division) : all;
  const among = [...(await companiesBy(ctx, ofFindings.read))];
  const findings = await runningByHarm(ctx, { ...placeOf(division), among });
  const names = await divisionNames(ctx, all);
  const columns = new Map(columnsOf(ctx, book, "harms").map((column) => [column.id, column]));
  const controls = causeKeys.flatMap((cause): [string, Against][] => {
    const column = columns.get(cause);
    if (!column) return [];
    const touched = found.touched.get(cause);
    const asked = companies.filter((company) => !isNothingAsked(company, "harms", cause));
    const of = (isTouched: boolean) =>
      sideOf(
        asked.filter((company) => (touched?.has(company.companyId) ?? false) === isTouched),
        column,
      );
    const { controls, mandatory } = column;
    const ofCause = { controls, mandatory: mandatory.size, findings: findings.get(cause) ?? 0 };
    return [[cause, { ...ofCause, touched: of(true), others: of(false) }]];
  });
  const { id, name, fiscalYear } = round;
  return {
    round: {
      id,
      name,
      fiscalYear,
      standard: book.standard,
      edition: book.edition,
      companies: companies.length,
      meetsFromPercent: book.rules.meetsFromPercent,
      seriousBelowPercent: book.rules.seriousBelowPercent,
    },
    divisions: [...names].map(([key, of]) => ({ id: key, name: of })),
    controls: new Map(controls),
  };
}

/** Few say nothing of how many are: a median is of five companies and more. What is not known of those asked is said of all of them. */
function sideOf(asked: readonly CompanyRow[], column: Column): Against["touched"] {
  const readable = asked.filter((company) => company.isReadable);
  const scores = readable.flatMap((company) => partPercent(company.harms, column.id) ?? []);
  const isEnough = scores.length >= fewestPeers;
  return {
    companies: asked.length,
    readable: readable.length,
    scored: scores.length,
    median: isEnough ? medianOf(scores) : null,
    lowest: isEnough ? Math.min(...scores) : null,
    lacking: readable.filter((company) => company.mandatoryGaps.some((id) => column.mandatory.has(id)))
      .length,
    known: knownIn(asked.flatMap((company) => partsIn(claimedBy(company).harms, column.id))),
  };
}

// What happened against what is done about it: incidents by cause beside the results of the controls against that cause.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { type CompanyRow, companyRows } from "#modules/figures/company-rows.ts";
import { chosenRound, type RoundHead, rounds } from "#modules/figures/rounds.ts";
import { runningByHarm } from "#modules/findings/figures.ts";
import { causeKeys, type IncidentCauses, incidentCauses } from "#modules/incidents/counting/causes.ts";
import { bookOf } from "#modules/inspections/book.ts";
import type { KeptPart } from "#modules/inspections/scoring/kept-sums.ts";
import { type Column, columnsOf } from "./columns.ts";
import type { overview } from "./contract.ts";
import { divisionNames } from "./groups.ts";
import { fewestPeers, knownIn, medianOf, partPercent, total } from "./rules.ts";

type In = Input<typeof overview.getCauses>;
type Out = Output<typeof overview.getCauses>;
type Against = NonNullable<Out["causes"][number]["against"]>;

/** A division is one that stands below the group: companies directly below it are in the whole alone. */
export async function getCauses(ctx: Ctx, input: In): Promise<Out> {
  const { division, to = ctx.today, from = addDays(to, -364) } = input;
  const found = await incidentCauses(ctx, { from, to, ...placeOf(division) });
  const kinds = byNumber(found);
  const round = chosenRound(await rounds(ctx), input.roundId);
  const { controls, ...shown } = round ? await controlsOf(ctx, round, input, found) : nothing;
  return {
    from: found.from,
    to: found.to,
    ...shown,
    incidents: found.all,
    kinds,
    causes: causeKeys.map((id) => {
      const counts = kinds.map((kind) => total(cellsOf(found, id, kind), (cell) => cell.count));
      return {
        id,
        incidents: total(counts, (count) => count),
        kinds: counts,
        against: controls.get(id) ?? null,
      };
    }),
  };
}

const placeOf = (division: string | undefined) => (division ? { divisionId: division } : {});
const nothing = { round: null, divisions: [], controls: new Map<string, Against>() };

const cellsOf = ({ cells }: IncidentCauses, cause: string, kind: string) =>
  cells.filter((cell) => cell.cause === cause && cell.kind === kind);

function byNumber({ cells }: IncidentCauses): string[] {
  const counted = Map.groupBy(cells, (cell) => cell.kind);
  const sizes = [...counted].map(([kind, those]) => ({ kind, count: total(those, (cell) => cell.count) }));
  return sizes.sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)).map(({ kind }) => kind);
}

async function controlsOf(
  ctx: Ctx,
  round: RoundHead,
  { basis = "standing", division }: In,
  found: IncidentCauses,
) {
  const book = await bookOf(ctx, round.editionId);
  const all = await companyRows(ctx, { round, basis, parts: ["harms"] });
  const companies = division ? all.filter((one) => one.divisionId === division) : all;
  const findings = await runningByHarm(ctx, placeOf(division));
  const names = await divisionNames(ctx, all);
  const columns = new Map(columnsOf(ctx, book, "harms").map((column) => [column.id, column]));
  const controls = causeKeys.flatMap((cause): [string, Against][] => {
    const column = columns.get(cause);
    if (!column) return [];
    const touched = found.touched.get(cause);
    const isTouched = (company: CompanyRow) => touched?.has(company.companyId) ?? false;
    return [
      [
        cause,
        {
          controls: column.controls,
          mandatory: column.mandatory.size,
          touched: sideOf(companies.filter(isTouched), column),
          others: sideOf(
            companies.filter((company) => !isTouched(company)),
            column,
          ),
          findings: findings.get(cause) ?? 0,
        },
      ],
    ];
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

const partOf = (company: CompanyRow, id: string): KeptPart[] => {
  const part = company.harms?.[id];
  return part ? [part] : [];
};

/** Few say nothing of how many are: a median is of five companies and more. */
function sideOf(companies: readonly CompanyRow[], column: Column): Against["touched"] {
  const readable = companies.filter((company) => company.isReadable);
  const scores = readable.flatMap((company) => partPercent(company.harms, column.id) ?? []);
  return {
    companies: companies.length,
    readable: readable.length,
    median: scores.length < fewestPeers ? null : medianOf(scores),
    lowest: scores.length < fewestPeers ? null : Math.min(...scores),
    lacking: readable.filter((company) => company.mandatoryGaps.some((id) => column.mandatory.has(id)))
      .length,
    known: knownIn(readable.flatMap((company) => partOf(company, column.id))),
  };
}

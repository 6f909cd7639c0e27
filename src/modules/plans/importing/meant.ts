// Which findings and which plan a row of a list of plans means; what it cannot say is told to the reader. Pure.
import { sourceWords } from "#modules/findings/importing/words.ts";
import type { GivenRow, Problem, RowReader } from "#modules/organization/importing/judging.ts";
import {
  folded,
  type HeldPlan,
  type HeldStep,
  isOpenToList,
  isTooMany,
  type Known,
  type KnownFinding,
  numbersIn,
  planKey,
} from "./known.ts";

const told = (read: RowReader, problem: Problem) => void read.problems.push(problem);

/** By the number of this product or of their own list; several of one number are a question. */
export function findingsOf(
  row: GivenRow,
  read: RowReader,
  companyId: string,
  { findings }: Known,
): KnownFinding[] {
  const field = "findingNumber";
  const numbers = numbersIn(read.given(field));
  if (isTooMany(numbers)) {
    read.wrong(field, "import.too_long");
    return [];
  }
  const source = read.word("whereFound", sourceWords, "import.unknown_finding_source", folded);
  const chosen = row.decision?.chosen?.[field];
  const all = numbers.flatMap((number): KnownFinding[] => {
    const named = findings.filter((one) => one.companyId === companyId && one.key === folded(number));
    const narrowed = source ? named.filter((one) => one.source === source) : named;
    const fitting = narrowed.filter((one) => narrowed.length < 2 || one.id === chosen);
    if (fitting.length === 1) return fitting;
    told(read, {
      field,
      code: narrowed.length > 1 ? "import.finding_several" : "import.unknown_finding",
      given: number,
      candidates: narrowed
        .slice(0, 5)
        .map((one) => ({ id: one.id, name: `${one.reference} ${one.title}`.slice(0, 120) })),
    });
    return [];
  });
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

/**
 * The plan that the row's step belongs to: the one it came into before, the one that it names, the one that its findings are in
 * already, or of a list without numbers the company's one. Null for a new one.
 */
export function planOf(
  row: GivenRow,
  read: RowReader,
  companyId: string,
  {
    known,
    findings,
    before,
  }: { known: Known; findings: readonly KnownFinding[]; before: HeldStep | undefined },
): HeldPlan | null {
  const key = planKey(row.fields);
  const byId = (id: string | null | undefined) => known.plans.find((one) => one.id === id) ?? null;
  const keyed = known.plans.find((one) => one.companyId === companyId && one.key === key) ?? null;
  const inPlans = [...new Set(findings.flatMap((one) => one.planId ?? []))];
  const plan = before ? byId(before.planId) : key === "" && inPlans.length > 0 ? byId(inPlans[0]) : keyed;
  const elsewhere = findings.find((one) => one.planId !== null && one.planId !== plan?.id);
  const other = byId(elsewhere?.planId);
  if (elsewhere)
    told(read, {
      field: "findingNumber",
      // A plan that waits or is decided takes no step of a list: a blank number would lead to that refusal alone.
      code: other && isOpenToList(other) ? "import.finding_in_other_plan" : "import.finding_in_running_plan",
      given: `${elsewhere.reference} (${elsewhere.planReference ?? ""})`,
    });
  return plan;
}

// What the locked inspections of a company say falls short, from year to year, and what became of it until the day of loading.
import { addDays } from "#core/time/fiscal-year.ts";
import { severityOf } from "#modules/findings/rules.ts";
import { applicable } from "#modules/inspections/scoring/applicable.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { Given, Sitting } from "./answers.ts";
import type { Company } from "./company.ts";
import { type Draft, type End, severityRules } from "./finding-draft.ts";
import type { Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import { scopeOf } from "./verdicts.ts";

export type Year = { sitting: Sitting; lockedOn: string; given: ReadonlyMap<string, Given> };

/** By control: what falls short in one year after the other is one finding, unless it was seen to be gone in between and came back. */
export function fallenShort(plan: Plan, company: Company, years: readonly Year[]): Draft[] {
  const drafts: Draft[] = [];
  for (const id of [...new Set(years.flatMap((year) => [...year.given.keys()]))].toSorted()) {
    let open: Draft | null = null;
    let last: Draft | null = null;
    for (const year of years) {
      const said = seenIn(year, id);
      if (!said) continue;
      if (open && said.verdict !== "met" && cameBack(plan, company, open, year)) {
        open.end = closedBefore(plan, company, open, year.lockedOn);
        last = open;
        open = null;
      }
      if (!open) {
        const fresh: Draft | null = begun(company, year, id, last);
        if (fresh) drafts.push(fresh);
        open = fresh;
      }
      open?.seen.push(said);
      if (!open || said.verdict !== "met" || staysOpen(plan, company, open)) continue;
      open.end = closedBefore(plan, company, open, year.lockedOn);
      last = open;
      open = null;
    }
    if (open && open.seen.at(-1)?.verdict !== "met") open.end = standsNow(plan, company, open);
  }
  return drafts;
}

const staysOpen = (plan: Plan, company: Company, draft: Draft): boolean =>
  randomOf(plan.seed, "finding-stays", company.code, draft.key).chance(0.05);

const cameBack = (plan: Plan, company: Company, draft: Draft, year: Year): boolean =>
  randomOf(plan.seed, "finding-back", company.code, draft.key, year.lockedOn).chance(0.55);

function seenIn(year: Year, controlId: string): Draft["seen"][number] | null {
  const given = year.given.get(controlId);
  if (!given || given.origin === "inherited") return null;
  if (given.verdict !== "met" && given.verdict !== "partly" && given.verdict !== "not_met") return null;
  return {
    sourceId: year.sitting.inspectionId,
    on: year.lockedOn,
    verdict: given.verdict,
    said: given.missing ?? "",
  };
}

function begun(company: Company, year: Year, controlId: string, before: Draft | null): Draft | null {
  const given = year.given.get(controlId);
  const { edition, inspectionId } = year.sitting;
  const scored = edition.rules.controls.find((one) => one.id === controlId);
  if (!given || !scored || given.origin === "inherited") return null;
  if (given.verdict !== "partly" && given.verdict !== "not_met") return null;
  const asked = applicable(scored, company.tier, scopeOf(company));
  if (asked.demand !== "required") return null;
  return {
    key: `control:${controlId}`,
    title: textIn(given.control.title, "ja"),
    titles: given.control.title as Record<string, string>,
    detail: given.missing ?? "",
    source: "inspection",
    sourceId: inspectionId,
    editionId: edition.id,
    controlIds: [controlId],
    severity: severityOf({ verdict: given.verdict, isMandatory: asked.isMandatory, weight: scored.weight }),
    foundOn: year.lockedOn,
    ownerSaid: given.owner ?? "",
    seen: [],
    end: { state: "open" },
    recurs: before?.end.state === "closed" ? before : null,
  };
}

/** Remedied and seen to be gone before a day, in time or not. */
function closedBefore(plan: Plan, company: Company, draft: Draft, by: string): End {
  const random = randomOf(plan.seed, "finding", company.code, draft.key, draft.foundOn);
  const most = Math.max(20, daysUntil(draft.foundOn, by) - 20);
  const took = Math.min(
    most,
    Math.round(severityRules[draft.severity].remedyDays * (0.4 + random.next() * 0.9)),
  );
  const remedied = addDays(draft.foundOn, took);
  return { state: "closed", remedied, on: addDays(remedied, random.int(2, 14)) };
}

const daysUntil = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Of the newest locked round: nearly a year old today. */
function standsNow(plan: Plan, company: Company, draft: Draft): End {
  const { today } = plan.calendar;
  const random = randomOf(plan.seed, "finding", company.code, draft.key, draft.foundOn);
  const way = random.next();
  const age = daysUntil(draft.foundOn, today);
  // What is older than a year has mostly been seen to be gone.
  const isOld = age > 400;
  if (way < (isOld ? 0.02 : 0.1)) return { state: "to_verify", on: addDays(today, -random.int(1, 12)) };
  if (way < (isOld ? 0.05 : 0.17)) {
    const asked = addDays(today, -random.int(20, 60));
    return {
      state: "accepted",
      asked,
      until: addDays(asked, random.int(75, severityRules[draft.severity].mostAcceptedDays - 5)),
    };
  }
  if (way < (isOld ? 0.97 : 0.9)) {
    const took = Math.min(
      age - 20,
      Math.round(severityRules[draft.severity].remedyDays * (0.5 + random.next() * 0.8)),
    );
    const remedied = addDays(draft.foundOn, Math.max(5, took));
    return { state: "closed", remedied, on: addDays(remedied, random.int(2, 14)) };
  }
  return { state: "open" };
}

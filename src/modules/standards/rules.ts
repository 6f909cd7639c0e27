// Pure decisions about editions: what a control asks for, what became of it, what refers to it.
import { type Control, type EditionContent, withWords } from "./edition.ts";

export { textIn } from "./edition.ts";
export { filledTexts, insertedIn, valuesOf } from "./parameters.ts";

// Rates of things that happened in a period: they say how often, not of how much of the company an answer is true.
const ratesOfEvents: ReadonlySet<string> = new Set([
  "backup_success_rate",
  "drill_report_rate",
  "incident_reported_within_24h_rate",
  "legal_notice_on_time_rate",
]);

/**
 * Whether a yes must say of what share it is true. It must where the control's metric is a rate over something the
 * company has (people, accounts, devices, servers, services, lines ...): such controls hide their exceptions behind an
 * absolute yes. By its name: the metric ends in `_rate` and is not a rate of events.
 */
export const asksCoverageOf = (metric: string | undefined): boolean =>
  metric !== undefined && metric.endsWith("_rate") && !ratesOfEvents.has(metric);

/**
 * The form in which editions are compared, hashed and stored: references as sorted sets, because their order says
 * nothing, and no empty lists that may as well be absent.
 */
export function normalised(content: EditionContent): EditionContent {
  return {
    ...content,
    controls: content.controls.map((control) => ({
      ...withWords(control, control),
      references: sortedReferences(control.references),
    })),
  };
}

function sortedReferences(references: Control["references"]): Control["references"] {
  const sets = Object.entries(references).filter(([, items]) => items.length > 0);
  return Object.fromEntries(sets.map(([set, items]) => [set, [...new Set(items)].sort()]));
}

type Dated = { readonly id: string; readonly state: string; readonly effectiveOn: string | null };

/** The published edition that holds on a day: the last to take effect by then, else the first to come. */
export function inForceOn(editions: readonly Dated[], day: string): string | null {
  const published = editions
    .filter((one) => one.state === "published" && one.effectiveOn !== null)
    .sort((a, b) => ((a.effectiveOn ?? "") < (b.effectiveOn ?? "") ? -1 : 1));
  return (published.findLast((one) => (one.effectiveOn ?? "") <= day) ?? published[0])?.id ?? null;
}

type DatedOf = Dated & { readonly standard: string; readonly publishedAt: string | null };

/**
 * The edition that holds of each standard: one on an outside catalogue stands beside the group's own and does not end it.
 * The own standard, which is shown where nobody chose, is the one of which an edition was published first.
 */
export function inForceOfEach(
  editions: readonly DatedOf[],
  day: string,
): { ids: ReadonlySet<string>; own: string | null } {
  const published = editions
    .filter((one) => one.state === "published")
    .toSorted((a, b) => ((a.publishedAt ?? "") < (b.publishedAt ?? "") ? -1 : 1));
  const standards = [...new Set(published.map((one) => one.standard))];
  const holding = standards.map((standard) =>
    inForceOn(
      published.filter((one) => one.standard === standard),
      day,
    ),
  );
  return { ids: new Set(holding.filter((id) => id !== null)), own: holding[0] ?? null };
}

export type ControlFilter = {
  readonly area?: string;
  readonly topic?: string;
  readonly harm?: string;
  readonly function?: string;
  /** A tier; by default every control it asks for, required or recommended. */
  readonly tier?: string;
  readonly demand?: "required" | "recommended";
  readonly mandatoryOnly?: boolean;
  readonly scope?: string;
  readonly text?: string;
};

type Shown = Pick<
  Control,
  | "id"
  | "area"
  | "topic"
  | "harms"
  | "functions"
  | "tiers"
  | "mandatory"
  | "appliesWhen"
  | "title"
  | "requirement"
>;

/** Whether a control passes the filter. Text is looked for in the id and, in every language, in title and requirement. */
export function passes(control: Shown, filter: ControlFilter): boolean {
  if (filter.area && control.area !== filter.area) return false;
  if (filter.topic && control.topic !== filter.topic) return false;
  if (filter.harm && !control.harms.includes(filter.harm)) return false;
  if (filter.function && !control.functions.includes(filter.function)) return false;
  if (filter.mandatoryOnly && !control.mandatory) return false;
  if (filter.scope && control.appliesWhen !== filter.scope) return false;
  return passesTier(control, filter) && passesText(control, filter.text);
}

function passesTier(control: Shown, { tier, demand }: ControlFilter): boolean {
  if (tier) return demand ? control.tiers[tier] === demand : (control.tiers[tier] ?? "none") !== "none";
  return demand ? Object.values(control.tiers).includes(demand) : true;
}

function passesText(control: Shown, text: string | undefined): boolean {
  const wanted = fold(text ?? "")
    .split(/\s+/)
    .filter((word) => word !== "");
  if (wanted.length === 0) return true;
  const said = fold(
    [control.id, ...Object.values(control.title), ...Object.values(control.requirement)].join("\n"),
  );
  return wanted.every((word) => said.includes(word));
}

/** Full-width forms, case and the like do not matter to a reader who searches. */
const fold = (text: string) => text.normalize("NFKC").toLowerCase();

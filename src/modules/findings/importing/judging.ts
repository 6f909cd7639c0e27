// What a row of a list of findings says, beside what the list said of the same number before and what the finding says now. Pure.
import { companyNameKey, foldWidth } from "#core/sheets/normalise.ts";
import { namedCompany, otherName } from "#modules/organization/importing/company-named.ts";
import {
  compared,
  type Difference,
  type GivenRow,
  type Judged,
  readerOf,
  type RowReader,
  settle,
} from "#modules/organization/importing/judging.ts";
import {
  type KnownOwners,
  ownerMeant,
  type OwnerMeant,
} from "#modules/organization/importing/owner-named.ts";
import { type KnownSite, sitesMeant, type SitesMeant } from "#modules/organization/importing/site-named.ts";
import { plainCode } from "#modules/organization/importing/spelling.ts";
import { mostAcceptedUntil, type Severity, type Source } from "../rules.ts";
import {
  type FindingKey,
  folded,
  type HeldOrigin,
  keyText,
  type ListedFinding,
  type ListWorld,
  numberKey,
  type Said,
} from "./known.ts";
import { severityWords, sourceWords, stateWords } from "./words.ts";

/** The fields in which a row names somebody who answers. */
export const ownerFields = { name: "answerable", email: "email" } as const;

function sourceOf(read: RowReader): Source | null {
  if (read.given("whereFound") === "") return "imported";
  return read.word("whereFound", sourceWords, "import.unknown_finding_source", folded);
}

/** Before the company is understood: rows that name it by the same letters. */
export function findingKeys(fields: Record<string, string>) {
  const company = plainCode(fields["code"] ?? "") || companyNameKey(fields["name"] ?? "");
  const number = numberKey(fields["ownNumber"] ?? "");
  const isNamed = company !== "" && number !== "";
  return {
    code: isNamed ? `${company}\u001f${folded(fields["whereFound"] ?? "")}\u001f${number}` : "",
    name: "",
  };
}

/** The finding that a row is about, where company, source and number are understood. */
export function findingMeant(row: GivenRow, world: ListWorld): FindingKey | null {
  const read = readerOf(row);
  const company = namedCompany(row, read, world);
  const source = sourceOf(read);
  const number = read.code("ownNumber", 100);
  return company && source && number ? { companyId: company.id, source, number } : null;
}

type Known = {
  held: ReadonlyMap<string, HeldOrigin>;
  twins: ReadonlySet<number>;
  owners: KnownOwners;
  sites: readonly KnownSite[];
  /** Companies at which whoever brings the list in may weigh what runs here already. */
  weighed: ReadonlySet<string>;
};
type Named = { owner: OwnerMeant | null; places: SitesMeant | null };

export const judgeFindings = (
  rows: readonly GivenRow[],
  world: ListWorld,
  known: Known,
): Judged<ListedFinding>[] => rows.map((row) => judge(row, world, known));

function judge(
  row: GivenRow,
  world: ListWorld,
  { held, twins, owners, sites, weighed }: Known,
): Judged<ListedFinding> {
  const read = readerOf(row);
  const company = namedCompany(row, read, world);
  for (const field of ["ownNumber", "headline", "foundOn"]) read.demand(field);
  const number = read.code("ownNumber", 100);
  const source = sourceOf(read);
  if (twins.has(row.number)) read.wrong("ownNumber", "import.finding_twice_in_file");
  const key = company && source && number ? { companyId: company.id, source, number } : null;
  const before = key ? held.get(keyText(key)) : undefined;
  const named: Named = {
    owner: company ? ownerMeant(row, read, company.id, ownerFields, owners) : null,
    places: company ? sitesMeant(row, read, company.id, "place", sites) : null,
  };
  const given = givenOf(read, world);
  const said = whole(given, before?.said ?? null, named);
  assertDays(read, said, world.today);
  if (said.severity === undefined) read.demand("severity");
  const differences = before ? compared(pairs(before.said, given)) : [];
  const mayWeigh = company !== null && weighed.has(company.id);
  if (before)
    for (const { field } of differences) {
      if (isTouched(field, before)) read.wrong(field, "import.finding_changed_here");
      else if (!mayWeigh && isWeighing(field, said)) read.wrong(field, "import.finding_not_yours_to_weigh");
    }
  if (!before || differences.some(({ field }) => ofAcceptance.has(field))) assertAccepted(read, said, world);
  return settle(row, {
    subjectId: before?.id ?? null,
    fields: {
      companyId: company?.id ?? "",
      source: source ?? "imported",
      number: number ?? "",
      said: said as Said,
      before: before?.said ?? null,
    },
    problems: read.problems,
    conflicts: [
      ...(company ? otherName(read, company) : []),
      ...(isOther(said, before?.said, ["answerable", "email"]) ? (named.owner?.conflicts ?? []) : []),
      ...(isOther(said, before?.said, ["place"]) ? (named.places?.conflicts ?? []) : []),
    ],
    differences: [...differences, ...toldOf(named, said, before?.said)],
  });
}

const isOther = (said: Whole, before: Said | undefined, fields: readonly (keyof Said)[]) =>
  before === undefined || fields.some((field) => said[field] !== (before[field] ?? ""));

/** Who and where is meant is told, and so is what nobody is known by: it stays in the words of the list. */
function toldOf({ owner, places }: Named, said: Whole, before: Said | undefined): Difference[] {
  const tell = (field: string, after: string) => ({ field, before: null, after });
  return [
    ...(owner && isOther(said, before, ["answerable", "email"])
      ? [owner.name ? tell("ownerKnown", owner.name) : tell("ownerAsWords", owner.said)]
      : []),
    ...(places && isOther(said, before, ["place"])
      ? [
          places.ids.length > 0
            ? tell("placeKnown", places.names.join(", "))
            : tell("placeAsWords", places.said),
        ]
      : []),
  ];
}

type Given = { [K in keyof Omit<Said, "ownerId" | "siteIds">]: Said[K] | null };

function givenOf(read: RowReader, world: ListWorld): Given {
  return {
    headline: read.text("headline", 300),
    detail: read.text("detail", 8000),
    severity: read.word("severity", severityWords, "import.unknown_severity", folded),
    foundOn: read.day("foundOn"),
    dueOn: read.day("dueOn"),
    controls: controlsOf(read, world),
    saidSource: read.text("saidSource", 300),
    cause: read.text("cause", 4000),
    state: read.word("state", stateWords, "import.unknown_finding_state", folded),
    closedOn: read.day("closedOn"),
    closedBy: read.text("closedBy", 200),
    acceptedUntil: read.day("acceptedUntil"),
    answerable: read.text("answerable", 200) ?? read.text("email", 200),
    email: read.text("email", 200),
    place: read.text("place", 300),
  };
}

/** TEC-03, ORG-02 / ORG-02、TEC-03: numbers of the edition in force. */
function controlsOf(read: RowReader, { controls }: ListWorld): string[] | null {
  const given = read.given("controls");
  if (given === "") return null;
  const numbers = [
    ...new Set(
      foldWidth(given)
        .toUpperCase()
        .split(/[\s,;/、，；・]+/)
        .filter(Boolean),
    ),
  ];
  if (numbers.some((one) => !controls.has(one)) || numbers.length > 50)
    return read.wrong("controls", "import.unknown_control") ?? [];
  return numbers.toSorted();
}

type Whole = Omit<Said, "severity"> & { severity: Severity | undefined };

/** A blank cell says nothing about what the list said before. */
function whole(given: Given, before: Said | null, { owner, places }: Named): Whole {
  const words = {
    answerable: given.answerable ?? before?.answerable ?? "",
    email: given.email ?? before?.email ?? "",
    place: given.place ?? before?.place ?? "",
  };
  const isSameOwner = before?.answerable === words.answerable && (before.email ?? "") === words.email;
  return {
    ...words,
    // By the same words the same person is meant as before, whatever somebody has chosen among several.
    ownerId: isSameOwner ? (before.ownerId ?? null) : (owner?.id ?? null),
    siteIds: before?.place === words.place ? (before.siteIds ?? []) : (places?.ids ?? []),
    headline: given.headline ?? before?.headline ?? "",
    detail: given.detail ?? before?.detail ?? "",
    severity: given.severity ?? before?.severity,
    foundOn: given.foundOn ?? before?.foundOn ?? "",
    dueOn: given.dueOn ?? before?.dueOn ?? null,
    controls: given.controls ?? before?.controls ?? [],
    saidSource: given.saidSource ?? before?.saidSource ?? "",
    cause: given.cause ?? before?.cause ?? "",
    state: given.state ?? before?.state ?? "open",
    closedOn: given.closedOn ?? before?.closedOn ?? null,
    closedBy: given.closedBy ?? before?.closedBy ?? "",
    acceptedUntil: given.acceptedUntil ?? before?.acceptedUntil ?? null,
  };
}

function assertDays(read: RowReader, said: Whole, today: string): void {
  const { foundOn, dueOn, state, closedOn, acceptedUntil } = said;
  if (foundOn > today) read.wrong("foundOn", "import.finding_ahead");
  if (foundOn !== "" && foundOn < "1990-01-01") read.wrong("foundOn", "import.not_a_day");
  if (dueOn && dueOn < foundOn) read.wrong("dueOn", "import.due_before_found");
  if (state === "closed") {
    if (closedOn === null) read.demand("closedOn");
    else if (closedOn > today) read.wrong("closedOn", "import.finding_ahead");
    else if (closedOn < foundOn) read.wrong("closedOn", "import.closed_before_found");
  }
  if (state === "accepted") {
    if (acceptedUntil === null) read.demand("acceptedUntil");
    else if (acceptedUntil < today) read.wrong("acceptedUntil", "import.acceptance_over");
  }
}

const ofAcceptance: ReadonlySet<string> = new Set(["state", "acceptedUntil", "severity"]);

/** By a list nobody lives with a finding for longer than its severity allows anybody to approve. */
function assertAccepted(read: RowReader, { state, severity, acceptedUntil }: Whole, world: ListWorld): void {
  const rule = severity && world.rules.get(severity);
  if (state !== "accepted" || acceptedUntil === null || !rule) return;
  if (acceptedUntil > mostAcceptedUntil(rule, world.today))
    read.wrong("acceptedUntil", "import.acceptance_too_long");
}

const shown = (value: Said[keyof Said] | null) => (Array.isArray(value) ? value.join(", ") : value);

const pairs = (before: Said, given: Given) =>
  (Object.keys(given) as (keyof Given)[]).map(
    (field) => [field, shown(before[field]) || null, shown(given[field])] as const,
  );

/** Of what ends it the state tells whether somebody has gone on here. */
const toldBy: Readonly<Record<string, keyof HeldOrigin["now"]>> = {
  closedOn: "state",
  closedBy: "state",
  acceptedUntil: "state",
  answerable: "ownerId",
  email: "ownerId",
  place: "siteIds",
};

/** Somebody has changed it here since the list said so last: a list does not overwrite that. */
function isTouched(field: string, { said, now }: HeldOrigin): boolean {
  const told = toldBy[field] ?? (field as keyof HeldOrigin["now"]);
  if (told === "ownerId") return (now.ownerId ?? now.answerable) !== (said.ownerId ?? said.answerable);
  if (told === "siteIds") return String(now.siteIds) !== String(said.siteIds ?? []);
  return shown(now[told] as Said[keyof Said]) !== shown(said[told]);
}

/**
 * How grave it is, its days and its end: of what runs here already they are said by whoever may say so on its page, and a list is no way
 * around that. What a list takes back of its own end is open again, which anybody may bring in.
 */
function isWeighing(field: string, { state }: Whole): boolean {
  if (["severity", "foundOn", "dueOn"].includes(field)) return true;
  return ["state", "closedOn", "acceptedUntil"].includes(field) && state !== "open";
}

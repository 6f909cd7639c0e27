// What a row of a list of plans asks of a person before it comes in, what it may not overwrite, and what is told of it. Pure.
import type { Difference, Problem, RowReader } from "#modules/organization/importing/judging.ts";
import type { OwnerMeant } from "#modules/organization/importing/owner-named.ts";
import { folded, type HeldPlan, type HeldStep, isOpenToList, type KnownFinding, type Said } from "./known.ts";
import { planWords } from "./words.ts";

export type Owners = { step: OwnerMeant | null; plan: OwnerMeant | null };

type Standing = { plan: HeldPlan | null; before: HeldStep | undefined; differences: readonly Difference[] };

/** A list writes only what is being written, and of that only what nobody has changed here since. */
export function assertWritable(read: RowReader, { plan, before, differences }: Standing): void {
  if (before && differences.length === 0) return;
  if (plan && !isOpenToList(plan))
    read.problems.push({ field: "planNumber", code: "import.plan_decided_here", given: plan.reference });
  else if (before?.stepId === null) read.wrong("what", "import.step_removed_here");
  else if (before)
    for (const { field } of differences)
      if (isTouched(field, before, plan)) read.wrong(field, "import.step_changed_here");
}

const ofOwner = (one: { ownerId: string | null; answerable: string }) => one.ownerId ?? one.answerable;

function isTouched(field: string, { said, now }: HeldStep, plan: HeldPlan | null): boolean {
  if (field === "remarks") return false;
  if (field === "planState") return plan?.state === "returned";
  if (field === "planTitle") return plan?.said !== null && plan?.title !== plan?.said?.title;
  if (field === "planOwner") return plan?.said !== null && plan?.ownerId !== plan?.said?.ownerId;
  if (field === "answerable" || field === "email") return ofOwner(now) !== ofOwner(said);
  if (field === "findingNumber") return String(now.findingIds) !== String(said.findingIds);
  const told = field as keyof HeldStep["now"];
  return String(now[told] ?? "") !== String(said[told] ?? "");
}

/** What a person has to say before the row comes in as it stands; each of them one press for the whole column. */
export function asked(
  read: RowReader,
  found: {
    said: Said;
    plan: HeldPlan | null;
    findings: readonly KnownFinding[];
    owners: Owners;
    isNew: boolean;
    isMoneyUnsaid: boolean;
  },
  today: string,
): Problem[] {
  const { said, plan, findings, owners, isNew } = found;
  const ask = (field: string, code: string, given = read.given(field)) => ({ field, code, given });
  const over = findings.filter((one) => one.isOver);
  const isGivenToJudge = said.planState !== "drafting";
  const ofStep = [
    ...(said.answerable === "" ? ["answerable"] : []),
    ...(said.dueOn === null || (said.planState === "submitted" && said.dueOn < today) ? ["dueOn"] : []),
    ...(said.cost === null ? ["cost"] : []),
  ];
  // What is done needs none of that. Whoever answers for the plan may stand in another of its lines; named and unknown, it is nobody.
  const isOwnerAsked = said.state === "open" || said.planOwner !== "";
  const lacks = [
    ...(said.state === "open" ? ofStep : []),
    ...(isOwnerAsked && said.planOwnerId === null && !plan?.ownerId ? ["planOwner"] : []),
  ];
  return [
    ...(owners.step?.conflicts ?? []),
    ...(owners.plan?.conflicts ?? []),
    ...(found.isMoneyUnsaid ? [ask("cost", "import.cost_without_currency")] : []),
    ...(isNew && findings.length > 0 && over.length === findings.length
      ? [ask("findingNumber", "import.finding_over", over.map((one) => one.reference).join(", "))]
      : []),
    ...(plan && plan.said === null && read.given("planState") !== "" && isHandedIn(read)
      ? [ask("planState", "import.plan_begun_here", plan.reference)]
      : []),
    ...(said.planState === "approved" ? [ask("planState", "import.plan_approved_in_list")] : []),
    ...(isGivenToJudge ? lacks.map((field) => ask(field, "import.lacks_for_hand_in")) : []),
  ];
}

const isHandedIn = (read: RowReader) =>
  (["submitted", "approved"] as const).some((state) =>
    [state, ...planWords[state]].some((word) => folded(word) === folded(read.given("planState"))),
  );

type Field = keyof Omit<Said, "ownerId" | "planOwnerId" | "findingIds" | "findingNumbers">;
const fields: readonly Field[] = [
  "planTitle",
  "planOwner",
  "planState",
  "what",
  "answerable",
  "email",
  "startsOn",
  "dueOn",
  "cost",
  "currency",
  "state",
  "doneOn",
  "remarks",
];

export const pairs = (before: Said, said: Said) => [
  ["findingNumber", before.findingNumbers || null, said.findingNumbers || null] as const,
  ...fields.map((field) => [field, unlessEmpty(before[field]), unlessEmpty(said[field])] as const),
];
const unlessEmpty = <V extends string | number | null>(value: V) => (value === "" ? null : value);

/** Whom the list means is told, and so is whom nobody is known by: those stay in the words of the list. */
export function toldOf(
  owners: Owners,
  said: Said,
  before: Said | undefined,
  plan: HeldPlan | null,
): Difference[] {
  const isOther = (fields: readonly Field[]) =>
    before === undefined || fields.some((field) => said[field] !== before[field]);
  const tell = (known: string, asWords: string, owner: OwnerMeant | null) =>
    owner ? [{ field: owner.name ? known : asWords, before: null, after: owner.name ?? owner.said }] : [];
  return [
    ...(plan && before === undefined
      ? [{ field: "joinsPlan", before: null, after: `${plan.reference} ${plan.title}` }]
      : []),
    ...(isOther(["answerable", "email"]) ? tell("ownerKnown", "ownerAsWords", owners.step) : []),
    ...(isOther(["planOwner"]) ? tell("planOwnerKnown", "planOwnerAsWords", owners.plan) : []),
  ];
}

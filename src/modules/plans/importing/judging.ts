// What a row of a list of plans says, beside what the list said of the same step before and what the step says now. Pure.
import { companyNameKey } from "#core/sheets/normalise.ts";
import { namedCompany, otherName } from "#modules/organization/importing/company-named.ts";
import {
  compared,
  type GivenRow,
  type Judged,
  leftOut,
  readerOf,
  type RowReader,
  settle,
} from "#modules/organization/importing/judging.ts";
import { ownerMeant } from "#modules/organization/importing/owner-named.ts";
import { plainCode } from "#modules/organization/importing/spelling.ts";
import { asked, assertWritable, type Owners, pairs, toldOf } from "./asking.ts";
import {
  folded,
  type HeldPlan,
  keyText,
  type Known,
  type KnownFinding,
  type ListWorld,
  planKey,
  rowKey,
  type Said,
} from "./known.ts";
import { findingsOf, planOf } from "./meant.ts";
import { readCurrency, readMoney } from "./money.ts";
import { planWords, stepWords } from "./words.ts";

export type ListedStep = {
  companyId: string;
  /** The plan it belongs to; null for one that this list begins, which its number tells apart. */
  planId: string | null;
  planNumber: string;
  planKey: string;
  rowKey: string;
  said: Said;
  before: Said | null;
};
export const stepOwner = { name: "answerable", email: "email" } as const;
export const planOwner = { name: "planOwner" } as const;

/** Before the company is understood: rows that name it by the same letters. */
export function stepKeys(fields: Record<string, string>) {
  const company = plainCode(fields["code"] ?? "") || companyNameKey(fields["name"] ?? "");
  const key = rowKey(fields);
  return { code: company !== "" && key !== null ? `${company}\u001f${key}` : "", name: "" };
}

/** The company and step that a row is about, where both are understood. */
export function stepMeant(row: GivenRow, world: ListWorld) {
  const company = namedCompany(row, readerOf(row), world);
  const key = rowKey(row.fields);
  return company && key !== null ? { companyId: company.id, rowKey: key } : null;
}

export const judgeSteps = (rows: readonly GivenRow[], world: ListWorld, known: Known): Judged<ListedStep>[] =>
  rows.map((row) => judge(row, world, known));

function judge(row: GivenRow, world: ListWorld, known: Known): Judged<ListedStep> {
  const read = readerOf(row);
  const company = namedCompany(row, read, world);
  const key = rowKey(row.fields);
  if (key === null) read.demand("findingNumber");
  const before = company && key !== null ? known.steps.get(keyText(company.id, key)) : undefined;
  if (!before) read.demand("what");
  if (known.twins.has(row.number))
    read.wrong(read.given("stepNumber") === "" ? "findingNumber" : "stepNumber", "import.step_twice_in_file");
  const state = read.word("state", { ...stepWords }, "import.unknown_step_state", folded);
  if (state === "dropped" && !before) return leftOut(row.number, "import.step_given_up");
  if (state === "dropped") read.wrong("state", "import.step_given_up_here");
  const findings = company ? findingsOf(row, read, company.id, known) : [];
  const plan = company ? planOf(row, read, company.id, { known, findings, before }) : null;
  const owners: Owners = {
    step: company ? ownerMeant(row, read, company.id, stepOwner, known.owners) : null,
    plan: company ? ownerMeant(row, read, company.id, planOwner, known.owners) : null,
  };
  const given = givenOf(read, world, findings, state === "dropped" ? null : state);
  const said = whole(given, before?.said ?? null, owners, plan);
  const differences = before ? compared(pairs(before.said, said)) : [];
  assertWritable(read, { plan, before, differences });
  assertDays(read, said, world.today);
  const isNew = before === undefined;
  const isWritten = isNew || differences.length > 0;
  return settle(row, {
    subjectId: before?.planId ?? null,
    fields: {
      companyId: company?.id ?? "",
      planId: plan?.id ?? null,
      planNumber: read.code("planNumber", 100) ?? "",
      planKey: planKey(row.fields),
      rowKey: key ?? "",
      said,
      before: before?.said ?? null,
    },
    problems: read.problems,
    conflicts: [
      ...(company ? otherName(read, company) : []),
      ...(isWritten
        ? asked(
            read,
            { said, plan, findings, owners, isNew, isMoneyUnsaid: given.isMoneyUnsaid },
            world.today,
          )
        : []),
    ],
    differences: isWritten ? [...differences, ...toldOf(owners, said, before?.said, plan)] : [],
  });
}

type Given = { [K in keyof Omit<Said, "ownerId" | "planOwnerId">]: Said[K] | null } & {
  isMoneyUnsaid: boolean;
};

function givenOf(
  read: RowReader,
  { costs }: ListWorld,
  findings: readonly KnownFinding[],
  state: Said["state"] | null,
): Given {
  const money = read.as("cost", (text) => readMoney(text, costs), "import.not_an_amount");
  const currency = read.as("currency", readCurrency, "import.unknown_currency") ?? money?.currency ?? null;
  const doneOn = read.day("doneOn");
  const isAbout = read.given("findingNumber") !== "";
  return {
    findingIds: isAbout ? findings.map((one) => one.id).toSorted() : null,
    findingNumbers: isAbout ? findings.map((one) => one.reference).join(", ") : null,
    what: read.text("what", 1000),
    answerable: read.text("answerable", 200) ?? read.text("email", 200),
    email: read.text("email", 200),
    startsOn: read.day("startsOn"),
    dueOn: read.day("dueOn"),
    cost: money?.amount ?? null,
    // A cost that says no money is a question first, and yen once that is answered.
    isMoneyUnsaid: money !== null && money.amount > 0 && currency === null,
    currency: money === null ? null : (currency ?? "JPY"),
    state: state ?? (doneOn === null ? null : "done"),
    doneOn,
    remarks: read.text("remarks", 4000),
    planTitle: read.text("planTitle", 200),
    planOwner: read.text("planOwner", 200),
    planState: read.word("planState", planWords, "import.unknown_plan_state", folded),
  };
}

/** A blank cell says nothing about what the list said before; of a plan that was begun here a list says neither name nor owner. */
function whole(given: Given, before: Said | null, owners: Owners, plan: HeldPlan | null): Said {
  const words = {
    answerable: given.answerable ?? before?.answerable ?? "",
    email: given.email ?? before?.email ?? "",
    planOwner: given.planOwner ?? before?.planOwner ?? "",
  };
  const isSame = before?.answerable === words.answerable && before.email === words.email;
  const isBegunHere = plan !== null && plan.said === null;
  const state = given.state ?? before?.state ?? "open";
  return {
    ...words,
    ownerId: isSame ? before.ownerId : (owners.step?.id ?? null),
    planOwnerId: before?.planOwner === words.planOwner ? before.planOwnerId : (owners.plan?.id ?? null),
    findingIds: given.findingIds ?? before?.findingIds ?? [],
    findingNumbers: given.findingNumbers ?? before?.findingNumbers ?? "",
    what: given.what ?? before?.what ?? "",
    startsOn: given.startsOn ?? before?.startsOn ?? null,
    dueOn: given.dueOn ?? before?.dueOn ?? null,
    cost: given.cost ?? before?.cost ?? null,
    currency: given.currency ?? before?.currency ?? null,
    state,
    doneOn: state === "done" ? (given.doneOn ?? before?.doneOn ?? null) : given.doneOn,
    remarks: given.remarks ?? before?.remarks ?? "",
    planTitle: given.planTitle ?? before?.planTitle ?? "",
    planState: isBegunHere ? "drafting" : (given.planState ?? before?.planState ?? "drafting"),
  };
}

function assertDays(read: RowReader, said: Said, today: string): void {
  const { startsOn, dueOn, state, doneOn } = said;
  if (startsOn && dueOn && dueOn < startsOn) read.wrong("dueOn", "import.due_before_start");
  if (state === "open" && doneOn) read.wrong("state", "import.step_done_but_open");
  if (state === "done" && doneOn === null) read.demand("doneOn");
  if (doneOn && doneOn > today) read.wrong("doneOn", "import.finding_ahead");
}

// Lent to later modules.
// What a row of a list of audits says: which company, held when and how, by whom, with what result. Pure.
import { companyNameKey, foldWidth, readDay } from "#core/sheets/normalise.ts";
import { namedCompany, otherName } from "#modules/organization/importing/company-named.ts";
import {
  compared,
  type GivenRow,
  type Judged,
  type Problem,
  readerOf,
  type RowReader,
  settle,
} from "#modules/organization/importing/judging.ts";
import { plainCode } from "#modules/organization/importing/spelling.ts";
import type { EarlierWorld } from "../importing/judging.ts";
import { unclearWords } from "../importing/words.ts";
import { auditKindWords, auditResultWords } from "./words.ts";

export type AuditKind = keyof typeof auditKindWords;
export type AuditFields = {
  companyId: string;
  heldOn: string;
  kind: AuditKind;
  auditors: string;
  result: keyof typeof auditResultWords | null;
  findings: number | null;
  report: string;
};
export type HeldAudit = Omit<AuditFields, "companyId" | "heldOn"> & { id: string };
export type AuditWorld = Pick<EarlierWorld, "companies" | "byCode" | "byName" | "nearest"> & {
  today: string;
};

/** 2019-06, 2019/6, 2019年6月: a month and no day. @returns its last day. */
export function lastDayOfMonth(given: string): string | null {
  const found = /^(\d{4})(?:[-/.]|年)(\d{1,2})月?$/.exec(foldWidth(given).replace(/\s/g, ""));
  const [year, month] = [Number(found?.[1]), Number(found?.[2])];
  if (!found || month < 1 || month > 12) return null;
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** When it was held, as far as the row says it: a day, or the last one of the month it names. */
const heldOnOf = (given: string) => readDay(given) ?? lastDayOfMonth(given);

export function auditKeys(fields: Record<string, string>) {
  const company = plainCode(fields["code"] ?? "") || companyNameKey(fields["name"] ?? "");
  const heldOn = heldOnOf((fields["heldOn"] ?? "").trim());
  return { code: company === "" || heldOn === null ? "" : auditKey(company, heldOn), name: "" };
}

export const auditKey = (company: string, heldOn: string) => `${company}\u001f${heldOn}`;

/** The company and day that a row is about, where both are understood. */
export function auditMeant(row: GivenRow, world: AuditWorld): { companyId: string; heldOn: string } | null {
  const read = readerOf(row);
  const company = namedCompany(row, read, world);
  const heldOn = heldOnOf(read.given("heldOn"));
  return company && heldOn ? { companyId: company.id, heldOn } : null;
}

type Known = { held: ReadonlyMap<string, HeldAudit>; twins: ReadonlySet<number> };

export const judgeAudits = (
  rows: readonly GivenRow[],
  world: AuditWorld,
  known: Known,
): Judged<AuditFields>[] => rows.map((row) => judge(row, world, known));

function judge(row: GivenRow, world: AuditWorld, { held, twins }: Known): Judged<AuditFields> {
  const read = readerOf(row);
  const company = namedCompany(row, read, world);
  read.demand("heldOn");
  const { heldOn, conflicts } = dayOf(read, world.today);
  const kind = read.word("kind", auditKindWords, "import.unknown_audit_kind", folded);
  const result = unclearWords.includes(folded(read.given("result")))
    ? read.wrong("result", "import.unclear_result")
    : read.word("result", auditResultWords, "import.unknown_result", folded);
  const findings = read.number("findings", 9999, true);
  const auditors = read.text("auditors", 500);
  const report = read.text("report", 200);
  if (twins.has(row.number)) read.wrong("heldOn", "import.audit_twice_in_file");
  const before = company && heldOn ? held.get(auditKey(company.id, heldOn)) : undefined;
  return settle(row, {
    subjectId: before?.id ?? null,
    fields: {
      companyId: company?.id ?? "",
      heldOn: heldOn ?? "",
      // A blank cell says nothing about what is held.
      kind: kind ?? before?.kind ?? "on_site",
      auditors: auditors ?? before?.auditors ?? "",
      result: result ?? before?.result ?? null,
      findings: findings ?? before?.findings ?? null,
      report: report ?? before?.report ?? "",
    },
    problems: read.problems,
    conflicts: [...conflicts, ...(company ? otherName(read, company) : [])],
    differences: compared([
      ["kind", before?.kind ?? null, kind],
      ["auditors", before?.auditors || null, auditors],
      ["result", before?.result ?? null, result],
      ["findings", before?.findings ?? null, findings],
      ["report", before?.report || null, report],
    ]),
  });
}

const folded = (text: string) => foldWidth(text).toLowerCase().replace(/\s/g, "");

/** A month alone is no day: whoever knows the list says whether its last day will do. */
function dayOf(read: RowReader, today: string): { heldOn: string | null; conflicts: Problem[] } {
  const given = read.given("heldOn");
  if (given === "") return { heldOn: null, conflicts: [] };
  const day = readDay(given);
  const heldOn = day ?? lastDayOfMonth(given);
  if (heldOn === null) return { heldOn: read.wrong("heldOn", "import.not_a_day"), conflicts: [] };
  if (heldOn > today) return { heldOn: read.wrong("heldOn", "import.audit_ahead"), conflicts: [] };
  if (heldOn < "1990-01-01") return { heldOn: read.wrong("heldOn", "import.not_a_day"), conflicts: [] };
  return { heldOn, conflicts: day ? [] : [{ field: "heldOn", code: "import.month_alone", given }] };
}

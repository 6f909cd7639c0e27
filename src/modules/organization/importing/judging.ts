// Lent to later modules.
// What it means to judge a row of any list: its fields as given, what a person decided about it, and the verdict.
import { foldWidth, readDay, readNumber, readYesNo } from "#core/sheets/normalise.ts";

export type Candidate = { id: string; name: string };
export type Problem = { field: string; code: string; given: string; candidates?: Candidate[] };
/** Before and after as a person reads them. */
export type Difference = { field: string; before: string | null; after: string | null };
export type VerdictWord = "new" | "change" | "same" | "conflict" | "error" | "left_out";

/** What a person decided about a row after seeing its verdict. */
export type Decision = {
  leaveOut?: boolean;
  /** field -> the candidate that was meant */
  chosen?: Record<string, string>;
  /** codes of problems that are none, e.g. two companies that really bear one name */
  accepted?: string[];
};
export type GivenRow = { number: number; fields: Record<string, string>; decision: Decision | null };
export type Judged<F> = {
  rowNumber: number;
  verdict: VerdictWord;
  subjectId: string | null;
  fields: F | null;
  problems: Problem[];
  differences: Difference[];
  /** The row of the same file that has to be applied before this one. */
  parentRow: number | null;
};

const totals = new Set([
  "合計",
  "総計",
  "小計",
  "総合計",
  "計",
  "total",
  "grand total",
  "subtotal",
  "sum",
  "合计",
  "总计",
  "小计",
]);
/** 合計, 小 計, "Total:" and "合計（12社）" alike. */
export const isTotalWord = (text: string) => {
  const word = foldWidth(text)
    .toLowerCase()
    .replace(/\(.*\)$/, "")
    .replace(/[:：.]/g, "")
    .trim();
  return totals.has(word) || totals.has(word.replace(/ /g, ""));
};

/** Notes below a table stand alone in their row and begin like notes, or are whole sentences. */
export function isNote(cells: readonly string[]): boolean {
  const said = cells.filter((cell) => cell.trim() !== "");
  const [only] = said;
  if (said.length !== 1 || only === undefined) return false;
  return /^[※*＊注]|^\(?注|^note|^remark|^備考|^备注/i.test(only.trim()) || only.length >= 15;
}

/** Why a row is no entry at all, or null. */
export function leftOutBecause(cells: readonly string[], code: string, name: string): string | null {
  if (cells.every((cell) => cell.trim() === "")) return "import.blank_row";
  if ((isTotalWord(name) && code.trim() === "") || (isTotalWord(code) && name.trim() === ""))
    return "import.total_row";
  if (code.trim() === "" && name.trim() === "" && cells.some(isTotalWord)) return "import.total_row";
  if (isNote(cells)) return "import.note_row";
  return null;
}

export const leftOut = (rowNumber: number, code: string): Judged<never> => ({
  rowNumber,
  verdict: "left_out",
  subjectId: null,
  fields: null,
  problems: [{ field: "", code, given: "" }],
  differences: [],
  parentRow: null,
});

/** Reads the cells of one row; what cannot be read becomes a problem of the row, never a zero or an empty value. */
export function readerOf(row: GivenRow) {
  const problems: Problem[] = [];
  const given = (field: string) => foldSpaces(row.fields[field] ?? "");
  const wrong = (field: string, code: string, candidates?: Candidate[]) => {
    problems.push({ field, code, given: given(field), ...(candidates ? { candidates } : {}) });
    return null;
  };
  return {
    problems,
    given,
    wrong,
    demand: (field: string) => {
      if (given(field) === "") wrong(field, "import.missing");
    },
    /** Text as people wrote it; longer than the system keeps is a problem. */
    text: (field: string, most: number): string | null => {
      const text = given(field);
      if (text === "") return null;
      return text.length <= most ? text : wrong(field, "import.too_long");
    },
    /** Codes and addresses are folded: Ａ０１ is A01. */
    code: (field: string, most: number): string | null => {
      const text = foldWidth(given(field));
      if (text === "") return null;
      return text.length <= most ? text : wrong(field, "import.too_long");
    },
    number: (field: string, most: number, isWhole: boolean): number | null => {
      const text = given(field);
      if (text === "") return null;
      const value = readNumber(foldWidth(text).replace(/ ?[名人件社]$/, ""));
      if (value === null || value < 0 || value > most || (isWhole && !Number.isInteger(value)))
        return wrong(field, "import.not_a_number");
      return value;
    },
    day: (field: string): string | null => {
      const text = given(field);
      return text === "" ? null : (readDay(text) ?? wrong(field, "import.not_a_day"));
    },
    yesNo: (field: string): boolean | null => {
      const text = given(field);
      return text === "" || /^[-–—ー]$/.test(text)
        ? null
        : (readYesNo(text) ?? wrong(field, "import.not_yes_or_no"));
    },
    /** What a rule makes of the text, or the problem that it makes nothing of it. */
    as: <T>(field: string, of: (text: string) => T | null, code: string): T | null => {
      const text = given(field);
      return text === "" ? null : (of(text) ?? wrong(field, code));
    },
    word: <W extends string>(
      field: string,
      words: Record<W, readonly string[]>,
      code: string,
      fold: (text: string) => string,
    ): W | null => {
      const text = given(field);
      if (text === "") return null;
      const found = (Object.entries(words) as [W, readonly string[]][]).find(([kind, all]) =>
        [kind, ...all].some((word) => fold(word) === fold(text)),
      );
      return found?.[0] ?? wrong(field, code);
    },
  };
}
export type RowReader = ReturnType<typeof readerOf>;

const foldSpaces = (text: string) => text.replace(/[\s\u3000]+/gu, " ").trim();

/** Settles what is left of the problems into one word. Conflicts are what a person may decide either way. */
export function settle<F>(
  row: GivenRow,
  found: {
    subjectId: string | null;
    fields: F;
    problems: Problem[];
    conflicts: Problem[];
    differences: Difference[];
    parentRow?: number | null;
  },
): Judged<F> {
  const accepted = row.decision?.accepted ?? [];
  const conflicts = found.conflicts.filter((one) => !accepted.includes(one.code));
  const base = {
    rowNumber: row.number,
    subjectId: found.subjectId,
    fields: found.fields,
    parentRow: found.parentRow ?? null,
  };
  const problems = [...found.problems, ...conflicts];
  if (row.decision?.leaveOut)
    return {
      ...base,
      verdict: "left_out",
      problems: [{ field: "", code: "import.left_out_by_hand", given: "" }],
      differences: [],
    };
  if (found.problems.length > 0) return { ...base, verdict: "error", problems, differences: [] };
  if (conflicts.length > 0) return { ...base, verdict: "conflict", problems, differences: [] };
  const verdict = found.subjectId === null ? "new" : found.differences.length > 0 ? "change" : "same";
  return { ...base, verdict, problems: [], differences: verdict === "same" ? [] : found.differences };
}

/** Keeps the fields that differ; a cell the file leaves empty says nothing about what is held. */
export function compared(
  pairs: readonly (readonly [
    field: string,
    held: string | number | boolean | null,
    given: string | number | boolean | null,
  ])[],
): Difference[] {
  return pairs
    .filter(([, held, given]) => given !== null && given !== held)
    .map(([field, held, given]) => ({
      field,
      before: held === null ? null : String(held),
      after: String(given),
    }));
}

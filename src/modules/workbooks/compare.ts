// What each returned row would do: the file against what stands in the system now and what stood there when it was issued.
import { answerFields } from "#modules/inspections/contract.ts";
import { lackingOf } from "#modules/inspections/lacking.ts";
import type { AnswerRow } from "#modules/inspections/loading.ts";
import { evidenceValidUntil } from "#modules/inspections/scoring/evidence-days.ts";
import { applicable } from "#modules/inspections/scoring/applicable.ts";
import type { ScopeAnswers } from "#modules/inspections/scoring/rule-book.ts";
import { exceptionsOf } from "#modules/inspections/taking-over.ts";
import type { CellProblem, ReturnedValues } from "./cells.ts";
import { sealedColumns } from "./columns.ts";
import { type AskedRow, conditionsOf, type Content, type Proof } from "./content.ts";
import type { Returned, ReturnedRow } from "./read-back.ts";
import type { Shift } from "./rules.ts";
import { shiftsOf } from "./shifted.ts";
import { isSame, partsOfKey, type RowKeys, rowKeys } from "./stamp.ts";

export type Kind = "new" | "changed" | "confirmed" | "same" | "conflict" | "error" | "blank" | "not_asked";
export type Effect = {
  controlId: string;
  kind: Kind;
  sheet: string;
  row: number;
  asked: AskedRow | null;
  /** What would be kept; "as last year" is put into words. Null where nothing would. */
  file: (Omit<ReturnedValues, "verdict"> & { verdict: AnswerRow["verdict"] }) | null;
  isAsBefore: boolean;
  newProof: Proof | null;
  /** "As before" of a service's answer: it stays the provider's, with its proof. */
  isInherited: boolean;
  /** False where only proof is new: then the answer keeps its version. */
  isAnswerNew: boolean;
  /** Said to be an answer to words that were corrected since it was given. */
  isConfirmed: boolean;
  problems: CellProblem[];
  /** Locked cells that came back with other words: told, and not believed. */
  changedWords: CellProblem[];
  lacks: string[];
};
export type ScopeEffect = {
  condition: string;
  kind: Exclude<Kind, "not_asked" | "confirmed">;
  isTrue: boolean | null;
  /** The reason that would be kept: the file's, or the one that is there. */
  note: string | null;
  now: boolean | null;
  problems: CellProblem[];
  sheet: string;
  row: number;
};
/** Versions that the issuer of the workbook, or its last return, has seen. */
export type Seen = { answers: Record<string, number>; scope: Record<string, number> };
export type Comparison = {
  effects: Effect[];
  scope: ScopeEffect[];
  /** Controls, and questions on scope, whose row is no longer in the file; what was answered there stays. */
  missing: string[];
  missingScope: string[];
  /** Controls and questions with an answer, in place of which the file's would stand without a decision. */
  replaced: string[];
  /** Required controls that would still keep the inspection from being handed in, were the file kept. */
  lacking: number;
  /** Answers that read like those of rows above or below; kept only once somebody says that they are meant so. */
  shifts: Shift[];
};
type Issued = { workbookId: string; secret: Uint8Array; seen: Seen; errata: number };

export function compare(content: Content, returned: Returned, issued: Issued, today: string): Comparison {
  const scope = scopeEffects(content, returned, issued.seen);
  const then: ScopeAnswers = {
    ...content.scope,
    ...Object.fromEntries(scope.flatMap((one) => (one.isTrue === null ? [] : [[one.condition, one.isTrue]]))),
  };
  const byId = new Map(content.rows.map((row) => [row.control.id, row]));
  const met = new Set<string>();
  const keys = rowKeys(issued.secret, issued.workbookId);
  const effects = returned.rows.map((row) => {
    const { controlId, key } = partsOfKey(row.key);
    const asked = byId.get(controlId);
    const isOurs = asked && isSame(key, keys.of(controlId));
    if (!isOurs) return broken(row, "row_foreign");
    if (row.shownControl !== controlId) return broken(row, "row_moved");
    if (met.has(controlId)) return broken(row, "row_twice");
    met.add(controlId);
    return { ...effectOf(content, asked, row, issued, then, today), changedWords: changedWords(row, keys) };
  });
  const asked = new Set(scope.map((one) => one.condition));
  return {
    effects,
    scope,
    missing: content.rows.map((row) => row.control.id).filter((id) => !met.has(id)),
    missingScope: conditionsOf(content.book)
      .map((one) => one.id)
      .filter((id) => !asked.has(id)),
    replaced: [
      ...scope.filter((one) => one.kind === "changed").map((one) => one.condition),
      ...effects.filter((one) => one.kind === "changed" && one.isAnswerNew).map((one) => one.controlId),
    ],
    lacking: lackingAfter(content, effects, then, today),
    shifts: shiftsOf(effects),
  };
}

/** As handing in asks it, of what is answered and of what the file would answer. */
function lackingAfter(
  { book, inspection, rows }: Content,
  effects: readonly Effect[],
  scope: ScopeAnswers,
  today: string,
): number {
  const brought = new Map(effects.flatMap((one) => (one.file ? [[one.controlId, one.lacks] as const] : [])));
  return rows.filter(({ control, answer }) => {
    const { demand } = applicable(control, inspection.tier, scope);
    if (demand === "not_asked") return false;
    const lacks = brought.get(control.id);
    if (lacks) return lacks.length > 0;
    if (!answer) return demand === "required";
    return lackingOf(book, inspection, scope, answer, today).length > 0;
  }).length;
}

const broken = (row: ReturnedRow, code: string): Effect => ({
  controlId: row.shownControl.slice(0, 40) || row.key.split("|")[0]?.slice(0, 40) || "?",
  kind: "error",
  sheet: row.sheet,
  row: row.row,
  asked: null,
  file: null,
  isAsBefore: false,
  newProof: null,
  isInherited: false,
  isAnswerNew: false,
  isConfirmed: false,
  problems: [{ column: row.letters.control, code, given: "" }],
  changedWords: [],
  lacks: [],
});

/** By the marks that went out behind the row's key: which words were sent is known without keeping them. */
function changedWords({ key, row, words }: ReturnedRow, keys: RowKeys): CellProblem[] {
  const { controlId, marks } = partsOfKey(key);
  if (marks.length === 0) return [];
  return words.flatMap(({ key: column, column: letter, text: now }) =>
    isSame(marks[sealedColumns.indexOf(column)] ?? "", keys.ofWords(controlId, column, now))
      ? []
      : [{ column: letter, code: "words_changed", given: `${letter}${row}` }],
  );
}

function effectOf(
  content: Content,
  asked: AskedRow,
  row: ReturnedRow,
  { seen, errata }: Pick<Issued, "seen" | "errata">,
  scope: ScopeAnswers,
  today: string,
): Omit<Effect, "changedWords"> {
  const { control, answer } = asked;
  const problems = [...row.problems];
  const isAsBefore = row.values.verdict === "as_before";
  if (isAsBefore && !asked.proposal)
    problems.push({ column: row.letters.verdict, code: "no_proposal", given: "" });
  const { proofOn } = row.values;
  if (proofOn && proofOn > today)
    problems.push({ column: row.letters.proofOn, code: "day_in_future", given: proofOn });
  const file = problems.length > 0 ? null : wordsOf(row.values, asked);
  const proof = file ? newProofOf(file, asked) : null;
  const isInherited = isAsBefore && asked.proposal?.from === "service";
  const isAnswerNew = file !== null && !(answer && sameAnswer(answer, file));
  // A sheet that went out before the erratum says nothing of its words, whatever stands on it.
  const knowsWords = asked.corrected !== null && errata >= asked.corrected.number;
  const { holds } = row.values;
  const isConfirmed =
    file !== null && knowsWords && (holds === "yes" || (holds === "changed" && isAnswerNew));
  const common = {
    isConfirmed,
    controlId: control.id,
    sheet: row.sheet,
    row: row.row,
    asked,
    file,
    isAsBefore,
    newProof: proof,
    isInherited,
    isAnswerNew,
    problems,
  };
  if (problems.length > 0) return { ...common, kind: "error", lacks: [] };
  if (applicable(control, content.inspection.tier, scope).demand === "not_asked")
    return { ...common, kind: "not_asked", lacks: [] };
  if (!file) return { ...common, kind: "blank", lacks: [] };
  const lacks = lackingOf(
    content.book,
    content.inspection,
    scope,
    {
      ...file,
      controlId: control.id,
      isAskedAgain: asked.corrected !== null && !isConfirmed,
      origin: isInherited ? "inherited" : isAnswerNew || !answer ? "workbook" : answer.origin,
      evidenceDays: [
        ...(answer?.evidenceDays ?? []),
        ...(isAsBefore ? asked.proposalDays : []),
        ...(file.proofOn ? [proofUntil(content, asked, file.proofOn)] : []),
      ],
    },
    today,
  );
  const kind = kindOf(asked, file, proof, seen);
  return { ...common, kind: kind === "same" && isConfirmed ? "confirmed" : kind, lacks };
}

/** Until when proof named in the file counts; written down in a sheet it is declared. */
const proofUntil = ({ book, inspection }: Content, { control }: AskedRow, validFrom: string): string =>
  evidenceValidUntil({
    book: book.rules,
    cadence: control.cadence,
    tier: inspection.tier,
    kind: "declared",
    validFrom,
    ...(inspection.nextRoundOn ? { nextRoundOn: inspection.nextRoundOn } : {}),
  });

function kindOf(asked: AskedRow, file: NonNullable<Effect["file"]>, proof: Proof | null, seen: Seen): Kind {
  const { answer } = asked;
  const isEqual = answer !== null && sameAnswer(answer, file);
  if (isEqual) return proof ? "changed" : "same";
  const version = seen.answers[asked.control.id] ?? null;
  if ((answer?.rowVersion ?? null) !== version) return "conflict";
  return answer === null ? "new" : "changed";
}

/** "As last year" takes over the words of then; what was written beside it in the file goes before them. */
function wordsOf(values: ReturnedValues, asked: AskedRow): Effect["file"] {
  const { verdict } = values;
  if (verdict === null) return null;
  if (verdict !== "as_before") return { ...values, verdict };
  const before = asked.proposal?.answer;
  if (!before) return null;
  return {
    ...values,
    verdict: before.verdict,
    how: values.how ?? before.how,
    missing: values.missing ?? before.missing,
    owner: values.owner ?? before.owner,
    dueOn: values.dueOn ?? before.dueOn,
    reason: values.reason ?? before.reason,
    coveragePercent: values.coveragePercent ?? asked.proposal?.sharePercent ?? before.coveragePercent ?? null,
    exceptions:
      values.exceptions ??
      (asked.proposal?.from === "service" ? exceptionsOf(asked.proposal) : before.exceptions),
    maturity: values.maturity ?? before.maturity ?? null,
  };
}

const text = (value: string | null | undefined) => value?.replace(/\r\n?/g, "\n").trim() || null;

const sameAnswer = (answer: AnswerRow, file: NonNullable<Effect["file"]>) =>
  answerFields.every((field) => {
    const [one, other] = [answer[field] ?? null, file[field]];
    return typeof other === "number" || typeof one === "number"
      ? Number(one) === Number(other) && one !== null && other !== null
      : text(one) === text(other);
  });

/** Proof is added, never taken away: what a file no longer names may still stand at other controls. */
function newProofOf(file: NonNullable<Effect["file"]>, asked: AskedRow): Proof | null {
  if (!file.proofTitle || !file.proofPlace || !file.proofOn) return null;
  const proof = { title: file.proofTitle, place: file.proofPlace, validFrom: file.proofOn };
  const isThere = asked.proofs.some(
    (one) =>
      text(one.title) === proof.title && text(one.place) === proof.place && one.validFrom === proof.validFrom,
  );
  return isThere ? null : proof;
}

function scopeEffects(content: Content, returned: Returned, seen: Seen): ScopeEffect[] {
  const known = new Set(content.book.frame.scopeConditions.map((one) => one.id));
  return returned.scope
    .filter((one) => known.has(one.condition))
    .map(({ condition, isTrue, note: given, problems, sheet, row }) => {
      const now = content.scope[condition] ?? null;
      const known = content.scopeNotes[condition] ?? null;
      const note = isTrue ? given : (given ?? (isTrue === now ? known : null));
      const isChangedSince = (content.scopeVersions[condition] ?? null) !== (seen.scope[condition] ?? null);
      const kind =
        problems.length > 0
          ? "error"
          : isTrue === null
            ? "blank"
            : isTrue === now && note === known
              ? "same"
              : isChangedSince
                ? "conflict"
                : now === null
                  ? "new"
                  : "changed";
      return { condition, isTrue, note, now, problems, sheet, row, kind };
    });
}

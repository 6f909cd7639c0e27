// Answers that were pasted some rows off within the columns to fill in: every cell is valid and every row key in its place,
// but each answer stands at the control of its neighbour. It is told by words that only one control is known to have: kept
// answers, named proof, what is proposed.
import { foldWidth } from "#core/sheets/normalise.ts";
import type { AskedRow } from "./content.ts";
import type { Shift } from "./rules.ts";

/** Fewer than these are as well somebody who reworded neighbours. */
const fewest = 3;
/** Told of one file; more than these is a file in pieces. */
const most = 3;
/** Told of one row. */
const longestWords = 300;

const answerTexts = ["how", "missing", "owner", "reason", "exceptions"] as const;
const proofTexts = ["proofTitle", "proofPlace"] as const;
const texts = [...answerTexts, ...proofTexts];
type Column = (typeof texts)[number];
export type Line = {
  controlId: string;
  sheet: string;
  row: number;
  asked: Pick<AskedRow, "answer" | "proposal" | "proofs"> | null;
  file: Partial<Record<Column, string | null>> | null;
  isAsBefore: boolean;
};

type Words = { column: Column; text: string };
const folded = (text: string) => foldWidth(text).toLowerCase();

/** What is known of a control from elsewhere than the file. */
function knownOf({ asked }: Line): Words[] {
  if (!asked) return [];
  const answers = [asked.answer, asked.proposal?.answer];
  return [
    ...answerTexts.flatMap((column) => answers.map((one) => ({ column, text: one?.[column] ?? "" }))),
    ...asked.proofs.flatMap(({ title, place }) => [
      { column: "proofTitle" as const, text: title },
      { column: "proofPlace" as const, text: place },
    ]),
  ].filter(({ text }) => folded(text) !== "");
}

const saidIn = ({ file }: Line): Words[] =>
  texts.flatMap((column) => {
    const text = file?.[column];
    return text && folded(text) !== "" ? [{ column, text }] : [];
  });

type Known = ReadonlyMap<string, ReadonlySet<Line>>;
const keyOf = ({ column, text }: Words) => `${column} ${folded(text)}`;

function knownIn(lines: readonly Line[]): Known {
  const known = new Map<string, Set<Line>>();
  for (const line of lines)
    for (const one of knownOf(line)) {
      const of = known.get(keyOf(one)) ?? new Set();
      known.set(keyOf(one), of.add(line));
    }
  return known;
}

/** The words of a line by whose they are: its own, those of one other line, or nobody's. What several lines have tells nothing. */
type Read = { line: Line; own: number; new: Column[]; others: { from: Line; words: string }[] };

function readOf(line: Line, known: Known): Read {
  const read: Read = { line, own: 0, new: [], others: [] };
  for (const said of saidIn(line)) {
    const of = known.get(keyOf(said));
    if (!of) read.new.push(said.column);
    else if (of.size === 1) {
      const [from] = of;
      // "As last year" brings the words of its own row along, whatever else was pasted beside it.
      if (from === line) read.own += line.isAsBefore ? 0 : 1;
      else if (from) read.others.push({ from, words: said.text });
    }
  }
  return read;
}

type Speaks = "for" | "against" | "not";

/** Whether something is known of a row in a column: only then new words are others than what would have been pasted. */
type IsKnown = (row: number, column: Column) => boolean;

/** Whether a line speaks for a paste by so many rows. */
function speaks(read: Read, by: number, isKnown: IsKnown): Speaks {
  const moved = read.others.filter(({ from }) => read.line.row - from.row === by).length;
  const reworded = read.new.filter((column) => isKnown(read.line.row - by, column)).length;
  const against = read.own + (read.others.length - moved) + reworded;
  if (moved > 0 && moved >= against) return "for";
  return against > 0 ? "against" : "not";
}

/** Lines one after another that speak for it; one that does not is passed over, two end the run. */
function runsOf(reads: readonly Read[], by: number, isKnown: IsKnown): Read[][] {
  const runs: { lines: Read[]; against: number }[] = [];
  let pending = Infinity;
  for (const read of reads) {
    const says = speaks(read, by, isKnown);
    if (says === "against") pending += 1;
    if (says !== "for") continue;
    const last = runs.at(-1);
    if (last && pending < 2) {
      last.lines.push(read);
      last.against += pending;
    } else runs.push({ lines: [read], against: 0 });
    pending = 0;
  }
  return runs
    .filter(({ lines, against }) => lines.length >= fewest && lines.length > against)
    .map((one) => one.lines);
}

/** Runs of rows that read like the rows so many above or below them, the longest first; no row is in two of them. */
export function shiftsOf(effects: readonly Line[]): Shift[] {
  const lines = effects.filter((one) => one.asked !== null).toSorted((one, other) => one.row - other.row);
  const found = [...Map.groupBy(lines, (one) => one.sheet).values()].flatMap(shiftsOfSheet);
  const taken = new Set<string>();
  return found
    .toSorted((one, other) => other.rows.length - one.rows.length)
    .filter(({ rows }) => {
      if (rows.some((row) => taken.has(row.controlId))) return false;
      for (const row of rows) taken.add(row.controlId);
      return true;
    })
    .slice(0, most);
}

function shiftsOfSheet(lines: readonly Line[]): Shift[] {
  const known = knownIn(lines);
  const places = new Set(lines.flatMap((line) => knownOf(line).map((one) => `${line.row} ${one.column}`)));
  const isKnown: IsKnown = (row, column) => places.has(`${row} ${column}`);
  const reads = lines.map((line) => readOf(line, known));
  const offsets = new Set(reads.flatMap(({ line, others }) => others.map(({ from }) => line.row - from.row)));
  return [...offsets].flatMap((by) =>
    runsOf(reads, by, isKnown).map((run) => ({
      by,
      rows: run.flatMap(({ line, others }) => {
        const like = others.find(({ from }) => line.row - from.row === by);
        return like
          ? [
              {
                controlId: line.controlId,
                fromId: like.from.controlId,
                words: like.words.slice(0, longestWords),
              },
            ]
          : [];
      }),
    })),
  );
}

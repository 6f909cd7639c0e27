import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toldOf } from "./rules.ts";
import { type Line, shiftsOf } from "./shifted.ts";

type Words = NonNullable<Line["file"]>;
const answerOf = (words: Words) =>
  ({
    verdict: "met",
    how: null,
    missing: null,
    owner: null,
    reason: null,
    exceptions: null,
    ...words,
  }) as never;
const lastYear = {
  from: "last_year" as const,
  inspectionId: "",
  service: null,
  providerName: null,
  sharePercent: null,
};
const idOf = (at: number) => `ORG-${String(at + 1).padStart(2, "0")}`;

/** A row of the sheet: what was kept of it, what was proposed, what the file says. */
type Row = { kept?: Words; proposed?: Words; proof?: string; file: Words | null; isAsBefore?: boolean };

const lineOf = ({ kept, proposed, proof, file, isAsBefore = false }: Row, at: number): Line => ({
  controlId: idOf(at),
  sheet: "Answers",
  row: at + 3,
  asked: {
    answer: kept ? answerOf(kept) : null,
    proposal: proposed ? { ...lastYear, answer: answerOf(proposed) } : null,
    proofs: proof ? [{ title: proof, place: "the wiki", validFrom: "2026-04-01" }] : [],
  },
  file,
  isAsBefore,
});
const shifts = (rows: readonly Row[]) => shiftsOf(rows.map(lineOf));

/** Words that no other row has. */
const ownWords = (at: number): Words => ({ how: `Rule ${at} is kept by desk ${at}`, owner: `Desk ${at}` });
const many = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Rows from one on hold the answers of the rows so many above them (below, where less than nothing). */
const pasted = (count: number, from: number, length: number, by: number, known: "kept" | "proposed"): Row[] =>
  many(count).map((at) => {
    const isWithin = at >= from && at < from + length;
    return { [known]: ownWords(at), file: isWithin ? ownWords(at - by) : ownWords(at) };
  });

const block = fc
  .record({
    count: fc.integer({ min: 10, max: 60 }),
    length: fc.integer({ min: 3, max: 9 }),
    by: fc.integer({ min: -4, max: 4 }).filter((by) => by !== 0),
    known: fc.constantFrom("kept" as const, "proposed" as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .filter(({ count, length, by }) => count >= length + Math.abs(by))
  .map((one) => {
    const first = Math.max(0, one.by);
    const last = one.count - one.length + Math.min(0, one.by);
    return { ...one, from: first + Math.round((last - first) * one.at) };
  });

test("a block of answers that stands any rows off is told with exactly its rows, and whose words they are", () => {
  fc.assert(
    fc.property(block, ({ count, from, length, by, known }) => {
      const found = shifts(pasted(count, from, length, by, known));
      const rows = many(length).map((at) => ({
        controlId: idOf(from + at),
        fromId: idOf(from + at - by),
        words: ownWords(from + at - by).how,
      }));
      assert.deepEqual(found, [{ by, rows }]);
    }),
  );
});

test("answers that stand at their own row alarm nobody, whatever else in them is new or blank", () => {
  const row = fc.constantFrom("as kept", "reworded", "blank", "short");
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (kinds) => {
      const rows = kinds.map((kind, at): Row => {
        const said = {
          "as kept": ownWords(at),
          reworded: { how: `New ${at}` },
          blank: null,
          short: { how: "Yes" },
        };
        return { kept: ownWords(at), proof: `Record ${at}`, file: said[kind] };
      });
      assert.deepEqual(shifts(rows), []);
    }),
  );
});

test("the same few words in many rows tell nothing, however they are moved", () => {
  const word = fc.constantFrom("Yes", "Done", "See the manual");
  fc.assert(
    fc.property(fc.array(word, { minLength: 8, maxLength: 60 }), (words) => {
      // Each of them stands in more than one row.
      const kept = [...words, "Yes", "Done", "See the manual", "Yes", "Done", "See the manual"];
      const rows = kept.map(
        (how, at): Row => ({ kept: { how }, file: { how: kept[Math.max(0, at - 1)] ?? null } }),
      );
      assert.deepEqual(shifts(rows), []);
    }),
  );
});

test("two neighbours that took over each other's words are no paste; three in a run are", () => {
  assert.deepEqual(shifts(pasted(10, 4, 2, 1, "kept")), []);
  assert.equal(shifts(pasted(10, 4, 3, 1, "kept"))[0]?.rows.length, 3);
});

test("the first return: last year's words one row down behind a row that is blank, with proof that nobody knew", () => {
  const rows = pasted(8, 3, 5, 1, "proposed").map((row, at) => ({
    ...row,
    file: at === 2 ? null : { ...row.file, proofTitle: `Record ${at}`, proofPlace: "the wiki" },
  }));
  assert.deepEqual(
    shifts(rows).map((one) => [one.by, one.rows.map((row) => row.controlId)]),
    [[1, ["ORG-04", "ORG-05", "ORG-06", "ORG-07", "ORG-08"]]],
  );
});

test("rows within the block that say nothing of their own, or were reworded after, do not hide it", () => {
  const rows = pasted(12, 3, 8, 1, "kept").map((row, at): Row => {
    if (at === 5) return { ...row, file: null };
    return at === 7 ? { ...row, file: { how: "Said anew" } } : row;
  });
  assert.equal(shifts(rows)[0]?.rows.length, 6);
  const mostlyNew = pasted(12, 3, 8, 1, "kept").map((row, at) =>
    at % 3 !== 0 ? { ...row, file: { how: `Said anew ${at}` } } : row,
  );
  assert.deepEqual(shifts(mostlyNew), [], "more of it is new than is known");
});

test("a part of the columns is enough: proof that moved while who is responsible did not", () => {
  const rows = many(8).map(
    (at): Row => ({
      kept: { owner: `Desk ${at}` },
      proof: `Record ${at}`,
      file: { owner: `Desk ${at}`, proofTitle: `Record ${at >= 3 && at < 7 ? at - 1 : at}` },
    }),
  );
  assert.deepEqual(
    shifts(rows).map((one) => [one.by, one.rows.length, one.rows[0]?.words]),
    [[1, 4, "Record 2"]],
  );
});

test("what fits the row by last year is no paste, though this year's kept answers stand one row off", () => {
  const rows = many(8).map(
    (at): Row => ({ kept: ownWords(at + 1), proposed: ownWords(at), file: ownWords(at) }),
  );
  assert.deepEqual(shifts(rows), [], "a corrected file after one that was pasted");
});

test("“as last year” brings its own row's words and speaks neither for nor against", () => {
  const rows = pasted(9, 2, 6, 1, "proposed").map((row, at) =>
    at === 3 || at === 4 ? { ...row, file: ownWords(at), isAsBefore: true } : row,
  );
  assert.equal(shifts(rows)[0]?.rows.length, 4);
});

test("rows are counted as the sheet shows them, each sheet for itself, and width and case make no difference", () => {
  const sorted = pasted(8, 3, 4, 1, "kept").map(lineOf).toReversed();
  assert.equal(shiftsOf(sorted)[0]?.rows.length, 4);
  const split = pasted(8, 3, 4, 1, "kept").map((row, at) => ({
    ...lineOf(row, at),
    sheet: at % 2 ? "a" : "b",
  }));
  assert.deepEqual(shiftsOf(split), []);
  const loud = pasted(8, 3, 4, 1, "kept").map((row, at) => {
    const line = lineOf(row, at);
    return { ...line, file: { how: ` ${row.file?.how?.toUpperCase().replaceAll(" ", "　")}` } };
  });
  assert.equal(shiftsOf(loud)[0]?.rows.length, 4);
});

test("it is told by direction and distance, with the ids of the rows", () => {
  const told = (by: number) => shifts(pasted(12, 4, 4, by, "kept")).map(toldOf)[0];
  assert.deepEqual(told(1), {
    code: "workbook.remark.shifted_down",
    values: { count: 4, by: 1, from: "ORG-05", to: "ORG-08", ids: "ORG-05, ORG-06, ORG-07, ORG-08" },
  });
  assert.deepEqual(
    [told(3)?.code, told(-1)?.code, told(-2)?.code],
    ["workbook.remark.shifted_down_by", "workbook.remark.shifted_up", "workbook.remark.shifted_up_by"],
  );
});

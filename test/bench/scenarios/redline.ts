// What changed between two editions of 500 controls: listed by the server, and drawn word by word as the page does it.
import { diffWords } from "diff";
import { openDatabase } from "#core/db/pool.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { standards } from "#modules/standards/contract.ts";
import type { EditionContent } from "#modules/standards/edition.ts";
import { writeEdition } from "#modules/standards/service.ts";
import type { Bench } from "../bench.ts";
import type { Line } from "../table.ts";
import { read } from "./reads.ts";

const many = 500;

export async function redline(bench: Bench): Promise<Line[]> {
  const { office, place } = bench;
  const { db, close } = openDatabase({ connectionString: place.ownerUrl, size: 1 });
  const before = editionOf("before", (words) => words);
  const previousId = await writeEdition(db, before, null);
  await place.owner.query(
    "update editions set state = 'published', published_at = now(), effective_on = '2020-04-01' where id = $1",
    [previousId],
  );
  // Every control says something else, each in the middle and at the end of its words.
  const after = editionOf(
    "after",
    (words) => `${words.replace(" and ", " or else ")} It is repeated yearly.`,
  );
  const id = await writeEdition(db, after, previousId);
  await close();
  const listed = await read(bench, {
    scenario: `changes between two editions of ${many} controls`,
    user: office,
    operation: standards.listEditionChanges,
    input: { id },
    turns: 10,
  });
  const { body } = await office.call(standards.listEditionChanges, { id });
  const began = performance.now();
  const intlSegmenter = new Intl.Segmenter("en", { granularity: "word" });
  for (const row of body.rows)
    diffWords(row.before?.text ?? "", row.after?.text ?? "", { intlSegmenter, maxEditLength: 2000 });
  const drawn = performance.now() - began;
  return [
    listed,
    {
      scenario: `redline of these ${many}, word by word`,
      p50: drawn,
      p95: null,
      note: `${(drawn / many).toFixed(2)} ms each`,
    },
  ];
}

/** The standard that the product brings along, over and over until there are enough controls. */
function editionOf(edition: string, say: (words: string) => string): EditionContent {
  const built = loadBuiltinStandard();
  return {
    ...built,
    standard: { ...built.standard, code: "BENCH", edition },
    controls: Array.from({ length: many }, (_, index) => {
      const control = built.controls[index % built.controls.length] ?? built.controls[0];
      if (!control) throw new Error("the standard has no controls");
      const { requirement } = control;
      return {
        ...control,
        id: `B-${index + 1}`,
        requirement: { ...requirement, en: say(requirement.en ?? "") },
      };
    }),
  };
}

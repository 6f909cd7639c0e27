import { contract, Id, Language, list, Moment, nullable, oneOf, text } from "#core/contract.ts";
import Type from "typebox";
import { facts } from "../changes.ts";
import { byId, CarryWord, ControlChange, Count, Key, reading, Said } from "./words.ts";

const Fact = oneOf(...facts);
/** All texts of a list, or guidance and its examples. */
const LinesSaid = Type.Object({ text: text(250_000), lang: Language });

export const redline = contract({
  listEditionChanges: {
    method: "GET",
    path: "/editions/:id/changes",
    summary: "What became of each control since the edition before, with both wordings",
    permission: reading,
    ...byId,
    output: Type.Object({
      previous: nullable(Type.Object({ id: Id, edition: text(40) })),
      rows: list(
        Type.Object({
          controlId: Key,
          change: ControlChange,
          title: Said,
          before: nullable(Said),
          after: nullable(Said),
          /** Null while an author must decide it. */
          carry: nullable(CarryWord),
          fromIds: list(Key, 50),
          reason: nullable(text(1000)),
          /** Words corrected by an erratum that are not in this edition: `before` is then what they were corrected to. */
          notHere: nullable(
            Type.Object({
              erratumId: Id,
              editionId: Id,
              edition: text(40),
              number: Count,
              issuedAt: Moment,
              keptBecause: nullable(text(1000)),
            }),
          ),
          /** The languages in which its words changed. */
          languages: list(Language, 3),
          /** What changed beside the words. */
          facts: list(Fact, 10),
          /** Both wordings of those of them that are words; what stands in several texts is one a line. */
          texts: list(
            Type.Object({ part: Fact, before: nullable(LinesSaid), after: nullable(LinesSaid) }),
            10,
          ),
          /** What the others were and are, in the reader's words. */
          values: list(Type.Object({ part: Fact, before: text(5000), after: text(5000) }), 10),
        }),
        6000,
      ),
      /** How many an author must still decide. */
      open: Count,
    }),
    errors: ["edition.not_found"],
  },
});

import { list, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { ControlChange } from "#modules/standards/contract.ts";
import Type from "typebox";
import { AnswerFields, ControlId } from "./words.ts";

export const Assurance = oneOf("declared", "documented", "measured", "verified");

/** One text by language. */
export const Words = Type.Record(text(4), text(4000));
export const LongWords = Type.Record(text(4), text(20_000));

export const Answer = Type.Object({
  ...AnswerFields.properties,
  origin: text(20),
  assurance: Assurance,
  naIsAllowed: nullable(Type.Boolean()),
  answeredByName: nullable(text(201)),
  answeredAt: Moment,
  rowVersion: RowVersion,
});

/** What became of a control since last year's edition. */
export const Became = Type.Object({
  kind: ControlChange,
  /** What it asked then, for a reading against today's words. */
  before: nullable(Words),
  /** Other controls that it came from, with what was answered to them. */
  origins: list(Type.Object({ controlId: ControlId, title: Words, answer: nullable(Answer) }), 50),
});

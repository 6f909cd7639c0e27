import Type from "typebox";
import { Id, Moment, nullable, text } from "#core/contract.ts";

export const Person = Type.Object({ id: Id, familyName: text(100), givenName: text(100) });
export const Anything = Type.Record(Type.String({ maxLength: 100 }), Type.Unknown());

export const TrailEvent = Type.Object({
  id: Type.Integer(),
  at: Moment,
  /** Its words stand in the catalogues as `events.<verb>`. */
  verb: text(80),
  /** null: the product itself, or somebody who was not signed in. */
  actor: nullable(Person),
  onBehalfOf: nullable(Person),
  subjectKind: text(40),
  subjectId: nullable(Id),
  companyId: nullable(Id),
  /** Ids, numbers and states. */
  data: Anything,
  isSealed: Type.Boolean(),
});

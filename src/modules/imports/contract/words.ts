// What the operations of imports say of their work.
import Type from "typebox";
import { Id, list, nullable, oneOf, optional, text } from "#core/contract.ts";

export const Job = Type.Object({
  id: Id,
  state: oneOf("queued", "running", "done", "failed", "cancelled"),
  done: Type.Integer(),
  total: nullable(Type.Integer()),
});
export const Counts = Type.Object({
  rows: Type.Integer(),
  new: Type.Integer(),
  change: Type.Integer(),
  same: Type.Integer(),
  conflict: Type.Integer(),
  error: Type.Integer(),
  leftOut: Type.Integer(),
  /** New and changed ones that were not applied yet. */
  open: Type.Integer(),
  /** Of those, rows that begin before today: applying them needs a reason. */
  backdated: Type.Integer(),
  /** Of those, people who leave. */
  leaving: Type.Integer(),
  /** Of those, people whose seats are left vacant. */
  vacating: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  notApplied: Type.Integer(),
});

export const RowNumber = Type.Integer({ minimum: 1, maximum: 1_048_576 });

const Candidate = Type.Object({ id: text(60), name: text(300) });
export const Problem = Type.Object({
  field: text(40),
  code: text(60),
  given: text(33_000),
  candidates: optional(list(Candidate, 50)),
});
/** A problem of a file, counted over its rows. */
export const CountedProblem = Type.Intersect([
  Problem,
  Type.Object({
    verdict: oneOf("conflict", "error"),
    rows: Type.Integer(),
    /** A question about the whole column, whatever stands in its cells: `given` are examples. */
    isOfColumn: Type.Boolean(),
  }),
]);
export const Difference = Type.Object({
  field: text(40),
  before: nullable(text(300)),
  after: nullable(text(300)),
});
export const Mapping = Type.Record(
  Type.String({ maxLength: 40, pattern: "^[a-zA-Z]+$" }),
  Type.Integer({ minimum: 0, maximum: 499 }),
  { maxProperties: 40 },
);

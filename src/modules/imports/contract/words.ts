// What the operations of imports say of their work.
import Type from "typebox";
import { Id, nullable, oneOf } from "#core/contract.ts";

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

import { contract, list, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import { ById, ControlId, permissions } from "./words.ts";

/** More things than a company has; a bound all the same. */
const most = 1_000_000_000;

/** What the company's ledgers measure of a control: of `all`, so many hold and of so many nobody knows. */
export const Measured = Type.Object({
  metric: text(60),
  ledgers: list(text(40), 8),
  holds: Type.Integer(),
  all: Type.Integer(),
  unknown: Type.Integer(),
  /** In tenths of a per cent, rounded down. */
  percent: Type.Number(),
  verdict: oneOf("met", "partly", "not_met"),
  /** Since when a source behind it is silent: shown, not proposed. */
  staleSince: nullable(Moment),
});

export const measured = contract({
  takeMeasured: {
    method: "POST",
    path: "/inspections/:id/measured",
    summary: "Answer controls by what the company's own ledgers measure today, each by name",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({
      controls: Type.Array(
        Type.Object({
          controlId: ControlId,
          /** The version of the answer that the reader saw; null where there was none. */
          rowVersion: nullable(RowVersion),
          /** What the page showed: another figure by now is not taken over unseen. */
          holds: Type.Integer({ minimum: 0, maximum: most }),
          all: Type.Integer({ minimum: 1, maximum: most }),
        }),
        { minItems: 1, maxItems: 200 },
      ),
    }),
    output: Type.Object({ saved: Type.Integer() }),
    events: ["answers.measured", "inspection.begun"],
    errors: ["inspection.not_now", "measured.moved", "measured.stale", "answer.changed_meanwhile"],
  },
});

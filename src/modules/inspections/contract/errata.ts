import { contract, Id, list, Moment, nullable, optional, text } from "#core/contract.ts";
import Type from "typebox";
import { ById, ControlId, permissions, State } from "./words.ts";

const Count = Type.Integer({ minimum: 0 });

export const errata = contract({
  countAnswered: {
    method: "GET",
    path: "/editions/:id/controls/:controlId/answered",
    summary: "Who has answered a control in a running round: whom an erratum that asks again would reach",
    permission: permissions.read,
    params: Type.Object({ id: Id, controlId: ControlId }),
    /** Of words corrected in these languages alone, with commas between them. */
    query: Type.Object({
      languages: optional(Type.String({ pattern: "^(ja|en|zh)(,(ja|en|zh))*$", maxLength: 20 })),
    }),
    output: Type.Object({
      /** Answered and still at work. */
      inHand: Count,
      /** Handed in, reviewed or confirmed: they come back to the company. */
      handedIn: Count,
      /** Of these, confirmed by their executive already. */
      confirmed: Count,
      /** Locked for good: only a correction opens them. */
      locked: Count,
      companies: list(text(300), 20),
    }),
  },
  listAskedAgain: {
    method: "GET",
    path: "/editions/:id/asked-again",
    summary: "The companies in one's scope that errata of an edition have asked again, the open ones first",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      rows: list(
        Type.Object({
          erratumId: Id,
          controlId: ControlId,
          companyId: Id,
          companyName: text(300),
          inspectionId: Id,
          state: State,
          was: State,
          askedAt: Moment,
          settledAt: nullable(Moment),
        }),
        2000,
      ),
      counts: list(Type.Object({ erratumId: Id, asked: Count, open: Count }), 500),
    }),
  },
  confirmCorrected: {
    method: "POST",
    path: "/inspections/:id/controls/:controlId/corrected-words",
    summary: "Says that the answer as it stands is an answer to the corrected words",
    permission: [permissions.answer, permissions.contribute],
    params: Type.Object({ id: Id, controlId: ControlId }),
    body: Type.Object({
      /** The erratum whose words were read; one that came later goes on asking. */
      number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    }),
    output: Type.Object({ open: Count }),
    events: ["answer.confirmed_anew"],
    errors: ["inspection.not_now", "control.not_delegated", "erratum.not_asked"],
  },
});

/** What the answering page says of corrected words. */
export const Corrected = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
  issuedAt: Moment,
  reason: text(1000),
  /** The requirement before it, in every language. */
  before: Type.Object({ ja: optional(text(4000)), en: optional(text(4000)), zh: optional(text(4000)) }),
  /** Whether the answer was given before and nobody has said yet that it holds. */
  isOpen: Type.Boolean(),
});

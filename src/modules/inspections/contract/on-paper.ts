// A confirmation signed by hand: entered for the signer, looked at by two more people, taken back before the lock.
import { contract, Id, Moment, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import { moved, moving } from "./moves.ts";
import { ById, permissions } from "./words.ts";

export const OnPaper = Type.Object({
  signerName: text(201),
  /** Whose person the signer is; not always the company that is confirmed. */
  signerUnit: text(200),
  signerPosition: nullable(text(200)),
  /** Why a signature counts that is not the executive's. */
  why: nullable(text(1000)),
  fileId: nullable(Id),
  fileName: nullable(text(255)),
  enteredByName: nullable(text(201)),
  /** The signer has said that it holds. */
  ownedAt: nullable(Moment),
  comparedByName: nullable(text(201)),
  comparedAt: nullable(Moment),
  /** The reader is who signed it, as it was entered. */
  isSigner: Type.Boolean(),
});

/** Whose word it is: the signer's, another executive's of the company, or the desk's. */
export const Side = oneOf("signer", "executive", "desk");

/** The company's own people by what they hold there, and the desk that enters for them. */
const concerned = [permissions.confirm, permissions.confirmFor, permissions.answer] as const;

const none = ["inspection.not_on_paper"] as const;

export const onPaper = contract({
  confirmOnPaper: {
    method: "POST",
    path: "/inspections/:id/paper-confirmation",
    summary:
      "The division uploads the page an executive signed on paper: the uploader acts on behalf of the signer",
    permission: permissions.confirmFor,
    params: ById,
    body: Type.Object({
      rowVersion: RowVersion,
      personId: Id,
      fileId: Id,
      /** Why a signature counts that is not the executive's. */
      why: optional(text(1000)),
    }),
    ...moved,
    events: ["inspection.confirmed"],
    errors: [
      ...moving,
      "person.not_found",
      "file.not_found",
      "inspection.page_old",
      "inspection.page_unsigned",
      "inspection.signer_needs_reason",
    ],
  },
  ownConfirmation: {
    method: "POST",
    path: "/inspections/:id/paper-confirmation/signer",
    summary: "Whoever signed by hand, or confirms there, says that what was entered holds",
    permission: [permissions.confirm, permissions.answer],
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    ...moved,
    events: ["inspection.confirmation_owned"],
    errors: [...moving, ...none, "inspection.not_the_signer"],
  },
  compareConfirmation: {
    method: "POST",
    path: "/inspections/:id/paper-confirmation/comparison",
    summary: "Somebody of the desk who did not enter the signed page has compared it with its scan",
    permission: permissions.confirmFor,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    ...moved,
    events: ["inspection.confirmation_compared"],
    errors: [...moving, ...none, "inspections_compared_by_another"],
  },
  takeBackConfirmation: {
    method: "DELETE",
    path: "/inspections/:id/paper-confirmation",
    summary:
      "Before the lock: the signer says that it was not him or her, or the desk that it was entered wrongly; it waits for confirmation again",
    permission: concerned,
    params: ById,
    query: Type.Object({ rowVersion: RowVersion, reason: text(1000, 1) }),
    ...moved,
    events: ["inspection.confirmation_taken_back"],
    errors: [...moving, ...none, "inspection.not_the_signer"],
  },
});

// Taking a sheet along on a device, and bringing back what was entered there.
import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { permissions } from "../../programme/contract/words.ts";
import { Control, ControlId, Field, living, NoteKind, Value } from "./words.ts";

const ById = Type.Object({ id: Id });
const notOnTeam = "audit.not_on_team";

const Op = Type.Object({
  /** Chosen by the device: sent twice, it counts once. */
  id: Id,
  checkId: Id,
  field: Field,
  value: Value,
  /** The revision it was written over; 0 where there was none. */
  base: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  /** The change of one's own that it replaces before that one was acknowledged. */
  after: optional(Id),
  enteredAt: Moment,
});

const NewNote = Type.Object({
  id: Id,
  checkId: optional(Id),
  placeId: optional(Id),
  kind: NoteKind,
  words: text(4000),
  saidBy: text(120),
  /** Of a photo: what was sent before (POST /files, purpose audit_photo), and what the device knows it to be. */
  fileId: optional(Id),
  sha256: optional(text(64, 64)),
  takenAt: Moment,
});

const NewCheck = Type.Object({
  id: Id,
  placeId: Id,
  controlId: ControlId,
  /** Why it is looked at here; a control that the sheet does not have is not taken up without. */
  reason: optional(text(500)),
});

export const outcomes = ["applied", "same", "conflict", "superseded", "kept", "dropped"] as const;

export const taking = contract({
  takeSheet: {
    method: "POST",
    path: "/audit-visits/:id/checkouts",
    summary: "Take the sheet along on a device, for a stated time",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      /** Chosen by the device. */
      checkoutId: Id,
      device: text(80, 1),
      days: Type.Integer({ minimum: 1, maximum: 30 }),
      isKept: Type.Boolean(),
    }),
    output: Type.Object({ until: Moment }),
    events: ["audit.sheet_taken"],
    errors: ["audit.sheet_finished", notOnTeam],
  },
  syncSheet: {
    method: "POST",
    path: "/audit-visits/:id/sync",
    summary: "Bring what was entered on a device, and get what the others have entered",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      /** None where it is entered on the page itself. */
      checkoutId: optional(Id),
      /** From a file that a colleague's device saved: entered as the colleague's, and the trail says who brought it in. */
      isBroughtIn: optional(Type.Boolean()),
      /** What the device still holds beyond this. */
      waiting: Type.Integer({ minimum: 0, maximum: 100_000 }),
      checks: list(NewCheck, 200),
      ops: list(Op, 1000),
      notes: list(NewNote, 500),
      withdrawn: list(Id, 500),
    }),
    output: Type.Object({
      ops: list(Type.Object({ id: Id, outcome: oneOf(...outcomes) }), 1000),
      /** What was not taken, and why; the device keeps it and shows it. */
      refused: list(Type.Object({ id: Id, code: text(60) }), 2500),
      until: nullable(Moment),
      finishedAt: nullable(Moment),
      /** Those taken up on site: a device that left before knows nothing of them. */
      controls: list(Control, 1000),
      ...living,
    }),
    events: ["audit.sheet_synced"],
    errors: [notOnTeam, "audit.checkout_revoked"],
    limitPerMinute: 120,
  },
  returnSheet: {
    method: "POST",
    path: "/audit-visits/:id/checkouts/:checkoutId/return",
    summary: "Say that a device has let go of the sheet",
    permission: permissions.conduct,
    params: Type.Object({ id: Id, checkoutId: Id }),
    output: Type.Object({ id: Id }),
    events: ["audit.sheet_returned"],
  },
  revokeCheckout: {
    method: "POST",
    path: "/audit-visits/:id/checkouts/:checkoutId/revocation",
    summary:
      "Revoke what a device took along, e.g. because it is lost: nothing is taken from it any more, and it lets go",
    permission: permissions.conduct,
    params: Type.Object({ id: Id, checkoutId: Id }),
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["audit.checkout_revoked"],
    errors: [notOnTeam, "audit.checkout_over"],
  },
  askCheckouts: {
    method: "POST",
    path: "/on-site/checkouts",
    summary: "Asked by a device that took sheets along, without a session: which of them it has to let go of",
    permission: "public",
    readOnly: true,
    limitPerMinute: 60,
    body: Type.Object({ ids: list(Id, 50) }),
    /** Nothing is said of those that are still taken along, nor of ids that are none. */
    output: Type.Object({
      over: list(
        Type.Object({
          id: Id,
          /** Everything goes; else what was entered and not sent stays, sealed. */
          isRevoked: Type.Boolean(),
        }),
        50,
      ),
    }),
  },
  decideConflict: {
    method: "POST",
    path: "/audit-visits/:id/conflicts/:opId",
    summary: "Decide what holds of a field that two sides entered differently",
    permission: permissions.conduct,
    params: Type.Object({ id: Id, opId: Id }),
    body: Type.Object({
      keep: oneOf("holds", "other"),
      /** The revision that was seen to hold. */
      revision: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    }),
    output: Type.Object({ id: Id }),
    events: ["audit.conflict_decided"],
    errors: [notOnTeam, "audit.sheet_finished", "audit.conflict_over", "audit_value.changed_meanwhile"],
  },
});

// The sheet of a visit: drawn and laid out before, finished after.
import Type from "typebox";
import { contract, Id, list, Moment, nullable, optional, RowVersion, text } from "#core/contract.ts";
import { permissions, Tier } from "../../programme/contract/words.ts";
import {
  Assurance,
  Checkout,
  Control,
  ControlId,
  Drawn,
  living,
  Other,
  Place,
  PlaceKind,
  Said,
  Texts,
} from "./words.ts";

const ById = Type.Object({ id: Id });
const Seed = text(60, 1);
const SharePercent = Type.Integer({ minimum: 0, maximum: 100 });
const done = ["audit.sheet_finished"];
const notOnTeam = "audit.not_on_team";
const raced = "audit_sheet.changed_meanwhile";

export const sheet = contract({
  proposeSheet: {
    method: "GET",
    path: "/audit-visits/:id/sheet-proposal",
    summary:
      "What a sheet would look at: the edition, the answers it starts from, and what a seed and a share draw",
    permission: permissions.conduct,
    params: ById,
    query: Type.Object({ sharePercent: SharePercent, seed: Seed }),
    output: Type.Object({
      edition: text(60),
      tier: Tier,
      inspection: nullable(
        Type.Object({ id: Id, roundName: text(200), state: text(20), answered: Type.Integer() }),
      ),
      controls: list(
        Type.Object({
          id: ControlId,
          area: text(40),
          areaName: Texts,
          title: Texts,
          /** Null: left to another visit. */
          drawn: nullable(Drawn),
          saidVerdict: nullable(Said),
          saidAssurance: nullable(Assurance),
        }),
        1000,
      ),
      sites: list(Type.Object({ id: Id, name: text(200), isPlant: Type.Boolean() }), 50),
    }),
    errors: ["audit.no_edition", "audit.visit_over"],
  },
  prepareSheet: {
    method: "POST",
    path: "/audit-visits/:id/sheet",
    summary: "Prepare a visit: draw its controls, freeze what the company said, lay them out over its places",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      sharePercent: SharePercent,
      seed: Seed,
      /** Beyond what is drawn. */
      added: list(ControlId, 500),
      places: Type.Array(Type.Omit(Place, ["id"]), { minItems: 1, maxItems: 60 }),
    }),
    output: Type.Object({ reference: text(60), controls: Type.Integer(), checks: Type.Integer() }),
    events: ["audit.sheet_prepared"],
    errors: [
      "audit.no_edition",
      "audit.visit_over",
      "audit.not_approved",
      "audit.sheet_there",
      "audit.site_elsewhere",
      "audit.control_unknown",
      notOnTeam,
    ],
  },
  getAuditSheet: {
    method: "GET",
    path: "/audit-visits/:id/sheet",
    summary: "The sheet of a visit with everything entered: also what a device takes along",
    permission: permissions.conduct,
    params: ById,
    output: Type.Object({
      visitId: Id,
      reference: text(60),
      companyId: Id,
      companyName: text(200),
      edition: text(60),
      tier: Tier,
      inspectionId: nullable(Id),
      seed: Seed,
      sharePercent: SharePercent,
      preparedAt: Moment,
      preparedByName: nullable(text(201)),
      finishedAt: nullable(Moment),
      finishedByName: nullable(text(201)),
      rowVersion: RowVersion,
      /** When its places were last rearranged: a device that was heard of before does not know of it. */
      arrangedAt: nullable(Moment),
      controls: list(Control, 1000),
      ...living,
      checkouts: list(Checkout, 200),
      can: Type.Object({ conduct: Type.Boolean(), reopen: Type.Boolean() }),
    }),
  },
  listOtherControls: {
    method: "GET",
    path: "/audit-visits/:id/sheet/other-controls",
    summary:
      "The controls of the edition that the sheet does not look at: what may still be taken up on site",
    permission: permissions.conduct,
    params: ById,
    output: Type.Object({ controls: list(Other, 1000) }),
  },
  arrangeSheet: {
    method: "PUT",
    path: "/audit-visits/:id/sheet/places",
    summary: "Name and order the places, and say which check is made where",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      places: Type.Array(Type.Object({ ...Place.properties, id: Id, kind: PlaceKind }), {
        minItems: 1,
        maxItems: 100,
      }),
      moved: list(Type.Object({ checkId: Id, placeId: Id }), 5000),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.sheet_arranged"],
    errors: [...done, raced, notOnTeam, "audit.site_elsewhere", "audit.place_in_use", "audit_checks_once"],
  },
  finishSheet: {
    method: "POST",
    path: "/audit-visits/:id/sheet/finish",
    summary: "Finish the work on site: every control gets the worst of what was found at its places",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      /** Checks left open are taken out of the visit, and devices that are out are not waited for, with this reason. */
      reason: optional(text(500, 1)),
      /** Devices that have the sheet along and are not waited for: what they hold is not taken any more. */
      without: optional(list(Id, 200)),
      rowVersion: RowVersion,
    }),
    output: Type.Object({
      rowVersion: RowVersion,
      controls: Type.Integer(),
      overturned: Type.Integer(),
    }),
    events: ["audit.sheet_finished"],
    errors: [
      ...done,
      raced,
      notOnTeam,
      "audit.conflicts_open",
      "audit.devices_out",
      "audit.devices_along",
      "audit.checks_open",
      "audit.seen_missing",
      "audit.reason_needed",
    ],
  },
  reopenSheet: {
    method: "DELETE",
    path: "/audit-visits/:id/sheet/finish",
    summary: "Open a finished sheet again, with a reason, until its report is out",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({ reason: text(500, 1), rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.sheet_reopened"],
    errors: [raced, notOnTeam, "audit.not_finished", "audit.visit_over", "audit.report_out"],
  },
});

import Type from "typebox";
import {
  contract,
  Day,
  Id,
  list,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { ById, permissions } from "../contract/words.ts";
import { contactKinds } from "./rules.ts";

const said = {
  kind: oneOf(...contactKinds),
  name: text(200, 1),
  /** Of an authority: the rule of law whose recipient it is. */
  ruleKey: nullable(text(100, 1)),
  telephone: text(60),
  mail: text(254),
  portal: text(500),
  note: text(500),
};
const Kept = Type.Object({ id: Id, rowVersion: RowVersion });
const errors = [
  "incident_contact.unreachable",
  "incident_contact.unknown_rule",
  "incident_contact.unknown_owner",
];

export const contactContract = contract({
  listIncidentContacts: {
    method: "GET",
    path: "/incident-contacts",
    summary:
      "Whom to ring outside of the house, of the units in one's reach, each with its owner and when it was last found right",
    permission: permissions.pack,
    query: Type.Object({ unitId: optional(Id), search: optional(text(100)), ...paging }),
    output: Type.Object({
      ...page(
        Type.Object({
          id: Id,
          unitId: Id,
          unitName: text(200),
          ...said,
          /** Of an authority: whom the rule of law names. */
          recipient: nullable(text(500)),
          ownerId: Id,
          ownerName: text(201),
          checkedOn: Day,
          checkedByName: nullable(text(201)),
          /** Nobody has looked for half a year. */
          isOld: Type.Boolean(),
          rowVersion: RowVersion,
        }),
      ).properties,
      /** Units in reach, and whom rules of law in force name as recipients. */
      units: list(Type.Object({ id: Id, name: text(200) }), 1000),
      recipients: list(
        Type.Object({ ruleKey: text(100), recipient: text(500), jurisdiction: text(20) }),
        500,
      ),
      old: Type.Integer(),
    }),
  },
  addIncidentContact: {
    method: "POST",
    path: "/incident-contacts",
    summary: "Keep whom to ring outside of the house, for a company, a division or the group",
    permission: permissions.pack,
    body: Type.Object({ unitId: Id, ...said, ownerId: optional(Id) }),
    output: Kept,
    events: ["incident_contact.added"],
    errors,
  },
  changeIncidentContact: {
    method: "PUT",
    path: "/incident-contacts/:id",
    summary: "Change whom to ring, or who answers for it; it counts as looked at today",
    permission: permissions.pack,
    params: ById,
    body: Type.Object({ ...said, ownerId: Id, rowVersion: RowVersion }),
    output: Kept,
    events: ["incident_contact.changed"],
    errors: ["incident_contact.changed_meanwhile", ...errors],
  },
  checkIncidentContact: {
    method: "POST",
    path: "/incident-contacts/:id/check",
    summary: "Say that it is still right, as of today",
    permission: permissions.pack,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    output: Kept,
    events: ["incident_contact.checked"],
    errors: ["incident_contact.changed_meanwhile"],
  },
  endIncidentContact: {
    method: "POST",
    path: "/incident-contacts/:id/end",
    summary: "Keep it no longer",
    permission: permissions.pack,
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["incident_contact.ended"],
  },
});

import Type from "typebox";
import { contract, Id, list, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { Kind, permissions } from "./words.ts";

export const settings = contract({
  getIncidentSettings: {
    method: "GET",
    path: "/incident-settings",
    summary: "Which position reports go to, and which kinds go there at once",
    permission: permissions.read,
    output: Type.Object({
      headPositionId: nullable(Id),
      headPositionName: nullable(text(200)),
      holderName: nullable(text(201)),
      deputyName: nullable(text(201)),
      positions: list(Type.Object({ id: Id, name: text(200) }), 500),
      kinds: list(Type.Object({ kind: Kind, reachesHead: oneOf("at_once", "when_judged") }), 30),
      rowVersion: RowVersion,
      mayChange: Type.Boolean(),
    }),
  },
  setIncidentSettings: {
    method: "PUT",
    path: "/incident-settings",
    summary: "Set which position reports go to, and which kinds go there at once, with a reason",
    permission: permissions.rule,
    body: Type.Object({
      headPositionId: nullable(Id),
      atOnce: list(Kind, 30),
      reason: text(500, 1),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["incident_settings.changed"],
    errors: ["incident_settings.changed_meanwhile", "incident_settings.unknown_position"],
  },
});

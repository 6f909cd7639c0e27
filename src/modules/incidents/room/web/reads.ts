// What the pages of the room read, as their parts take it.
import type { Output } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";

export type RoomRead = Output<typeof incidents.getRoom>;
export type Task = RoomRead["tasks"][number];
export type Affected = Output<typeof incidents.getAffected>;
export type Piece = Output<typeof incidents.listIncidentEvidence>["rows"][number];

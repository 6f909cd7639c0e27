import type { Output } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";

export type Contacts = Output<typeof incidents.listIncidentContacts>;
export type Contact = Contacts["rows"][number];

// A report that came in without a session, as it is dealt with.
import type { Language } from "#core/context.ts";
import type { Answers, Kind } from "../rules.ts";
import type { HeldBecause, State } from "./rules.ts";

export type Intake = {
  id: string;
  companyId: string | null;
  unitId: string | null;
  linkId: string | null;
  channel: "link" | "mail";
  number: string;
  state: State;
  heldBecause: HeldBecause | null;
  kind: Kind;
  title: string;
  what: string;
  answers: Answers;
  discoveredAt: string;
  zone: string;
  saidName: string;
  saidContact: string;
  language: Language;
  sentAt: string;
  fromAddress: string | null;
  isVouched: boolean;
  personId: string | null;
  incidentId: string | null;
  rowVersion: number;
};

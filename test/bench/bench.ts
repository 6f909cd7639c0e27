// What every scenario is given: a group in a database, the product serving it, and people to ask with.
import type { Process, User } from "./client.ts";
import type { Place } from "./stage.ts";

export type Answering = { user: User; companyId: string; inspectionId: string; controlIds: string[] };

export type Bench = {
  place: Place;
  product: Process;
  bare: Process;
  office: User;
  /** An officer in the middle of answering, in every size of the group. */
  casting: Answering;
  people: number;
};

// Who listens to the trail. The dispatcher reads sealed-horizon events in order and calls the subscribers.
import type { Ctx } from "../context.ts";

export type TrailEvent = {
  id: number;
  verb: string;
  at: string;
  actorId: string | null;
  subjectKind: string;
  subjectId: string | null;
  companyId: string | null;
  data: Record<string, unknown>;
};

/** Called with a batch of its events, once each, in one transaction with the moved cursor. */
export type Subscriber = {
  name: string;
  verbs: readonly string[];
  handle(ctx: Ctx, events: readonly TrailEvent[]): Promise<void>;
};

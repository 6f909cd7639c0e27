// What follows from an incident once it is there: its room, the notices, the clocks of law, the review.
import { addCircle } from "./incident-circle.ts";
import type { Story, Written } from "./incident-draft.ts";
import { addClocks } from "./incident-law.ts";
import { addLessons } from "./incident-lessons.ts";
import { addNotices } from "./incident-notices.ts";
import { addProcedures } from "./incident-procedures.ts";
import { addRoom } from "./incident-rooms.ts";
import type { Paper } from "./papers.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

/** @returns the contents of the files that are kept with them. */
export function whatFollows(plan: Plan, written: readonly Written[], to: Sheet): Paper[] {
  const papers: Paper[] = [];
  planted.set(
    plan,
    new Map(written.flatMap((one) => (one.draft.story ? [[one.draft.story, one] as const] : []))),
  );
  for (const incident of written) {
    addCircle(plan, incident, to);
    if (incident.judgedAs !== "incident") continue;
    papers.push(...addRoom(plan, incident, to));
    addNotices(plan, incident, to);
    addClocks(plan, incident, to);
    addLessons(plan, incident, to);
  }
  addProcedures(plan, written, to);
  return papers;
}

const planted = new WeakMap<Plan, Map<Story, Written>>();

/** A planted incident with its number, for whatever came of it. */
export const incidentOf = (plan: Plan, story: Story): Written | undefined => planted.get(plan)?.get(story);

import type { NeedCounts } from "#modules/duties/rules.ts";
import type { TextKey } from "../../text/keys.ts";

/** Which sentence the home page opens with: what is over is never called today's, and nothing is told twice. */
export function needsTitle({ count, today, overdue }: NeedCounts): TextKey {
  if (overdue === count) return "home.needsAllOverdue";
  if (today === count) return "home.needsAllToday";
  if (overdue > 0) return today > 0 ? "home.needsTodayAndOverdue" : "home.needsOverdue";
  return today > 0 ? "home.needsToday" : "home.needs";
}

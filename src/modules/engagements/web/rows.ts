import type { Output } from "#core/contract.ts";
import type { engagements } from "../contract.ts";

export type Engagement = Output<typeof engagements.getEngagement>;
export type OutsidePerson = Output<typeof engagements.listOutsidePeople>["rows"][number];

export const shownStates = ["running", "coming", "over", "all"] as const;
export type Shown = (typeof shownStates)[number];

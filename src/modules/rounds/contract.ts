import { members } from "./contract/members.ts";
import { opening } from "./contract/opening.ts";
import { running } from "./contract/running.ts";

export { PreviewRow } from "./contract/opening.ts";
export { InspectionState, Round } from "./contract/running.ts";
export { Lack, Member, permissions, PopulationRule, SentBack } from "./contract/words.ts";

export const rounds = { ...opening, ...running, ...members };

// The companies described one by one: the whole demo group, and the first ones of every larger size. The stories live
// here: who answers late, who was bought, who always says yes.
import type { CastMember } from "./company.ts";
import all from "./data/cast.json" with { type: "json" };

const members = all as unknown as readonly CastMember[];

/** Those that belong to the group today. */
export const cast: readonly CastMember[] = members.filter((member) => member.story !== "sold");

/** Sold in the middle of last year's round: what it did stays, and it is asked no more. */
export const soldMember = members.find((member) => member.story === "sold") as CastMember;

// What the opening page holds until it is saved.
import type { Input, Output } from "#core/contract.ts";
import type { rounds } from "../contract.ts";
import type { RoundDates } from "../rules.ts";

export type Proposal = Output<typeof rounds.proposeRound>;
export type Round = Output<typeof rounds.getRound>["round"];
export type Rule = Input<typeof rounds.previewPopulation>["populationRule"];
export type Member = Output<typeof rounds.previewPopulation>["rows"][number];

export type Draft = RoundDates & {
  fiscalYear: number;
  name: string;
  editionId: string;
  providerLeadDays: number;
  rule: Rule;
};

export const draftOf = (round: Round): Draft => ({
  fiscalYear: round.fiscalYear,
  name: round.name,
  editionId: round.editionId,
  opensOn: round.opensOn,
  dueOn: round.dueOn,
  reviewDueOn: round.reviewDueOn,
  confirmDueOn: round.confirmDueOn,
  providerLeadDays: round.providerLeadDays,
  rule: round.populationRule,
});

export const draftFrom = (proposal: Proposal, name: string): Draft => ({
  fiscalYear: proposal.fiscalYear,
  name,
  editionId: proposal.editionId ?? "",
  opensOn: proposal.opensOn,
  dueOn: proposal.dueOn,
  reviewDueOn: proposal.reviewDueOn,
  confirmDueOn: proposal.confirmDueOn,
  providerLeadDays: proposal.providerLeadDays,
  rule: proposal.populationRule,
});

/** The draft as the operations take it. */
export const bodyOf = (draft: Draft) => ({
  name: draft.name,
  editionId: draft.editionId,
  opensOn: draft.opensOn,
  dueOn: draft.dueOn,
  reviewDueOn: draft.reviewDueOn,
  confirmDueOn: draft.confirmDueOn,
  providerLeadDays: draft.providerLeadDays,
  populationRule: draft.rule,
});

export const relations = ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as const;
export const tiers = ["T1", "T2", "T3", "T4"] as const;

export const toggled = <V>(values: readonly V[], value: V): V[] =>
  values.includes(value) ? values.filter((one) => one !== value) : [...values, value];

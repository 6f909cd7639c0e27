import { contract, Day, Id, list, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import { Dates, Lack, Lacks, LeadDays, Member, permissions, PopulationRule, taken, Tier } from "./words.ts";

/** With the tier that its answers on scope gave in the round before, where it is another one (T-01), and who is missing. */
export const PreviewRow = Type.Object({
  ...Member.properties,
  proposedTier: nullable(Tier),
  lacks: list(Lack, 3),
});

export const opening = contract({
  proposeRound: {
    method: "GET",
    path: "/rounds/proposal",
    summary:
      "What a new round would start from: edition in force, dates and population rule, taken from last year's",
    permission: permissions.manage,
    query: Type.Object({ fiscalYear: optional(Type.Integer({ minimum: 2000, maximum: 2100 })) }),
    output: Type.Object({
      fiscalYear: Type.Integer(),
      today: Day,
      editions: list(
        Type.Object({
          id: Id,
          standard: text(40),
          edition: text(40),
          effectiveOn: Day,
          controls: Type.Integer(),
          /** The round before on this standard: its answers become proposals. */
          carriesFrom: nullable(text(200)),
        }),
        50,
      ),
      /** The edition in force on the day the round would open; null before the first is published. */
      editionId: nullable(Id),
      /** A draft that could be published; the way out where no edition is in force. */
      draftEditionId: nullable(Id),
      previous: nullable(Type.Object({ id: Id, name: text(200), fiscalYear: Type.Integer() })),
      basis: oneOf("last_year", "fiscal_year"),
      ...Dates,
      providerLeadDays: LeadDays,
      populationRule: PopulationRule,
      /** Rounds of that fiscal year that exist already. */
      existing: list(Type.Object({ id: Id, name: text(200), state: text(20) }), 20),
      companies: Type.Integer(),
    }),
  },
  draftRound: {
    method: "POST",
    path: "/rounds",
    summary: "A draft of this year's inspection: edition, dates and whom to ask",
    permission: permissions.manage,
    body: Type.Object({
      fiscalYear: Type.Integer({ minimum: 2000, maximum: 2100 }),
      name: text(200, 1),
      editionId: Id,
      previousId: optional(nullable(Id)),
      ...Dates,
      providerLeadDays: optional(LeadDays),
      populationRule: PopulationRule,
    }),
    output: Type.Object({ id: Id }),
    events: ["round.drafted"],
    errors: ["edition.not_published", "rounds_dates"],
  },
  changeRound: {
    method: "PUT",
    path: "/rounds/:id",
    summary: "Change a draft",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      name: text(200, 1),
      editionId: Id,
      ...Dates,
      providerLeadDays: optional(LeadDays),
      populationRule: PopulationRule,
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id }),
    events: ["round.changed"],
    errors: ["round.changed_meanwhile", "round.not_draft", "edition.not_published", "rounds_dates"],
  },
  discardRound: {
    method: "DELETE",
    path: "/rounds/:id",
    summary: "Throws away a draft that was never opened; the trail keeps who did it and why",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ rowVersion: RowVersion, reason: text(1000, 1) }),
    output: Type.Object({ id: Id }),
    events: ["round.discarded"],
    errors: ["round.changed_meanwhile", "round.not_draft"],
  },
  previewPopulation: {
    method: "POST",
    path: "/rounds/population-preview",
    summary:
      "Who would be asked by a rule and who not, each with the reason: every company of the day is in the list",
    permission: permissions.manage,
    readOnly: true,
    body: Type.Object({ populationRule: PopulationRule }),
    output: Type.Object({
      rows: list(PreviewRow, 5000),
      inCount: Type.Integer(),
      outCount: Type.Integer(),
      /** Companies of the ownership graph on that day, counted apart from the rule. */
      groupCount: Type.Integer(),
      missing: Type.Integer(),
      /** Of those that would be asked, the companies where nobody is named for a step. */
      lacks: Lacks,
    }),
  },
  freezeRound: {
    method: "POST",
    path: "/rounds/:id/freeze",
    summary: "Fix the population with tier, relation and place as they are on its day",
    permission: permissions.manage,
    ...taken,
    output: Type.Object({ id: Id, inCount: Type.Integer(), outCount: Type.Integer(), sha256: text(64) }),
    events: ["round.frozen"],
    errors: ["round.changed_meanwhile", "round.not_draft", "round.population_empty"],
  },
  thawRound: {
    method: "DELETE",
    path: "/rounds/:id/freeze",
    summary:
      "Back to a draft, as long as nothing was launched, which also cancels a planned launch: the population is fixed anew afterwards",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["round.thawed"],
    errors: ["round.not_frozen", "round.launch_begun"],
  },
  launchRound: {
    method: "POST",
    path: "/rounds/:id/launch",
    summary:
      "Orders the launch for now, or for the opening day while that is still to come; or goes on with one that stopped: an inspection and a duty for every company of the frozen population",
    permission: permissions.manage,
    params: taken.params,
    body: Type.Object({
      ...taken.body.properties,
      /** A day by which something is due has passed, and that is meant. */
      evenIfPast: optional(Type.Boolean()),
      /** No day of the round lies in its fiscal year, and that is meant. */
      evenIfOtherYear: optional(Type.Boolean()),
    }),
    output: Type.Object({
      id: Id,
      /** Null while the opening day is still to come. */
      jobId: nullable(Id),
      companies: Type.Integer(),
    }),
    events: ["job.ordered", "round.launch_planned"],
    errors: [
      "round.changed_meanwhile",
      "round.days_past",
      "round.days_of_another_year",
      "round.not_frozen",
      "round.launching",
    ],
  },
});

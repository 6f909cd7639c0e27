// The guided set-up of a company: six steps on one page, each with what is known.
import Type from "typebox";
import { contract, Day, Id, list, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { LedgerBeginning } from "#modules/ledgers/contract.ts";
import { Facts, Named, Tier } from "#modules/organization/contract.ts";
import { factNames, setUpSteps } from "../rules.ts";
import { permissions, SaidFacts, StepName } from "./words.ts";

const Officer = Type.Object({
  personId: Id,
  name: text(201),
  isDeputy: Type.Boolean(),
  /** Null: no account yet. */
  account: nullable(oneOf("active", "invited")),
  isYou: Type.Boolean(),
});

export const setUp = contract({
  getSetUp: {
    method: "GET",
    path: "/companies/:companyId/set-up",
    summary: "The guided set-up of a company: what is known of each of its six steps, and what comes next",
    permission: permissions.read,
    params: Type.Object({ companyId: Id }),
    output: Type.Object({
      companyId: Id,
      ...Named,
      rowVersion: RowVersion,
      steps: list(
        Type.Object({
          step: oneOf(...setUpSteps),
          isDone: Type.Boolean(),
          isWaived: Type.Boolean(),
          /** Of the plan, where one runs. */
          dueOn: nullable(Day),
          isLate: Type.Boolean(),
        }),
        6,
      ),
      plan: nullable(Type.Object({ id: Id, startsOn: Day, endsOn: Day, elapsed: Type.Integer() })),
      officers: list(Officer, 50),
      division: nullable(text(200)),
      /** As the register has them. */
      recorded: nullable(Facts),
      said: nullable(
        Type.Object({
          facts: SaidFacts,
          on: Day,
          byName: nullable(text(201)),
          differs: list(oneOf(...factNames), 20),
        }),
      ),
      tier: nullable(
        Type.Object({
          tier: Tier,
          basis: oneOf("criteria", "raised", "lowered"),
          reason: nullable(text(500)),
          /** What the criteria give of what the company said, else of what the register has. */
          proposed: Tier,
          because: list(text(60), 12),
        }),
      ),
      ledgers: list(LedgerBeginning, 20),
      inspection: nullable(
        Type.Object({
          id: Id,
          round: text(200),
          dueOn: Day,
          submittedOn: nullable(Day),
          hasBegun: Type.Boolean(),
        }),
      ),
      /** A round that runs without asking the company yet. */
      round: nullable(Type.Object({ id: Id, name: text(200), dueOn: Day, byRule: Type.Boolean() })),
      /** What comes next, by the plan's days. */
      next: nullable(Type.Object({ step: StepName, dueOn: nullable(Day) })),
      can: Type.Object({
        say: Type.Boolean(),
        ledgers: Type.Boolean(),
        rules: Type.Boolean(),
        nameOfficer: Type.Boolean(),
        decideTier: Type.Boolean(),
        addToRound: Type.Boolean(),
        answer: Type.Boolean(),
      }),
    }),
  },
  sayFacts: {
    method: "PUT",
    path: "/companies/:companyId/said-facts",
    summary: "Say for a company what it is: people, plant, servers, rooms, development; it proposes the tier",
    permission: permissions.answer,
    params: Type.Object({ companyId: Id }),
    body: SaidFacts,
    output: Type.Object({ on: Day, proposed: Tier }),
    events: ["onboarding.facts_said"],
    errors: ["time_zone.unknown"],
  },
});

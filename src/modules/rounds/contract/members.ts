import { contract, Day, Id, list, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import Type from "typebox";
import { Company, Lack, Member, Narrow, permissions, Relation, Tier } from "./words.ts";

/** One place in a round that runs: whoever was looked at, in or out, joined or left since. */
const MemberRow = Type.Object({
  ...Member.properties,
  joinedOn: nullable(Day),
  leftOn: nullable(Day),
  leftReason: nullable(text(500)),
  inspectionId: nullable(Id),
  /** Who is missing for what is still to come. */
  lacks: list(Lack, 3),
});

export const members = contract({
  addMember: {
    method: "POST",
    path: "/rounds/:id/members",
    summary: "A company that joined the group after the freeze is asked too",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ companyId: Id, reason: text(500, 1), dueOn: Day }),
    output: Type.Object({ inspectionId: Id }),
    events: ["round.member_added"],
    errors: ["round.due_passed", "round.not_open", "round.member_already", "round.member_has_no_place"],
  },
  markMemberLeft: {
    method: "POST",
    path: "/rounds/:id/members/:companyId/departure",
    summary: "A company that left the group: its duty ends, its answers and its place in the round stay",
    permission: permissions.manage,
    params: Type.Object({ id: Id, companyId: Id }),
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ id: Id, lapsedDuties: Type.Integer() }),
    events: ["round.member_left"],
    errors: ["round.not_open", "round.member_left_already"],
  },
  listPopulationChanges: {
    method: "GET",
    path: "/rounds/:id/population-changes",
    summary:
      "Companies that joined the group since the freeze and are not asked, and members that have left it or whose new relation is not asked",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      joined: list(
        Type.Object({ ...Company, tier: nullable(Tier), relation: nullable(Relation), since: Day }),
        500,
      ),
      left: list(
        Type.Object({
          ...Company,
          endedOn: Day,
          endedReason: nullable(text(500)),
          /** The relation it has now, where it has only changed that. */ relation: nullable(Relation),
        }),
        500,
      ),
    }),
  },
  listMembers: {
    method: "GET",
    path: "/rounds/:id/members",
    summary: "The frozen population with the reasons",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object({
      ...paging,
      isIn: optional(Type.Boolean()),
      /** Only those that came late into the round, or only those that left the group. */
      moved: optional(oneOf("joined", "left")),
      /** Only those where nobody is named for this step. */
      lacks: optional(Lack),
      ...Narrow.properties,
      search: optional(text(100)),
    }),
    output: page(MemberRow),
  },
});

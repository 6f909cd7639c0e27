// Who stands in for oneself: named by the holder of a position.
import Type from "typebox";
import { contract, Day, Id } from "#core/contract.ts";

const ById = Type.Object({ id: Id });

export const ownDeputies = contract({
  nameOwnDeputy: {
    method: "POST",
    path: "/me/positions/:id/deputy",
    summary: "A colleague stands in at a position of mine from a day on, while I am away",
    permission: "signed_in",
    confirms: true,
    params: ById,
    body: Type.Object({ personId: Id, from: Day }),
    output: ById,
    events: ["position.deputy_named"],
    errors: ["deputy.takes_two", "deputy.not_a_colleague", "deputy.starts_in_past"],
  },
  endOwnDeputy: {
    method: "PUT",
    path: "/me/positions/:id/deputy/end",
    summary: "Nobody stands in at a position of mine from a day on",
    permission: "signed_in",
    params: ById,
    body: Type.Object({ on: Day }),
    output: ById,
    events: ["position.deputy_ended"],
    errors: ["position.no_deputy", "deputy.starts_in_past"],
  },
});

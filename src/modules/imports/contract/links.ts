// The one-time links of the accounts that a list of seats has opened.
import Type from "typebox";
import { contract, Id, list, Moment, optional, text } from "#core/contract.ts";
import { RowNumber } from "./words.ts";

export const links = contract({
  makeImportLinks: {
    method: "POST",
    path: "/imports/:id/links",
    summary:
      "One-time links for the accounts that the asker has opened by this list and nobody has taken up: told once, kept nowhere",
    permission: "account.manage",
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      /** New ones also where a link was made before, which then stops working. */
      again: optional(Type.Boolean()),
    }),
    output: Type.Object({
      rows: list(
        Type.Object({
          rowNumber: RowNumber,
          unit: text(300),
          role: text(300),
          person: text(210),
          loginName: text(254),
          token: text(100),
          expiresAt: Moment,
        }),
        2000,
      ),
      /** Links still to be made: more than go into one file, or of people beyond the asker's rights. */
      left: Type.Integer(),
    }),
    events: ["import.links_made", "account.invited", "account.invitation_renewed"],
  },
});

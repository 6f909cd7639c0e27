import Type from "typebox";
import {
  contract,
  Id,
  Language,
  Moment,
  nullable,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { ById, Firm, OutsidePerson, permissions, Reason } from "./words.ts";

/** The first factor is a password that its owner sets behind the link; the second is demanded of everybody from outside. */
const Invited = Type.Object({ id: Id, invitationToken: text(100), expiresAt: Moment });

export const firms = contract({
  listOutsideFirms: {
    method: "GET",
    path: "/outside-firms",
    summary: "Outside firms: those that one's companies keep, and those that look at their records",
    permission: permissions.read,
    query: Type.Object({ ...paging, search: optional(text(100)) }),
    output: page(Firm),
  },
  addOutsideFirm: {
    method: "POST",
    path: "/outside-firms",
    summary: "Register an outside firm: kept by a company, or by the group's office",
    permission: permissions.manage,
    body: Type.Object({
      name: text(200, 1),
      note: optional(nullable(text(500))),
      /** The company that answers for it; left out or null: the group's office. */
      companyId: optional(nullable(Id)),
    }),
    output: ById,
    events: ["outside_firm.added"],
    errors: ["company.not_found", "outside_firm.company_needed"],
  },
  changeOutsideFirm: {
    method: "PUT",
    path: "/outside-firms/:id",
    summary: "Change an outside firm's name or note",
    permission: permissions.manage,
    params: ById,
    body: Type.Object({ name: text(200, 1), note: optional(nullable(text(500))), rowVersion: RowVersion }),
    output: ById,
    events: ["outside_firm.changed"],
    errors: ["outside_firm.changed_meanwhile"],
  },
  listOutsidePeople: {
    method: "GET",
    path: "/outside-people",
    summary: "People of outside firms: with their accounts, and when they last came in",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      firmId: optional(Id),
      engagementId: optional(Id),
      search: optional(text(100)),
    }),
    output: page(OutsidePerson),
  },
  addOutsidePerson: {
    method: "POST",
    path: "/outside-firms/:id/people",
    summary:
      "Register somebody of an outside firm and invite them; the link is in this answer and nowhere else",
    permission: permissions.manage,
    params: ById,
    body: Type.Object({
      familyName: text(100, 1),
      givenName: text(100),
      email: Type.String({ minLength: 3, maxLength: 254, pattern: "^[^\\s@]+@[^\\s@]+$" }),
      language: Language,
    }),
    output: Invited,
    events: ["outside_person.added", "account.invited"],
    errors: ["accounts_login_name_unique"],
  },
  renewOutsideAccess: {
    method: "POST",
    path: "/outside-people/:id/access",
    summary: "Let somebody from outside begin anew: sessions and factors of before end, a new link is made",
    permission: permissions.manage,
    confirms: true,
    params: ById,
    body: Type.Object({ reason: Reason }),
    output: Invited,
    events: ["account.access_renewed"],
    errors: ["account.closed"],
  },
  closeOutsideAccount: {
    method: "PUT",
    path: "/outside-people/:id/closing",
    summary: "Close the account of somebody from outside, who is in no engagement from then on",
    permission: permissions.manage,
    params: ById,
    body: Type.Object({ reason: Reason }),
    output: ById,
    events: ["account.closed"],
    errors: ["account.closed"],
  },
});

import Type from "typebox";

export const permissions = {
  readAccounts: "account.read",
  manageAccounts: "account.manage",
  readGrants: "grant.read",
  /** Any role at any unit within one's scope. */
  grantAny: "grant.give_any",
  /** The roles of a company, within one's scope. */
  grantCompany: "grant.give_company",
  /** Contributors, managers and employees of one's company. */
  grantHelpers: "grant.give_helpers",
  /** Roles made here: which permissions they hold. */
  manageRoles: "role.manage",
  /** What others can see, and who can see a company. */
  askRights: "rights.ask",
} as const;

export const LoginName = Type.String({ minLength: 3, maxLength: 254, pattern: "^[^\\s]+$" });

export const Password = Type.String({ minLength: 12, maxLength: 128 });

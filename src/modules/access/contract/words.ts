import Type from "typebox";
import { nullable, oneOf, text } from "#core/contract.ts";

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
  /** What signing in demands of whom. */
  setSignInRules: "sign_in.set_rules",
} as const;

/** What is still owed before a session opens anything (signing-in.ts). */
export const Owed = Type.Object({
  demands: oneOf("second_factor", "phishing_resistant"),
  ways: Type.Object({ totp: Type.Boolean(), passkey: Type.Boolean(), recoveryCode: Type.Boolean() }),
  enrols: Type.Boolean(),
});

export const LoginName = Type.String({ minLength: 3, maxLength: 254, pattern: "^[^\\s]+$" });

export const Password = Type.String({ minLength: 12, maxLength: 128 });

/** What a role made here is called, in the reader's language where it has such a name; null for a built-in one. */
export const RoleName = nullable(text(80));

// Pure decisions about passwords, lock-out and who may give which role.

export const givers = ["grant.give_any", "grant.give_company", "grant.give_helpers"];

const companyRoles = [
  "security_officer",
  "contributor",
  "company_executive",
  "manager",
  "employee",
  "responder",
];
const helperRoles = ["contributor", "manager", "employee"];

/** The right to give a role is separate from the right itself: each permission opens a set of roles. */
export function mayGive(permission: string, roleId: string): boolean {
  if (permission === "grant.give_any") return true;
  if (permission === "grant.give_company") return companyRoles.includes(roleId);
  if (permission === "grant.give_helpers") return helperRoles.includes(roleId);
  return false;
}

/** NIST SP 800-63B 3.1.1.2: length over composition; nothing that repeats the user's own name or one character. */
export function passwordProblem(password: string, loginName: string): "password.too_easy" | null {
  const plain = password.normalize("NFKC").toLowerCase();
  const own = loginName.toLowerCase().split("@")[0] ?? "";
  if (own.length >= 4 && plain.includes(own)) return "password.too_easy";
  if (new Set(plain).size < 5) return "password.too_easy";
  return null;
}

/**
 * After how many misses the account waits, and how long (seconds). Grows from half a minute to fifteen, so that a
 * guesser is stopped and a person who mistypes is not.
 */
export function lockSeconds(failedCount: number): number {
  if (failedCount < 5) return 0;
  return Math.min(900, 30 * 2 ** (failedCount - 5));
}

export const sessionHours = 12;
export const invitationHours = 72;

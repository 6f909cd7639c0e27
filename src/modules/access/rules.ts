// Pure decisions about passwords and lock-out.

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

// Pure decisions about passwords and lock-out.

/** What people write for a letter: a list of words finds the word behind it. */
const disguises: Record<string, string> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "1": "i",
  "!": "i",
  "0": "o",
  "5": "s",
  $: "s",
  "7": "t",
};
const undisguised = (text: string) => text.replaceAll(/[@431!05$7]/g, (sign) => disguises[sign] ?? sign);
const withoutEnds = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");

/**
 * What a list of well-known passwords is asked for: the password itself, and the word it comes down to without the digits
 * and signs around it, without its disguise, or said twice.
 */
export function passwordCores(password: string): string[] {
  const plain = password.normalize("NFKC").toLowerCase();
  const once = /^(.{2,}?)\1+$/u.exec(plain)?.[1] ?? plain;
  const cores = [
    plain,
    once,
    withoutEnds(plain),
    withoutEnds(undisguised(plain)),
    undisguised(withoutEnds(plain)),
  ];
  return [...new Set(cores.filter((core) => core.length >= 4))];
}

const product = "yagura";
const signsApart = /[^\p{L}\p{N}]+/u;

/**
 * NIST SP 800-63B-4 3.1.1.2: length over composition; nothing that repeats the login name, one character, or names that
 * anybody would try here. A long phrase may well contain one of them.
 */
export function passwordProblem(
  password: string,
  loginName: string,
  words: readonly (string | null)[] = [],
): "password.too_easy" | null {
  const plain = password.normalize("NFKC").toLowerCase();
  const own = loginName.toLowerCase().split("@")[0] ?? "";
  if (own.length >= 4 && plain.includes(own)) return "password.too_easy";
  if (new Set(plain).size < 5) return "password.too_easy";
  const names = [product, own, ...words]
    .flatMap((word) => (word ?? "").normalize("NFKC").toLowerCase().split(signsApart))
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length);
  const rest = names.reduce((text, name) => text.replaceAll(name, ""), plain).replaceAll(/[^\p{L}]/gu, "");
  const isOfNames = names.some((name) => plain.includes(name));
  return isOfNames && rest.length < 6 ? "password.too_easy" : null;
}

/** What a person is told while typing; the server has the last word. */
export function passwordHint(password: string): "empty" | "short" | "easy" | "fair" | "good" {
  if (password === "") return "empty";
  if (password.length < 12) return "short";
  if (passwordProblem(password, "") || withoutEnds(password).length < 6) return "easy";
  return password.length >= 20 || (password.length >= 16 && new Set(password.toLowerCase()).size >= 10)
    ? "good"
    : "fair";
}

/**
 * After how many misses the account waits, and how long (seconds). Grows from half a minute to fifteen, so that a
 * guesser is stopped and a person who mistypes is not.
 */
export function lockSeconds(failedCount: number): number {
  if (failedCount < 5) return 0;
  return Math.min(900, 30 * 2 ** (failedCount - 5));
}

export const recoveryCodeCount = 10;
/** So many codes left are few: the owner is told to make new ones. */
export const fewRecoveryCodes = 3;
export const mostFactors = 10;
/** How long a mailed link is good. */
export const linkMinutes = 15;

export const sessionHours = 12;
export const invitationHours = 72;

import type { Result } from "./rule-book.ts";

/**
 * A result when only answers verified on site count: every other answer counts as not known, by the rule that holds
 * everywhere. What is not known is not bad, though: the result is the one that stands whether the answers nobody has
 * verified turn out as claimed or not, else the company is not known. So nothing that was only declared passes as met,
 * and what a company admits itself stays.
 *
 * @param claimed as the answers were given.
 * @param proven the same answers, scored with `countOnly: "verified"`.
 */
export const resultOfVerified = (claimed: Result, proven: Result): Result =>
  claimed === proven ? claimed : "not_known";

import { invalid } from "#core/errors.ts";
import { passwordProblem } from "./rules.ts";

/** Refuses a password that is too short, too long or tells itself by the login name. */
export function assertPassword(password: string, loginName: string): void {
  const problem = passwordProblem(password, loginName);
  if (problem) throw invalid(problem);
}

import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";
import { isListed } from "./password-list.ts";
import * as queries from "./queries.ts";
import { passwordCores, passwordProblem } from "./rules.ts";

type Whose = { loginName: string; personId: string };

/** Names that somebody would try first at this account. */
export async function namesAround(ctx: Ctx, { loginName, personId }: Whose) {
  const person = await ctx.db
    .selectFrom("people")
    .select(["familyName", "givenName"])
    .where("id", "=", personId)
    .executeTakeFirst();
  return {
    loginName,
    words: [
      person?.familyName ?? null,
      person?.givenName ?? null,
      await queries.companyNameOf(ctx, personId),
    ],
  };
}

let common: Promise<ReadonlySet<string>> | undefined;

/** Some 49,000 well-known passwords, unpacked when the first one is chosen. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"] as readonly string[]),
  );
  return common;
}

/**
 * Refuses a password that is well known, or that tells itself by the names around it (NIST SP 800-63B-4 3.1.1.2: a list of
 * commonly used, expected or compromised values; no rules of composition, no expiry).
 */
export async function assertPassword(
  ctx: Ctx,
  password: string,
  about: { loginName: string; words?: readonly (string | null)[] },
): Promise<void> {
  const words = [...(about.words ?? []), (await queries.groupSettings(ctx.db))?.name ?? null];
  const problem = passwordProblem(password, about.loginName, words);
  if (problem) throw invalid(problem);
  const known = await commonPasswords();
  for (const core of passwordCores(password))
    if (known.has(core) || (await isListed(core))) throw invalid("password.too_common");
}

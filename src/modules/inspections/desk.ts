// Who reviews: the desk that is named for the company, and where none is, the group office in its place. It is the last step
// of the escalation (domain.md, mechanism 3) and never a second desk beside one.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { forbidden } from "#core/errors.ts";
import { permissions } from "./contract.ts";

/** Whether anybody who can sign in holds the desk of a company. */
export const hasDesk = (companyId: string) =>
  sql<boolean>`has_somebody(${permissions.review}, ${companyId}::uuid)`;

export const isStandingIn = (ctx: Ctx): boolean => ctx.permission === permissions.standIn;

/** By right, or because no desk is named and the stand-in is asked. */
export const mayReview = (own: ReadonlySet<string>, isDeskNamed: boolean): boolean =>
  own.has(permissions.review) || (!isDeskNamed && own.has(permissions.standIn));

/** The stand-in gives way as soon as somebody is named. */
export async function assertDesk(ctx: Ctx, companyId: string): Promise<void> {
  if (!isStandingIn(ctx)) return;
  const { rows } = await sql<{ isNamed: boolean }>`select ${hasDesk(companyId)} as is_named`.execute(ctx.db);
  if (rows[0]?.isNamed) throw forbidden("inspection.has_desk");
}

// Who sees which edition. Editions are the group's; there is no company to narrow them to.
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { forbidden, notFound } from "#core/errors.ts";
import { permissions } from "./contract.ts";
import { editionOf, type StoredEdition } from "./stored.ts";

/** Editions are the whole group's: the right to publish counts only where it reaches all of it. */
export const mayPublish = (ctx: Ctx) => ctx.permission === permissions.publish && ctx.reach === "group";

export function assertWholeGroup(ctx: Ctx): void {
  if (!mayPublish(ctx)) throw forbidden("standard.needs_whole_group");
}

/** A draft, and one that was put away, does not exist for those who cannot publish it. */
export async function visibleEdition(ctx: Ctx, id: string): Promise<StoredEdition> {
  const stored = found(await editionOf(ctx.db, id), "edition");
  const wasInForce = stored.record.state === "published" || stored.record.state === "retired";
  if (!wasInForce && !mayPublish(ctx)) throw notFound("edition");
  return stored;
}

/** The edition that this one follows, with its content. */
export async function previousOf(ctx: Ctx, { record: one }: StoredEdition): Promise<StoredEdition | null> {
  return one.previousId === null ? null : ((await editionOf(ctx.db, one.previousId)) ?? null);
}

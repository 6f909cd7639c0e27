import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { permissions } from "../programme/contract/words.ts";

const own: readonly (string | null)[] = [permissions.readOwn, permissions.answer, permissions.acknowledge];

/** Of a visit `v`: to the company itself, only what was announced to it. */
export const isToldOf = (ctx: Ctx) =>
  own.includes(ctx.permission) ? sql`v.announced_at is not null` : sql`true`;

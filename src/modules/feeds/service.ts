// Links of calendar feeds: made, ended, and read by whoever holds one.
import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { hashToken } from "#core/http/door.ts";
import { publicUrl } from "#core/http/public-url.ts";
import type { feeds } from "./contract.ts";

type In<K extends keyof typeof feeds> = Input<(typeof feeds)[K]>;
type Out<K extends keyof typeof feeds> = Promise<Output<(typeof feeds)[K]>>;

/** A program each: more is somebody who forgot to end one. */
const most = 5;
/** 256 bits: not guessed, and no need to slow down who tries. */
const tokenBytes = 32;

const mine = (ctx: Ctx) => sql`f.person_id = ${ctx.actor.personId}::uuid and f.ended_at is null`;

export async function listMyFeeds(ctx: Ctx): Out<"listMyFeeds"> {
  const { rows } = await sql<Output<typeof feeds.listMyFeeds>["rows"][number]>`
    select f.id, f.name, f.made_at, f.last_used_at from calendar_feeds f where ${mine(ctx)} order by f.made_at limit 10`.execute(
    ctx.db,
  );
  return { rows, most };
}

export async function addMyFeed(ctx: Ctx, { name }: In<"addMyFeed">): Out<"addMyFeed"> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from calendar_feeds f where ${mine(ctx)}`.execute(ctx.db);
  if ((rows[0]?.count ?? 0) >= most) throw conflict("calendar_feed.too_many", { values: { count: most } });
  const [id, token] = [randomUUID(), randomBytes(tokenBytes).toString("base64url")];
  const { personId, companyId } = ctx.actor;
  await sql`insert into calendar_feeds (id, person_id, company_id, name, token_hash, made_at)
    values (${id}::uuid, ${personId}::uuid, ${companyId}::uuid, ${name}, ${hashToken(token)}::bytea, app_now())`.execute(
    ctx.db,
  );
  await record(ctx, "calendar_feed.made", { subject: { kind: "calendar_feed", id, companyId } });
  return { id, address: `${publicUrl()}/api/feeds/${token}.ics` };
}

export async function endMyFeed(ctx: Ctx, { id }: In<"endMyFeed">): Out<"endMyFeed"> {
  const { rows } = await sql<{ companyId: string }>`
    update calendar_feeds f set ended_at = app_now() where f.id = ${id}::uuid and ${mine(ctx)} returning f.company_id`.execute(
    ctx.db,
  );
  const { companyId } = found(rows[0], "calendar_feed");
  await record(ctx, "calendar_feed.ended", { subject: { kind: "calendar_feed", id, companyId } });
  return { id };
}

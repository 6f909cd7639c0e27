// Links of calendar feeds: made, ended, and read by whoever holds one.
import { randomBytes, randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, keepAndRefuse, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { hashToken } from "#core/http/door.ts";
import { publicUrl } from "#core/http/public-url.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { Say } from "#core/text/format.ts";
import { risenTo } from "#modules/duties/rules.ts";
import { pathOf } from "#modules/messages/rules.ts";
import { calendarOf, type FeedDuty } from "./calendar.ts";
import type { feeds } from "./contract.ts";

type In<K extends keyof typeof feeds> = Input<(typeof feeds)[K]>;
type Out<K extends keyof typeof feeds> = Promise<Output<(typeof feeds)[K]>>;

const texts = loadTexts(
  ["../../core/text", "../duties", "./"].map((folder) => fileURLToPath(new URL(folder, import.meta.url))),
);

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

type Reader = { personId: string; language: Language; timeZone: string };
type Row = Omit<FeedDuty, "path"> & { subjectId: string };

/** Read in its owner's language. */
export async function readFeed(ctx: Ctx, { token }: In<"readFeed">): Out<"readFeed"> {
  const { rows: readers } = await sql<Reader>`select * from open_feed(${hashToken(token)}::bytea)`.execute(
    ctx.db,
  );
  const [reader] = readers;
  // What ended with the person's leaving stays ended.
  if (!reader) return keepAndRefuse(notFound("calendar_feed"));
  const { language, timeZone, personId } = reader;
  const { rows } = await sql<Row>`
    select d.id, d.kind, d.subject_id, ${nameOfUnit(language, "d")} as company, d.due_at, d.time_zone, d.changed_at, d.moved_count
    from feed_duties(${personId}::uuid, ${[...risenTo]}::text[]) d`.execute(ctx.db);
  const duties = rows.map((row) => ({
    ...row,
    path: pathOf({ kind: "duty.reminded", subjectId: row.subjectId, data: { dutyKind: row.kind } }),
  }));
  const say: Say = (key, values) => texts(language, key, values);
  return { calendar: calendarOf(duties, { say, language, timeZone, publicUrl: publicUrl() }) };
}

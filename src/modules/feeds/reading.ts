// What a feed shows to whoever holds its link.
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { keepAndRefuse, notFound } from "#core/errors.ts";
import { hashToken } from "#core/http/door.ts";
import { publicUrl } from "#core/http/public-url.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { Say } from "#core/text/format.ts";
import { risenTo } from "#modules/duties/rules.ts";
import { pathOf } from "#modules/messages/rules.ts";
import { calendarOf, type FeedDuty, type FeedTurn } from "./calendar.ts";
import type { feeds } from "./contract.ts";

const texts = loadTexts(
  ["../../core/text", "../duties", "./"].map((folder) => fileURLToPath(new URL(folder, import.meta.url))),
);

type Reader = { personId: string; language: Language; timeZone: string };
type Row = Omit<FeedDuty, "path"> & { subjectId: string };

/** Read in its owner's language. */
export async function readFeed(
  ctx: Ctx,
  { token }: Input<typeof feeds.readFeed>,
): Promise<Output<typeof feeds.readFeed>> {
  const { rows: readers } = await sql<Reader>`select * from open_feed(${hashToken(token)}::bytea)`.execute(
    ctx.db,
  );
  const [reader] = readers;
  // What ended with the person's leaving stays ended.
  if (!reader) return keepAndRefuse(notFound("calendar_feed"));
  const { language, timeZone, personId } = reader;
  const { rows } = await sql<Row>`
    select d.id, d.kind, d.subject_id, ${nameOfUnit(language, "d")} as company, d.due_at, d.time_zone, d.changed_at, d.moved_count,
      d.id in (select x from exercise_duties() x) as is_exercise
    from feed_duties(${personId}::uuid, ${[...risenTo]}::text[]) d`.execute(ctx.db);
  const duties = rows.map((row) => ({
    ...row,
    path: pathOf({ kind: "duty.reminded", subjectId: row.subjectId, data: { dutyKind: row.kind } }),
  }));
  const { rows: turns } = await sql<FeedTurn>`
    select t.id, t.roster, ${nameOfUnit(language, "t")} as company, t.tier, t.starts_at, t.ends_at from feed_turns(${personId}::uuid) t`.execute(
    ctx.db,
  );
  const say: Say = (key, values) => texts(language, key, values);
  return {
    calendar: calendarOf(duties, turns, { say, language, timeZone, publicUrl: publicUrl(), now: ctx.now }),
  };
}

// Messages as a mail, written when it leaves: what its reader may not see then is not named, what is done is not asked.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Composing, Letter, LetterRow, MailKind } from "#core/mail/kind.ts";
import { markedExercise } from "#modules/duties/rules.ts";
import { gatherHours, messageMail } from "./gathering.ts";
import { reachedOf, type Reached } from "./in-reach.ts";
import { detailOf, titleOf } from "./rules.ts";

/** So many stand in a mail; the inbox has them all. */
const mostRows = 40;
export const preferencesPath = "/me/messages";

export const messagesMail: MailKind = {
  kind: messageMail,
  maxAgeHours: gatherHours,
  compose: async (ctx, composing) => {
    const rows = await reachedOf(
      ctx,
      sql`select m.* from messages m where m.mail_id = ${composing.mail.id}::uuid and m.person_id = ${ctx.actor.personId}::uuid
        order by m.id desc limit 500`,
    );
    const reachable = rows.filter((row) => row.isReachable);
    const open = reachable.filter((row) => !row.isSettled);
    if (open.length > 0) return letterOf(ctx, composing, open);
    return { dropped: reachable.length > 0 ? "message.settled" : "message.out_of_reach" };
  },
};

function letterOf(ctx: Ctx, { mail, say, timeZone }: Composing, rows: readonly Reached[]): Letter {
  const speech = { say, language: ctx.language, timeZone };
  const foot = { text: say("message.mail.foot"), path: preferencesPath };
  const [first] = rows;
  if (first && rows.length === 1) {
    const detail = detailOf(first, speech);
    return {
      subject: titleOf(first, speech),
      ...(detail ? { lead: detail } : {}),
      rows: [],
      action: { label: say("message.mail.open"), path: `/messages/${first.id}` },
      foot,
      ...(first.subjectId ? { thread: first.subjectId } : {}),
    };
  }
  const bundle = mail.data["bundle"];
  const more = rows.length - mostRows;
  return {
    subject: markedExercise(
      { isExercise: rows.every((row) => row.isExercise) },
      say(bundle === "digest" ? "message.mail.digest" : `message.many.${String(bundle)}`, {
        count: rows.length,
      }),
      say,
    ),
    rows: rows.slice(0, mostRows).map((row): LetterRow => {
      const detail = detailOf(row, speech);
      return { title: titleOf(row, speech), path: `/messages/${row.id}`, ...(detail ? { detail } : {}) };
    }),
    action: { label: say("message.mail.inbox"), path: "/messages" },
    ...(more > 0 ? { notes: [say("message.mail.more", { count: more })] } : {}),
    foot,
  };
}

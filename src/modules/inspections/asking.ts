// Questions to the division: each opens the desk's duty, the last answer closes it (T-09).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found, held } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openDuty } from "#modules/duties/service.ts";
import { bookOf, titleOf } from "./book.ts";
import { desks, type inspections, permissions } from "./contract.ts";
import { assertDesk, hasDesk, mayReview } from "./desk.ts";
import { type Inspection, inspectionInScope, subjectOf } from "./loading.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
type Question = Output<typeof inspections.listQuestions>["rows"][number];

const duty = "inspection.question";
/** Days that a desk has for an answer while the company waits with its own. */
const daysToReply = 3;

/** One duty however many questions of an inspection are open. */
export const openQuestionDuty = (ctx: Ctx, inspection: Inspection): Promise<void> =>
  openDuty(ctx, {
    kind: duty,
    subjectKind: "inspection",
    subjectId: inspection.id,
    companyId: inspection.companyId,
    permission: permissions.review,
    dueOn: addDays(ctx.today, daysToReply),
  });

export async function listQuestions(ctx: Ctx, { id }: In<"listQuestions">): Out<"listQuestions"> {
  const inspection = await inspectionInScope(ctx, id);
  const book = await bookOf(ctx, inspection.editionId);
  const { rows } = await sql<Omit<Question, "title">>`
    select q.id, q.control_id, q.body, q.said_at, ${nameOfPerson(ctx.language, "p")} as said_by_name, q.answered_at,
      ${nameOfPerson(ctx.language, "b")} as answered_by_name,
      (select r.body from talks r where r.reply_to = q.id order by r.said_at limit 1) as reply
    from talks q left join people p on p.id = q.said_by
    left join lateral replier_of(q.id) b on q.answered_by is not null
    where q.inspection_id = ${inspection.id}::uuid and q.asks_division
    order by q.answered_at is not null, q.said_at desc limit 200`.execute(ctx.db);
  const may = await held(ctx, desks, inspection.companyId);
  const named = await sql<{ isNamed: boolean }>`select ${hasDesk(inspection.companyId)} as is_named`.execute(
    ctx.db,
  );
  return {
    rows: rows.map((row) => {
      const control = row.controlId ? book.byId.get(row.controlId) : undefined;
      return { ...row, title: control ? titleOf(control, ctx.language) : null };
    }),
    mayReply: mayReview(may, named.rows[0]?.isNamed ?? true),
  };
}

export async function replyToQuestion(ctx: Ctx, input: In<"replyToQuestion">): Out<"replyToQuestion"> {
  const inspection = await inspectionInScope(ctx, input.id);
  await assertDesk(ctx, inspection.companyId);
  const { rows } = await sql<{ controlId: string | null; answeredAt: string | null }>`
    select control_id, answered_at from talks where id = ${input.questionId}::uuid and inspection_id = ${inspection.id}::uuid
      and asks_division for update`.execute(ctx.db);
  const question = found(rows[0], "question");
  if (question.answeredAt) throw conflict("question.answered_already");
  const reply = await ctx.db
    .insertInto("talks")
    .values({
      inspectionId: inspection.id,
      companyId: inspection.companyId,
      controlId: question.controlId,
      body: input.body,
      replyTo: input.questionId,
      saidBy: ctx.actor.personId,
      saidAt: ctx.now.toISOString(),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await sql`update talks set answered_at = app_now(), answered_by = ${ctx.actor.personId}::uuid where id = ${input.questionId}::uuid`.execute(
    ctx.db,
  );
  const { rows: open } =
    await sql`select from talks where inspection_id = ${inspection.id}::uuid and asks_division
    and answered_at is null limit 1`.execute(ctx.db);
  if (open.length === 0) await closeDuties(ctx, inspection.id, duty);
  await record(ctx, "inspection.question_answered", {
    subject: subjectOf(inspection),
    data: { talkId: input.questionId, replyId: reply.id, controlId: question.controlId },
  });
  return { id: reply.id };
}

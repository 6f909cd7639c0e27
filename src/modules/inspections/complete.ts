// What keeps an inspection from being handed in.
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";
import { bookOf } from "./book.ts";
import { lackingOf } from "./lacking.ts";
import { answersOf, type Inspection, scopeOf } from "./loading.ts";
import { applicableControls } from "./scoring/applicable.ts";
import { scopeWithoutReason } from "./scoping.ts";

/** Every scope question and every required control has an answer with exactly what the scale demands. */
export async function assertComplete(ctx: Ctx, inspection: Inspection): Promise<void> {
  const book = await bookOf(ctx, inspection.editionId);
  const scope = await scopeOf(ctx, inspection.id);
  const open = book.frame.scopeConditions.filter(
    (condition) => condition.id !== "always" && scope[condition.id] === undefined,
  );
  if (open.length > 0) throw invalid("inspection.scope_open", { values: { count: open.length } });
  const unsaid = await scopeWithoutReason(ctx, inspection, book);
  if (unsaid.length > 0) throw invalid("inspection.scope_reason", { values: { count: unsaid.length } });
  const answers = new Map((await answersOf(ctx, inspection.id)).map((answer) => [answer.controlId, answer]));
  const lacking = applicableControls(book.rules, inspection.tier, scope).flatMap(({ control, demand }) => {
    const answer = answers.get(control.id);
    if (!answer) return demand === "required" ? [{ path: control.id, code: "answer.missing" }] : [];
    return lackingOf(book, inspection, scope, answer, ctx.today).map((problem) => ({
      path: control.id,
      code: problem,
    }));
  });
  if (lacking.length > 0)
    throw invalid("inspection.answers_lack", {
      values: { count: lacking.length },
      fields: lacking.slice(0, 200),
    });
}

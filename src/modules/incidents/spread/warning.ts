// A warning to others, ready to be sent: by the kind of what happened and by what is sought, in every language of the group, without the
// name of where it was found.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import type { Kind, Severity } from "../rules.ts";
import { seen } from "../visible.ts";
import type { spread } from "./contract.ts";

const words = textsOf("incidents");
/** Days to look: what is critical is used at once. */
const daysToLook: Readonly<Record<Severity, number>> = { critical: 1, high: 2, medium: 5, low: 5 };

export async function draftWarning(
  ctx: Ctx,
  { id, words: thing }: Input<typeof spread.draftWarning>,
): Promise<Output<typeof spread.draftWarning>> {
  const { rows } = await sql<{
    kind: Kind;
    severity: Severity;
    isExercise: boolean;
    foundAtId: string | null;
  }>`select i.kind, i.severity, i.is_exercise, case when not i.is_confidential and i.about_ids = '{}' then i.company_id end as found_at_id
    from incidents i where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const { kind, severity, isExercise, foundAtId } = found(rows[0], "incident");
  const of = (language: Language) => {
    const say = (key: string, values: Record<string, unknown> = {}) => words()(language, key, values);
    const values = { kind: say(`incident.kind.${kind}`), thing: thing?.trim() ?? "" };
    const named = thing?.trim() ? "Thing" : "";
    return {
      title: say(`spread.warn.title${named}`, values).slice(0, 200),
      why: say(`spread.warn.why${named}`, values),
      look: [...(named ? [say("spread.warn.lookThing", values)] : []), say(`spread.look.${kind}`)].join("\n"),
    };
  };
  return {
    ja: of("ja"),
    en: of("en"),
    zh: of("zh"),
    severity,
    dueOn: addDays(ctx.today, daysToLook[severity]),
    isExercise,
    foundAtId,
  };
}

// What becomes of the answers given under the edition before: decided per control, alone or many at once.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { type CarryRule, changesBetween, choices, isOpen, needsReason } from "./changes.ts";
import type { standards } from "./contract.ts";
import * as drafts from "./draft-queries.ts";
import { openDraft } from "./editing.ts";
import { previousOf } from "./visible.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

export async function saveCarryOver(ctx: Ctx, { id, rules }: In<"saveCarryOver">): Out<"saveCarryOver"> {
  const stored = await openDraft(ctx, id);
  const previous = await previousOf(ctx, stored);
  const before = new Set((previous?.content.controls ?? []).map((control) => control.id));
  const known = new Set([...before, ...stored.content.controls.map((control) => control.id)]);
  for (const { controlId, fromIds } of rules) {
    const strange = [controlId].find((one) => !known.has(one)) ?? fromIds.find((one) => !before.has(one));
    if (strange) throw invalid("carry_over.unknown_control", { values: { control: strange } });
  }
  const all = new Map(await drafts.carryOverRules(ctx.db, id));
  for (const rule of rules) all.set(rule.controlId, tidy(rule));
  const changes = changesBetween(previous?.content ?? null, stored.content, all);
  const decided = new Map(changes.map((change) => [change.controlId, change]));
  for (const rule of rules) assertPossible(rule, decided.get(rule.controlId)?.change ?? "new");
  await drafts.writeRules(ctx.db, id, rules.map(tidy));
  await drafts.markWritten(ctx, id);
  await record(ctx, "standard.carry_over_decided", {
    subject: { kind: "edition", id, companyId: null },
    data: {
      standard: stored.record.standard,
      edition: stored.record.edition,
      controlIds: rules.map((rule) => rule.controlId).slice(0, 100),
    },
  });
  return { open: changes.filter(isOpen).length };
}

const tidy = (rule: CarryRule): CarryRule => ({
  ...rule,
  fromIds: [...new Set(rule.fromIds)],
  reason: rule.reason?.trim() || null,
});

type Kind = Parameters<typeof needsReason>[0];

function assertPossible({ controlId, carry, reason }: CarryRule, change: Kind): void {
  if (carry === null) return;
  if (!choices[change].includes(carry))
    throw invalid("carry_over.not_possible", { values: { control: controlId } });
  const kind = carry === "propose" && change !== "unchanged" ? "reworded" : change;
  if (needsReason(kind) && !reason?.trim())
    throw invalid("carry_over.needs_reason", { values: { control: controlId } });
}

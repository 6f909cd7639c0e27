// The rules of the ledgers as proof: what a company's rule book says is shown by the rule itself, and counts while somebody looks
// at it in time. A rule past its day of review proves nothing until it was looked at again.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { record } from "#core/events/record.ts";
import { bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { type Inspection, inspectionsInScope, inspectionToChange, subjectOf } from "./loading.ts";
import { assertMayProve, proofChanged, useProof } from "./proving.ts";
import { keepEach } from "./results.ts";
import { evidenceValidUntil, notBeyond } from "./scoring/evidence-days.ts";
import { renewStanding } from "./standing.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
type Rule = { name: string; reference: string; reviewDueOn: string };

/** The group's rules and the company's own, as far as they are in force. */
const rulesOf = (ctx: Ctx, companyId: string) =>
  sql`asset_rules r where (r.company_id is null or r.company_id = ${companyId}::uuid) and r.valid_from <= ${ctx.today}::date
    and (r.ended_on is null or r.ended_on > ${ctx.today}::date)`;

export async function listRulesForProof(ctx: Ctx, { id }: In<"listRulesForProof">): Out<"listRulesForProof"> {
  const inspection = found((await inspectionsInScope(ctx, [id]))[0], "inspection");
  const { rows } = await sql<Output<typeof inspections.listRulesForProof>["rows"][number]>`
    select r.id, r.name, r.reference, r.review_due_on, r.review_due_on < ${ctx.today}::date as is_overdue, r.company_id is null as is_groups
    from ${rulesOf(ctx, inspection.companyId)} order by r.company_id is null, r.name, r.id limit 500`.execute(
    ctx.db,
  );
  return { rows };
}

export async function addRuleAsProof(
  ctx: Ctx,
  { id, ruleId, controlIds }: In<"addRuleAsProof">,
): Out<"addRuleAsProof"> {
  const inspection = await inspectionToChange(ctx, id);
  assertMayProve(inspection);
  const { rows } = await sql<Rule>`select r.name, r.reference, r.review_due_on
    from ${rulesOf(ctx, inspection.companyId)} and r.id = ${ruleId}::uuid`.execute(ctx.db);
  const rule = found(rows[0], "asset_rule");
  if (rule.reviewDueOn < ctx.today) throw invalid("evidence.rule_not_reviewed");
  // It shows what is so today: the rule is in force. A rule of long ago that nobody had to look at yet is no old proof.
  const validFrom = ctx.today;
  const { rows: items } = await sql<{ id: string }>`
    insert into evidence (company_id, title, kind, place, valid_from, counts_until, rule_id, created_by)
    values (${inspection.companyId}::uuid, ${rule.name}, 'documented', ${rule.reference || rule.name}, ${validFrom}::date,
      ${rule.reviewDueOn}::date, ${ruleId}::uuid, ${ctx.actor.personId}::uuid)
    on conflict (company_id, rule_id) where rule_id is not null and withdrawn_at is null do update set title = excluded.title, valid_from = excluded.valid_from,
      counts_until = excluded.counts_until
    returning id`.execute(ctx.db);
  const item = found(items[0], "evidence");
  const given = {
    id: item.id,
    kind: "documented" as const,
    validFrom,
    countsUntil: rule.reviewDueOn,
  };
  const book = await bookOf(ctx, inspection.editionId);
  const validUntil = await useProof(ctx, inspection, book, given, [...new Set(controlIds)]);
  await record(ctx, "evidence.used", {
    subject: subjectOf(inspection),
    data: { evidenceId: item.id, controlIds, ruleId },
  });
  await proofChanged(ctx, inspection, controlIds);
  return { id: item.id, validUntil };
}

type Use = {
  inspectionId: string;
  evidenceId: string;
  controlId: string;
  validFrom: string;
  countsUntil: string;
};

/** A rule was looked at, changed or ended: what it proves counts to its new day. Locked results stay as they are. */
async function follow(ctx: Ctx, ruleId: string): Promise<void> {
  await sql`update evidence e set valid_from = greatest(e.valid_from, r.reviewed_on),
      counts_until = case when r.ended_on is null then r.review_due_on else least(r.review_due_on, r.ended_on - 1) end,
      row_version = e.row_version + 1
    from asset_rules r where r.id = ${ruleId}::uuid and e.rule_id = r.id and e.withdrawn_at is null`.execute(
    ctx.db,
  );
  const { rows } =
    await sql<Use>`select x.inspection_id, x.evidence_id, x.control_id, e.valid_from, e.counts_until
    from evidence e join evidence_uses x on x.evidence_id = e.id join inspections i on i.id = x.inspection_id and i.left_on is null
    where e.rule_id = ${ruleId}::uuid and e.withdrawn_at is null`.execute(ctx.db);
  const uses = Map.groupBy(rows, (row) => row.inspectionId);
  const touched = await inspectionsInScope(ctx, [...uses.keys()]);
  for (const inspection of touched) await extend(ctx, inspection, uses.get(inspection.id) ?? []);
  const inHand = touched.filter((one) => one.state !== "locked");
  await keepEach(
    ctx,
    inHand.map((inspection) => ({ inspection, basis: "live" as const })),
  );
  for (const one of touched) if (one.state === "locked") await renewStanding(ctx, one.id);
}

async function extend(ctx: Ctx, inspection: Inspection, uses: readonly Use[]): Promise<void> {
  const book = await bookOf(ctx, inspection.editionId);
  const days = uses.flatMap(({ evidenceId, controlId, validFrom, countsUntil }) => {
    const control = book.byId.get(controlId);
    if (!control) return [];
    const until = evidenceValidUntil({
      book: book.rules,
      cadence: control.cadence,
      tier: inspection.tier,
      kind: "documented",
      validFrom,
      ...(inspection.nextRoundOn ? { nextRoundOn: inspection.nextRoundOn } : {}),
    });
    return [{ evidenceId, controlId, until: notBeyond(until, countsUntil) }];
  });
  await sql`update evidence_uses u set valid_until = x.until
    from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as x("evidenceId" uuid, "controlId" text, until date)
    where u.inspection_id = ${inspection.id}::uuid and u.evidence_id = x."evidenceId" and u.control_id = x."controlId"`.execute(
    ctx.db,
  );
}

export const rulesFollowed: Subscriber = {
  name: "inspections.rules_as_proof",
  verbs: ["asset_rule.reviewed", "asset_rule.changed", "asset_rule.ended"],
  from: "now",
  handle: async (ctx, events) => {
    for (const id of new Set(events.map((one) => one.subjectId))) if (id) await follow(ctx, id);
  },
};

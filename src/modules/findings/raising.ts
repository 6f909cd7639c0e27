// Somebody raises a finding by hand.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, holds, within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { assertAbout, editionInForce } from "./about.ts";
import { setAssets } from "./assets.ts";
import type { findings } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { ruleOf } from "./loading.ts";
import { addProofs } from "./proofs.ts";
import { raiseEach } from "./recording.ts";
import { dueOf } from "./rules.ts";

/** At one company with all that it is about; at several with the same words, and what belongs to one of them is added there. */
export async function raiseFinding(
  ctx: Ctx,
  input: Input<typeof findings.raiseFinding>,
): Promise<Output<typeof findings.raiseFinding>> {
  const companyIds = [...new Set(input.companyIds)];
  const [only] = companyIds;
  if (only === undefined) throw invalid("finding.no_company");
  if (input.foundOn > ctx.today) throw invalid("finding.found_ahead");
  if (input.dueOn && input.dueOn < input.foundOn) throw invalid("finding.due_before_found");
  await assertCompanies(ctx, companyIds);
  await assertDue(ctx, companyIds, input);
  const isOfOne = companyIds.length === 1;
  if (!isOfOne && belongsToOne(input)) throw invalid("finding.of_one_company");
  const editionId = input.controlIds?.length ? await editionInForce(ctx) : null;
  await assertAbout(ctx, only, editionId, input);
  const raised = await raiseEach(
    ctx,
    companyIds.map((companyId) => ({
      companyId,
      unitId: input.unitId ?? null,
      title: input.title,
      detail: input.detail ?? "",
      sourceKind: input.source,
      sourceSaid: input.sourceSaid ?? "",
      foundOn: input.foundOn,
      severity: input.severity,
      dueOn: input.dueOn ?? null,
      causeKind: input.causeKind ?? null,
      cause: input.cause ?? "",
      editionId,
      controlIds: input.controlIds ?? [],
      siteIds: input.siteIds ?? [],
      ownerId: input.ownerId ?? null,
      ownerSaid: input.ownerSaid ?? "",
    })),
  );
  const [first] = raised;
  if (isOfOne && first) {
    await setAssets(ctx, first, input.assets ?? []);
    await addProofs(ctx, first, "raised", first.id, input.fileIds);
  }
  return { ids: raised.map((one) => one.id), references: raised.map((one) => one.reference) };
}

const belongsToOne = (input: Input<typeof findings.raiseFinding>) =>
  Boolean(
    input.unitId || input.ownerId || input.siteIds?.length || input.assets?.length || input.fileIds?.length,
  );

/** A later day than the severity gives is for whoever may change it to a later one there. */
async function assertDue(
  ctx: Ctx,
  companyIds: readonly string[],
  { dueOn, severity, foundOn }: Input<typeof findings.raiseFinding>,
): Promise<void> {
  if (!dueOn) return;
  const latest = dueOf(await ruleOf(ctx, severity), foundOn);
  if (dueOn <= latest) return;
  for (const companyId of companyIds)
    if (!(await holds(ctx, permissions.manage, companyId)))
      throw invalid("finding.due_later_than_severity", { values: { day: latest } });
}

/** Companies that exist today; those outside the scope do not exist for the asker. */
async function assertCompanies(ctx: Ctx, companyIds: readonly string[]): Promise<void> {
  const { rows } =
    await sql`select u.id from units u where u.id = any (${[...companyIds]}::uuid[]) and u.kind = 'company'
    and (u.ended_on is null or u.ended_on > ${ctx.today}::date) and ${within(ctx, "u.company_id")}`.execute(
      ctx.db,
    );
  found(rows.length === companyIds.length ? rows[0] : undefined, "company");
}

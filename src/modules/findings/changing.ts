// What a finding is a case of, who answers for it, how grave it is and by when it has to be gone.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { holds } from "#core/db/scope.ts";
import { forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { lapseOne } from "#modules/duties/service.ts";
import { assertAbout, editionInForce } from "./about.ts";
import { setAssets } from "./assets.ts";
import type { findings } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { alsoBy, change, type Finding, findingTo, ruleOf, subjectOf } from "./loading.ts";
import { openRemedies, remedyDuty } from "./recording.ts";
import { dueOf } from "./rules.ts";

type In = Input<typeof findings.changeFinding>;

export async function changeFinding(ctx: Ctx, input: In): Promise<Output<typeof findings.changeFinding>> {
  const finding = await findingTo(ctx, "change", input.id, input.rowVersion);
  const weighs = input.severity !== undefined || input.dueOn !== undefined || input.title !== undefined;
  // Whose work it was is not taken off while somebody else is to look at it.
  const disowns =
    finding.state === "to_verify" && input.ownerId !== undefined && input.ownerId !== finding.ownerId;
  const refusal = weighs
    ? "finding.not_yours_to_weigh"
    : disowns
      ? "finding.owner_waits"
      : losesKey(input, finding)
        ? "finding.control_not_yours"
        : null;
  if (refusal && !(await holds(ctx, permissions.manage, finding.companyId))) throw forbidden(refusal);
  const dueOn = await dueAfter(ctx, finding, input);
  const isWeighed = (input.severity ?? finding.severity) !== finding.severity || dueOn !== finding.dueOn;
  const before = textsBefore(input, finding);
  if ((isWeighed || before.detail !== undefined) && !input.reason) throw invalid("finding.reason_needed");
  const editionId = input.controlIds?.length ? await editionInForce(ctx) : finding.editionId;
  await assertAbout(ctx, finding.companyId, editionId, input);
  if (input.assets) await setAssets(ctx, finding, input.assets);
  const done = await change(ctx, finding, sql.join(setOf(input, finding, dueOn, editionId)));
  if (dueOn !== finding.dueOn && finding.state !== "to_verify") {
    await lapseOne(ctx, [finding.id], remedyDuty, "finding.due_changed");
    await openRemedies(ctx, [{ ...finding, dueOn }]);
  }
  await record(ctx, "finding.changed", {
    subject: subjectOf(finding),
    data: {
      fields: fieldsOf(input),
      ...(isWeighed ? { severity: input.severity ?? finding.severity, dueOn, from: finding.dueOn } : {}),
    },
    ...(input.reason || Object.keys(before).length > 0
      ? {
          personal: {
            ...(Object.keys(before).length > 0 ? { before, after: textsAfter(input, before) } : {}),
            ...(input.reason ? { reason: input.reason } : {}),
          },
        }
      : {}),
  });
  return done;
}

type Texts = { title?: string; detail?: string; cause?: string };

/** What stood there, of the words that are changed: nothing else keeps them. */
function textsBefore(input: In, finding: Finding): Texts {
  const isChanged = (name: keyof Texts) => input[name] !== undefined && input[name] !== finding[name];
  return {
    ...(isChanged("title") ? { title: finding.title } : {}),
    ...(isChanged("detail") ? { detail: finding.detail } : {}),
    ...(isChanged("cause") ? { cause: finding.cause } : {}),
  };
}

const textsAfter = (input: In, before: Texts): Texts =>
  Object.fromEntries((Object.keys(before) as (keyof Texts)[]).map((name) => [name, input[name] ?? ""]));

/** Graver means sooner, counted from the day it was found; a day that somebody names holds as it is. */
async function dueAfter(ctx: Ctx, finding: Finding, { severity, dueOn }: In): Promise<string> {
  if (dueOn !== undefined) {
    if (dueOn < finding.foundOn) throw invalid("finding.due_before_found");
    if (dueOn !== finding.dueOn && dueOn < ctx.today) throw invalid("finding.due_passed");
    return dueOn;
  }
  if (severity === undefined || severity === finding.severity) return finding.dueOn;
  return dueOf(await ruleOf(ctx, severity), finding.foundOn);
}

const fieldsOf = (input: In) =>
  Object.keys(input)
    .filter((name) => !["id", "rowVersion", "reason"].includes(name))
    .toSorted();

/** What was raised for a weakness of one control is no longer that once it is about others: the next round would raise that anew. */
function losesKey({ controlIds }: In, { sameKey }: Finding): boolean {
  const control = sameKey?.startsWith("control:") ? sameKey.slice("control:".length) : null;
  return control !== null && controlIds !== undefined && !controlIds.includes(control);
}

function setOf(input: In, finding: Finding, dueOn: string, editionId: string | null) {
  const set = [sql`due_on = ${dueOn}::date`];
  // A day that somebody names holds, whatever becomes of the plan that moved the former one.
  if (dueOn !== finding.dueOn) set.push(sql`due_before_plan = null`);
  if (input.title !== undefined)
    set.push(sql`title = ${input.title}, titles = null, sought = concat_ws(' ', reference, ${input.title}::text,
      (select o.own_number from finding_origins o where o.finding_id = f.id))`);
  if (input.detail !== undefined) set.push(sql`detail = ${input.detail}`);
  if (input.severity !== undefined) set.push(sql`severity = ${input.severity}`);
  if (input.unitId !== undefined) set.push(sql`unit_id = ${input.unitId}::uuid`);
  if (input.controlIds)
    set.push(sql`control_ids = ${[...input.controlIds]}::text[], edition_id = ${editionId}::uuid`);
  if (input.siteIds) set.push(sql`site_ids = ${[...input.siteIds]}::uuid[]`);
  if (input.causeKind !== undefined) set.push(sql`cause_kind = ${input.causeKind}`);
  if (input.cause !== undefined) set.push(sql`cause = ${input.cause}`);
  if (input.ownerId !== undefined)
    set.push(sql`owner_id = ${input.ownerId}::uuid, ${alsoBy(finding.ownerId)}`);
  if (input.ownerSaid !== undefined) set.push(sql`owner_said = ${input.ownerSaid}`);
  if (losesKey(input, finding)) set.push(sql`same_key = null`);
  return set;
}

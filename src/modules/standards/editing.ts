// Writing in a draft: one control or the frame at a time, each save checked against the rest of the edition.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import type { Told } from "#core/text/told.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import {
  controlProblems,
  type EditionProblem,
  frameProblems,
  knownIn,
  problemTold,
} from "./check-edition.ts";
import type { standards } from "./contract.ts";
import * as drafts from "./draft-queries.ts";
import type { Control, EditionContent } from "./edition.ts";
import { languagesChanged } from "./merging-words.ts";
import { filledControl, valuesOf } from "./parameters.ts";
import * as queries from "./queries.ts";
import { byId } from "./reading-drafts.ts";
import { editionOf, type StoredEdition } from "./stored.ts";
import { dropBehind, insertBehind } from "./translation-queries.ts";
import { assertNeverUsed } from "./used-ids.ts";
import { assertWholeGroup, previousOf } from "./visible.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

/** A draft that is held still until the end of the transaction, so that no review begins between two of its writes. */
export async function openDraft(ctx: Ctx, id: string): Promise<StoredEdition> {
  assertWholeGroup(ctx);
  const locked = found(await queries.lockEdition(ctx.db, id), "edition");
  if (locked.state !== "draft") throw conflict("edition.not_a_draft");
  return found(await editionOf(ctx.db, id), "edition");
}

/** Says which word of the control the edition does not know, by its field. */
export function assertFits(control: Control, content: EditionContent): void {
  const problems = controlProblems(control, knownIn(content));
  if (problems.length === 0) return;
  const named = problems.flatMap(({ unknown }) => unknown ?? []).slice(0, 5);
  throw invalid("edition.words_unknown", {
    values: { what: named.map((one) => one.value).join(", ") },
    fields: named.map(({ field, list, value }) => ({
      path: `body.control.${field}`,
      code: `edition.unknown.${list === "areas" || list === "parameters" ? list : "other"}`,
      values: { value },
    })),
  });
}

const told = (problems: readonly EditionProblem[]): Told => ({
  all: problems.slice(0, 5).map(problemTold),
  between: "\n",
});

export async function saveControl(ctx: Ctx, input: In<"saveControl">): Out<"saveControl"> {
  const { id, controlId, control, rowVersion, after } = input;
  if (control.id !== controlId) throw invalid("control.another_id");
  const stored = await openDraft(ctx, id);
  const isThere = stored.source.controls.some((one) => one.id === controlId);
  if (rowVersion === null && isThere) throw conflict("control.exists");
  if (rowVersion !== null && !isThere) throw found(undefined, "control");
  if (rowVersion === null) await assertNeverUsed(ctx, stored.record.standard, controlId);
  assertFits(control, stored.source);
  const filled = filledControl(control, valuesOf(stored.source));
  const version =
    rowVersion === null
      ? await drafts.addControl(ctx.db, id, {
          control,
          filled,
          behind: placeFor(stored.source, control, after),
        })
      : await drafts.replaceControl(ctx.db, id, { control, filled, rowVersion });
  if (version === undefined) {
    const theirs = await drafts.rowVersionOf(ctx.db, id, controlId);
    throw lostRace("control", { rowVersion }, { rowVersion: theirs });
  }
  const old = byId(stored.source).get(controlId);
  if (old) await dropBehind(ctx.db, id, controlId, languagesChanged(old, control));
  await written(ctx, stored, { controlId, did: rowVersion === null ? "added" : "changed" });
  return { rowVersion: version };
}

/** Behind the control named, else behind the last of its area, else at the end. */
function placeFor({ controls }: EditionContent, control: Control, after: string | undefined): string {
  const named =
    controls.find((one) => one.id === after) ?? controls.findLast((one) => one.area === control.area);
  return (named ?? controls.at(-1))?.id ?? "";
}

/** What every write of a draft leaves: its author, the outside items it names, and its entry in the trail. */
export async function written(
  ctx: Ctx,
  { record: one }: StoredEdition,
  data: Record<string, unknown>,
  reason: string | null = null,
): Promise<void> {
  await drafts.markWritten(ctx, one.id);
  await record(ctx, "standard.changed", {
    subject: { kind: "edition", id: one.id, companyId: null },
    data: { standard: one.standard, edition: one.edition, ...data },
    ...(reason === null ? {} : { personal: { reason } }),
  });
}

export async function removeControl(ctx: Ctx, input: In<"removeControl">): Out<"removeControl"> {
  const { id, controlId, rowVersion } = input;
  const reason = input.reason?.trim() || null;
  const stored = await openDraft(ctx, id);
  found(byId(stored.source).get(controlId), "control");
  if (stored.source.controls.length === 1) throw conflict("edition.last_control");
  if (!(await drafts.removeControl(ctx.db, id, controlId, rowVersion))) {
    const theirs = await drafts.rowVersionOf(ctx.db, id, controlId);
    throw lostRace("control", { rowVersion }, { rowVersion: theirs });
  }
  const previous = await previousOf(ctx, stored);
  if (reason && byId(previous?.content).has(controlId))
    await drafts.writeRules(ctx.db, id, [{ controlId, fromIds: [], carry: "none", reason }]);
  await written(ctx, stored, { controlId, did: "removed" }, reason);
  return { controls: stored.source.controls.length - 1 };
}

export async function moveControl(
  ctx: Ctx,
  { id, controlId, before }: In<"moveControl">,
): Out<"moveControl"> {
  const stored = await openDraft(ctx, id);
  const { controls } = stored.source;
  const moved = found(byId(stored.source).get(controlId), "control");
  if (before !== undefined) found(byId(stored.source).get(before), "control");
  const rest = controls.filter((one) => one.id !== controlId).map((one) => one.id);
  const last = controls.findLast((one) => one.area === moved.area && one.id !== controlId);
  const at =
    before !== undefined && before !== controlId
      ? rest.indexOf(before)
      : last
        ? rest.indexOf(last.id) + 1
        : controls.indexOf(moved);
  await drafts.reorder(ctx.db, id, rest.toSpliced(at, 0, controlId));
  await written(ctx, stored, { controlId, did: "moved" });
  return { position: at };
}

export async function bringBackControl(ctx: Ctx, input: In<"bringBackControl">): Out<"bringBackControl"> {
  const { id, controlId } = input;
  const stored = await openDraft(ctx, id);
  if (byId(stored.source).has(controlId)) throw conflict("control.exists");
  const previous = await previousOf(ctx, stored);
  const control = found(byId(previous?.corrected).get(controlId), "control");
  assertFits(control, stored.source);
  await drafts.dropRule(ctx.db, id, controlId);
  const filled = filledControl(control, valuesOf(stored.source));
  const order = previous?.corrected.controls.map((one) => one.id) ?? [];
  const here = new Set(stored.source.controls.map((one) => one.id));
  const after = order.slice(0, order.indexOf(controlId)).findLast((one) => here.has(one));
  const version = await drafts.addControl(ctx.db, id, {
    control,
    filled,
    behind: placeFor(stored.source, control, after),
  });
  const late = previous?.behind.get(controlId) ?? [];
  await insertBehind(ctx.db, id, new Map([[controlId, late]]));
  await written(ctx, stored, { controlId, did: "brought_back" });
  return { rowVersion: version };
}

export async function saveFrame(ctx: Ctx, { id, frame, rowVersion }: In<"saveFrame">): Out<"saveFrame"> {
  const stored = await openDraft(ctx, id);
  if (frame.standard.code !== stored.record.standard) throw invalid("edition.another_standard");
  const next = { ...frame, controls: stored.source.controls };
  const problems = frameProblems(next);
  if (problems.length > 0) throw invalid("edition.words_in_use", { values: { what: told(problems) } });
  const version = await drafts.replaceFrame(ctx.db, id, frame, rowVersion);
  if (version === undefined)
    throw lostRace("edition", { rowVersion }, { rowVersion: stored.record.rowVersion });
  // Another value of a parameter is in the words of every control that inserts it.
  const values = valuesOf(next);
  await drafts.refill(
    ctx.db,
    id,
    next.controls.map((control) => ({ control, filled: filledControl(control, values) })),
  );
  await written(ctx, stored, { did: "frame" });
  return { rowVersion: version };
}

export async function discardDraft(ctx: Ctx, { id, reason }: In<"discardDraft">): Out<"discardDraft"> {
  const { record: one } = await openDraft(ctx, id);
  // What was said of it stays on record; what nobody has looked at leaves nothing but its entry in the trail.
  const wasLookedAt = await drafts.hasOpinions(ctx.db, id);
  await (wasLookedAt ? drafts.putAway(ctx.db, id) : drafts.deleteDraft(ctx.db, id));
  await record(ctx, "standard.discarded", {
    subject: { kind: "edition", id, companyId: null },
    data: { standard: one.standard, edition: one.edition },
    personal: { reason },
  });
  return { isGone: !wasLookedAt };
}

// From a draft to an edition that never changes again.
import { buffer } from "node:stream/consumers";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { oscalBytes } from "#core/oscal/check.ts";
import { withContent } from "#core/files/content.ts";
import { safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { assertSize, fromFile, textOfFile, toYaml } from "./as-file.ts";
import { loadBuiltinStandard } from "./builtin.ts";
import { contentHash } from "./canonical.ts";
import { behindIn } from "./behind.ts";
import { behindOfFile, besidesOf, type BroughtErratum } from "./besides.ts";
import { errataForFile, insertBrought } from "./brought-queries.ts";
import { type CarryRule, isOpen as isUndecided } from "./changes.ts";
import { checksOf, falls, type Standing } from "./checks.ts";
import type { standards } from "./contract.ts";
import { writeRules } from "./draft-queries.ts";
import { openErrata } from "./draft-errata.ts";
import { effectOf } from "./effect-day.ts";
import type { EditionContent } from "./edition.ts";
import * as changeQueries from "./change-queries.ts";
import { toOscal } from "./oscal/to-oscal.ts";
import * as queries from "./queries.ts";
import { draftChanges } from "./reading-drafts.ts";
import { isApproved } from "./review-queries.ts";
import { editionOf, type StoredEdition, writeEdition } from "./stored.ts";
import { insertBehind, settleBehind } from "./translation-queries.ts";
import { type Behind, stillBehind } from "./translations.ts";
import { assertSameControls } from "./used-ids.ts";
import { assertWholeGroup, previousOf, visibleEdition } from "./visible.ts";
import { sayIn } from "./words.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

export async function draftEdition(ctx: Ctx, input: In<"draftEdition">): Out<"draftEdition"> {
  assertWholeGroup(ctx);
  const {
    content,
    previousId,
    previousErrata,
    rules = [],
    rulesLeft = [],
    ...brought
  } = await begun(ctx, input);
  const id = await writeEdition(ctx.db, content, previousId, previousErrata);
  await insertBehind(ctx.db, id, brought.behind ?? new Map());
  const previous = previousId === null ? undefined : await editionOf(ctx.db, previousId);
  if (previous) {
    const still = stillBehind(previous.behind, previous.corrected.controls, content.controls);
    await insertBehind(ctx.db, id, still);
  }
  await insertBrought(ctx.db, id, brought.errata ?? []);
  if (rules.length > 0 && previousId !== null) await writeRules(ctx.db, id, rules);
  await record(ctx, "standard.drafted", {
    subject: { kind: "edition", id, companyId: null },
    data: {
      standard: content.standard.code,
      edition: content.standard.edition,
      controls: content.controls.length,
      sha256: contentHash(content).toString("hex"),
    },
  });
  if (rulesLeft.length === 0) return { id, rulesLeft: 0 };
  const undecided = new Set(await undecidedIn(ctx, await visibleEdition(ctx, id)));
  return { id, rulesLeft: rulesLeft.filter((rule) => undecided.has(rule.controlId)).length };
}

/** The controls of a draft of which nobody has said what becomes of the answers before. */
async function undecidedIn(ctx: Ctx, stored: StoredEdition): Promise<string[]> {
  const changes = await draftChanges(ctx, stored, await previousOf(ctx, stored));
  return changes.filter(isUndecided).map((change) => change.controlId);
}

const begun = (ctx: Ctx, input: In<"draftEdition">): Promise<Draft> =>
  input.from === "built_in"
    ? broughtAlong(ctx)
    : input.from === "file"
      ? broughtIn(ctx, input)
      : nextAfter(ctx, input);

type Draft = {
  content: EditionContent;
  previousId: string | null;
  /** How many errata of that edition its words have; left out where nobody knows. */
  previousErrata?: number;
  rules?: CarryRule[];
  /** Translations that lag behind already, beside those of the edition that it follows. */
  behind?: Behind;
  /** Corrections that its words hold already. */
  errata?: BroughtErratum[];
  /** Decisions of a file that were made against another edition than the one it now follows. */
  rulesLeft?: CarryRule[];
};

async function broughtAlong(ctx: Ctx): Promise<Draft> {
  const content = loadBuiltinStandard();
  const previous = await queries.latestPublished(ctx.db, content.standard.code);
  return { content, previousId: previous?.id ?? null };
}

/**
 * An edition of a file; where the group has published that standard before, it follows its last edition. What the file
 * decides of the answers before is taken over where it was decided of that same edition.
 */
async function broughtIn(ctx: Ctx, { fileId = "", edition }: In<"draftEdition">): Promise<Draft> {
  const file = found(await queries.editionFile(ctx, fileId), "file");
  assertSize(file.sizeBytes);
  const text = textOfFile(await buffer(await fileStore().read(file.sha256)));
  const { content, besides, rules, previousSha256 } = fromFile(text, edition);
  const latest = await queries.latestPublished(ctx.db, content.standard.code);
  const previous = latest && (await editionOf(ctx.db, latest.id));
  const before = previous?.source.controls.map((control) => control.id) ?? [];
  await assertSameControls(ctx, content.standard.code, content.controls, before);
  // In force here: what was corrected where the file comes from may have come here corrected.
  const isSame = previous !== undefined && hexOf(previous.corrected) === previousSha256;
  return {
    content,
    behind: behindOfFile(besides),
    errata: besides.errata ?? [],
    previousId: previous?.record.id ?? null,
    ...(isSame ? { rules } : { rulesLeft: rules }),
  };
}

const hexOf = (content: EditionContent) => contentHash(content).toString("hex");

/** What an edition holds beside its words in force: a file says what stood there before. */
const besidesIn = async (ctx: Ctx, stored: StoredEdition) =>
  besidesOf(await behindIn(ctx, stored), await errataForFile(ctx.db, stored.record.id));

export async function exportEdition(ctx: Ctx, { id }: In<"exportEdition">): Out<"exportEdition"> {
  const stored = await visibleEdition(ctx, id);
  const { corrected } = stored;
  const sha256 = hexOf(corrected);
  const bytes = Buffer.from(toYaml(corrected, sha256, await besidesIn(ctx, stored)), "utf8");
  const name = safeName(`${corrected.standard.code} ${corrected.standard.edition}.yaml`, "text/plain");
  return withContent(
    { id, contentSha256: sha256 },
    { name, mediaType: "text/plain", sizeBytes: bytes.length, open: () => bytes },
  );
}

/** What became of each control: reckoned anew while it is written, kept once it is published. */
export const changesTold = async (ctx: Ctx, stored: StoredEdition) =>
  stored.record.state === "draft" || stored.record.state === "in_review"
    ? draftChanges(ctx, stored, await previousOf(ctx, stored))
    : changeQueries.changesOf(ctx.db, stored.record.id);

export async function exportEditionAsOscal(
  ctx: Ctx,
  { id, language = ctx.language }: In<"exportEditionAsOscal">,
): Out<"exportEditionAsOscal"> {
  const stored = await visibleEdition(ctx, id);
  const { corrected, record: one } = stored;
  const sha256 = hexOf(corrected);
  const previous = await previousOf(ctx, stored);
  const changes = previous === null ? [] : await changesTold(ctx, stored);
  const previousSha256 = previous ? hexOf(previous.corrected) : null;
  const besides = await besidesIn(ctx, stored);
  const modifiedAt = one.publishedAt ?? ctx.now.toISOString();
  const bytes = oscalBytes(
    "catalog",
    toOscal(corrected, { language, modifiedAt, sha256, changes, previousSha256, besides }),
  );
  const name = safeName(
    `${corrected.standard.code} ${corrected.standard.edition} OSCAL ${language}.json`,
    "text/plain",
  );
  return withContent(
    { id, contentSha256: sha256 },
    { name, mediaType: "application/json", sizeBytes: bytes.length, open: () => bytes },
  );
}

/** A copy under a new name; compared with the edition it was copied from. */
async function nextAfter(ctx: Ctx, { editionId, edition }: In<"draftEdition">): Promise<Draft> {
  if (!editionId || !edition) throw invalid("edition.needs_name");
  const stored = await visibleEdition(ctx, editionId);
  const { record: one, corrected: source } = stored;
  const isOfForce = one.state === "published" || one.state === "retired";
  const previousId = isOfForce ? one.id : one.previousId;
  const previousErrata = isOfForce ? one.errata : one.previousErrata;
  const { date: _, ...standard } = source.standard;
  return {
    content: { ...source, standard: { ...standard, edition } },
    behind: stored.behind,
    previousId,
    previousErrata,
  };
}

export async function checkEdition(ctx: Ctx, { id }: In<"checkEdition">): Out<"checkEdition"> {
  assertWholeGroup(ctx);
  const stored = await visibleEdition(ctx, id);
  const standing = await standingOf(ctx, stored);
  const checks = checksOf(stored.source, { ...standing, say: sayIn(ctx.language) });
  const isOpen = stored.record.state === "draft" || stored.record.state === "in_review";
  const previous = await previousOf(ctx, stored);
  return {
    checks,
    canPublish: isOpen && checks.every((check) => !falls(check)),
    effect: await effectOf(ctx, stored.record.standard, previous?.record.effectiveOn ?? null),
  };
}

/** While it is written its hash moves on with it; what was sent, or taken over as it is, must be what was hashed. */
async function standingOf(ctx: Ctx, stored: StoredEdition): Promise<Standing> {
  const { record: one, source } = stored;
  const isOpen = one.state === "draft" || one.state === "in_review";
  const isWriting = one.state === "draft" && one.authors.length > 0;
  const sha256 = contentHash(source);
  return {
    isIntact: isWriting || sha256.equals(one.contentSha256),
    undecided: isOpen ? await undecidedIn(ctx, stored) : [],
    uncorrected: isOpen ? (await openErrata(ctx, stored)).map((one) => one.controlId) : [],
    isUnapproved: isOpen && needsApproval(one) && !(await isApproved(ctx.db, one.id, sha256)),
    outdated: [...(await behindIn(ctx, stored)).keys()],
  };
}

/** A standard that the product brings along and nobody of the group wrote in needs no second pair of eyes. */
function needsApproval(one: queries.EditionRecord): boolean {
  if (one.authors.length > 0 || one.state === "in_review") return true;
  return !one.contentSha256.equals(contentHash(loadBuiltinStandard()));
}

export async function publishEdition(ctx: Ctx, input: In<"publishEdition">): Out<"publishEdition"> {
  assertWholeGroup(ctx);
  const locked = found(await queries.lockEdition(ctx.db, input.id), "edition");
  if (locked.state !== "draft" && locked.state !== "in_review") throw conflict("edition.published_already");
  const stored = found(await editionOf(ctx.db, input.id), "edition");
  const standing = await standingOf(ctx, stored);
  // What was looked at and hashed is what is published, or nothing is.
  if (!standing.isIntact) throw conflict("edition.content_differs");
  if (standing.uncorrected?.length) throw conflict("edition.errata_open");
  if (standing.undecided?.length) throw conflict("edition.carry_over_open");
  if (checksOf(stored.source, { isIntact: true }).some(falls)) throw conflict("edition.not_complete");
  if (standing.isUnapproved) throw conflict("edition.not_approved");
  const previous = await previousOf(ctx, stored);
  if (previous?.record.effectiveOn && input.effectiveOn <= previous.record.effectiveOn) {
    throw invalid("edition.not_later", { values: { day: previous.record.effectiveOn } });
  }
  if (input.effectiveOn < ctx.today && input.evenIfPast !== true)
    throw invalid("edition.day_past", { values: { day: input.effectiveOn } });
  const changes = await draftChanges(ctx, stored, previous);
  await settleBehind(ctx.db, input.id, await behindIn(ctx, stored));
  if (!(await queries.markPublished(ctx, input)))
    throw lostRace("edition", { rowVersion: input.rowVersion }, { rowVersion: locked.rowVersion });
  await changeQueries.insertChanges(ctx.db, input.id, changes);
  const sha256 = contentHash(stored.source).toString("hex");
  await record(ctx, "standard.published", {
    subject: { kind: "edition", id: input.id, companyId: null },
    data: { standard: locked.standard, edition: locked.edition, effectiveOn: input.effectiveOn, sha256 },
    personal: { reason: input.reason },
  });
  return { id: input.id, contentSha256: sha256 };
}

// From writing to publishing: what is looked at is held still, and somebody else than its authors approves it.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { contentHash } from "./canonical.ts";
import { isOpen } from "./changes.ts";
import { checksOf, falls } from "./checks.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openGroupDuty } from "#modules/duties/service.ts";
import { permissions, type standards } from "./contract.ts";
import { openErrata } from "./draft-errata.ts";
import { openDraft } from "./editing.ts";
import type { EditionRecord } from "./queries.ts";
import * as queries from "./queries.ts";
import { draftChanges } from "./reading-drafts.ts";
import * as reviews from "./review-queries.ts";
import { assertWholeGroup, previousOf, visibleEdition } from "./visible.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

const decideEditionDuty = "edition.decide";
const daysToDecideEdition = 14;

export async function getReview(ctx: Ctx, { id }: In<"getReview">): Out<"getReview"> {
  assertWholeGroup(ctx);
  const { record: one } = await visibleEdition(ctx, id);
  const opinions = await reviews.opinionsOf(ctx.db, id, one.contentSha256);
  return {
    opinions,
    isApproved: opinions.some((opinion) => opinion.kind === "approved" && opinion.isOfThisContent),
    can: { approve: whyNotApprove(ctx, one) },
  };
}

/** Two pairs of eyes: neither who wrote in it nor who sent it says that it is right. */
function whyNotApprove(ctx: Ctx, one: EditionRecord) {
  if (one.state !== "in_review") return "not_in_review";
  const me = ctx.actor.personId;
  if (me !== null && one.authors.includes(me)) return "written_by_you";
  return one.sentBy === me ? "sent_by_you" : null;
}

export async function sendToReview(ctx: Ctx, input: In<"sendToReview">): Out<"sendToReview"> {
  const stored = await openDraft(ctx, input.id);
  const previous = await previousOf(ctx, stored);
  // Taken over, what reads as changed may be unchanged again.
  if ((await openErrata(ctx, stored)).length > 0) throw conflict("edition.errata_open");
  if ((await draftChanges(ctx, stored, previous)).some(isOpen)) throw conflict("edition.carry_over_open");
  if (checksOf(stored.source, { isIntact: true }).some(falls)) throw conflict("edition.not_complete");
  const sha256 = contentHash(stored.source);
  if (!(await reviews.markSent(ctx, { ...input, sha256 })))
    throw lostRace("edition", { rowVersion: input.rowVersion }, { rowVersion: stored.record.rowVersion });
  await reviews.insertOpinion(ctx, { editionId: input.id, sha256, kind: "sent", words: input.words });
  await openGroupDuty(ctx, {
    kind: decideEditionDuty,
    subjectKind: "edition",
    subjectId: input.id,
    permission: permissions.publish,
    notFor: [...new Set([...stored.record.authors, ...(ctx.actor.personId ? [ctx.actor.personId] : [])])],
    dueOn: addDays(ctx.today, daysToDecideEdition),
  });
  await told(ctx, "standard.sent_to_review", stored.record, { sha256: sha256.toString("hex") }, input.words);
  return { contentSha256: sha256.toString("hex") };
}

async function inReview(ctx: Ctx, id: string): Promise<EditionRecord> {
  assertWholeGroup(ctx);
  const locked = found(await queries.lockEdition(ctx.db, id), "edition");
  if (locked.state !== "in_review") throw conflict("edition.not_in_review");
  return locked;
}

export async function giveOpinion(ctx: Ctx, input: In<"giveOpinion">): Out<"giveOpinion"> {
  const { id, kind, words, adviserName, adviserFirm, givenOn = ctx.today } = input;
  const one = await inReview(ctx, id);
  if (kind === "approved" && whyNotApprove(ctx, one) !== null) throw forbidden("edition.own_approval");
  if (kind === "adviser" && !(adviserName?.trim() && adviserFirm?.trim()))
    throw invalid("edition.adviser_unnamed");
  if (givenOn > ctx.today) throw invalid("edition.day_ahead");
  const opinionId = await reviews.insertOpinion(ctx, {
    editionId: id,
    sha256: one.contentSha256,
    kind,
    words,
    givenOn,
    ...(kind === "adviser" ? { adviserName: adviserName?.trim(), adviserFirm: adviserFirm?.trim() } : {}),
  });
  if (kind === "approved") await closeDuties(ctx, id, decideEditionDuty);
  await told(ctx, "standard.opinion_given", one, { kind }, words);
  return { id: opinionId };
}

export async function returnToDraft(ctx: Ctx, { id, words }: In<"returnToDraft">): Out<"returnToDraft"> {
  const one = await inReview(ctx, id);
  await reviews.insertOpinion(ctx, { editionId: id, sha256: one.contentSha256, kind: "returned", words });
  await reviews.markDraft(ctx.db, id);
  await closeDuties(ctx, id, decideEditionDuty);
  await told(ctx, "standard.returned_to_draft", one, {}, words);
  return { isDraft: true };
}

const told = (
  ctx: Ctx,
  verb: string,
  { id, standard, edition }: EditionRecord,
  data: Record<string, unknown>,
  words: string,
) =>
  record(ctx, verb, {
    subject: { kind: "edition", id, companyId: null },
    data: { standard, edition, ...data },
    personal: { reason: words },
  });

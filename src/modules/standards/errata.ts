// Corrections of words in an edition in force (docs/decisions/0055-errata.md): proposed by one, put in force by another.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { originalLanguage } from "./changes.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openGroupDuty } from "#modules/duties/service.ts";
import { permissions, type standards } from "./contract.ts";
import { type Control, type ControlWords, type Texts, withWords, wordsOf } from "./edition.ts";
import { broughtErrata } from "./brought-queries.ts";
import * as queries from "./errata-queries.ts";
import { languagesChanged, sameWords } from "./merging-words.ts";
import { insertedIn, textsOf, valuesOf } from "./parameters.ts";
import { editionOf, type StoredEdition } from "./stored.ts";
import { assertWholeGroup, mayPublish, visibleEdition } from "./visible.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;
const decideErratumDuty = "erratum.decide";
/** Companies read the wrong words until it is decided. */
const daysToDecideErratum = 7;

type Erratum = Output<typeof standards.listErrata>["rows"][number];

export async function listErrata(ctx: Ctx, { id }: In<"listErrata">): Out<"listErrata"> {
  const { record: one } = await visibleEdition(ctx, id);
  const rows = await queries.errataOf(ctx.db, id, mayPublish(ctx));
  const brought = (await broughtErrata(ctx.db, id)).map(({ control: controlId, ...one }) => ({
    controlId,
    ...one,
  }));
  return {
    rows: rows.map(shown),
    brought: brought.reverse(),
    can: { propose: mayPublish(ctx) && one.state === "published" },
  };
}

type Row = Awaited<ReturnType<typeof queries.errataOf>>[number];
function shown(row: Row): Erratum {
  const { editionId: _, proposedBy: __, ...rest } = row;
  return rest;
}

/** Only what is in force or still to come into force is corrected: an edition that is written is simply written. */
async function inForce(ctx: Ctx, id: string): Promise<StoredEdition> {
  assertWholeGroup(ctx);
  const stored = found(await editionOf(ctx.db, id), "edition");
  if (stored.record.state !== "published") throw conflict("edition.not_in_force");
  return stored;
}

function controlIn({ corrected }: StoredEdition, controlId: string): Control {
  return found(
    corrected.controls.find((one) => one.id === controlId),
    "control",
  );
}

export async function getWordsToCorrect(
  ctx: Ctx,
  { id, controlId }: In<"getWordsToCorrect">,
): Out<"getWordsToCorrect"> {
  const stored = await inForce(ctx, id);
  const control = controlIn(stored, controlId);
  const proposed = await queries.proposedFor(ctx.db, id, controlId);
  return {
    words: wordsOf(control),
    original: originalLanguage(stored.source),
    proposed: proposed ? shown(proposed) : null,
    whyNotIssue: !proposed
      ? "nothing_proposed"
      : proposed.proposedBy === ctx.actor.personId
        ? "proposed_by_you"
        : null,
  };
}

export async function proposeErratum(ctx: Ctx, input: In<"proposeErratum">): Out<"proposeErratum"> {
  const { id, controlId, words, reason, asksAgain, othersHold = [] } = input;
  const stored = await inForce(ctx, id);
  const control = controlIn(stored, controlId);
  const before = wordsOf(control);
  if (sameWords(words, before)) throw invalid("erratum.nothing_changed");
  const languages = languagesChanged(before, words);
  const lost = lostIn(before, words);
  if (lost.length > 0) throw invalid("erratum.word_missing", { values: { what: lost.join(", ") } });
  // Whoever corrects one language has looked at the others: the same mistake may stand there in other words.
  const unsaid = writtenIn(before).filter((one) => !languages.includes(one) && !othersHold.includes(one));
  if (unsaid.length > 0) throw invalid("erratum.languages_unsaid", { values: { what: unsaid.join(", ") } });
  assertKnown(withWords(control, words), stored);
  const erratumId = await queries.insertErratum(ctx, {
    editionId: id,
    controlId,
    words,
    before,
    reason,
    asksAgain,
    languages,
  });
  await openGroupDuty(ctx, {
    kind: decideErratumDuty,
    subjectKind: "erratum",
    subjectId: erratumId,
    permission: permissions.publish,
    notFor: ctx.actor.personId ? [ctx.actor.personId] : [],
    dueOn: addDays(ctx.today, daysToDecideErratum),
  });
  await told(ctx, "standard.erratum_proposed", stored, { erratumId, controlId, asksAgain }, reason);
  return { id: erratumId };
}

const writtenIn = ({ requirement }: ControlWords) =>
  (["ja", "en", "zh"] as const).filter((language) => requirement[language] !== undefined);

/** What was written in a language stays written in it; proofs and examples may go, but not the last of them in a language that had some. */
function lostIn(before: ControlWords, after: ControlWords): string[] {
  const all = (list: readonly Texts[] = []): Texts => Object.assign({}, ...list);
  const pairs = [
    [before.title, after.title],
    [before.requirement, after.requirement],
    [before.auditTest ?? {}, after.auditTest ?? {}],
    [before.guidance ?? {}, after.guidance ?? {}],
    [all(before.evidence), all(after.evidence)],
    [all(before.examples), all(after.examples)],
  ] as const;
  return (["ja", "en", "zh"] as const).filter((language) =>
    pairs.some(([then, now]) => then[language] !== undefined && now[language] === undefined),
  );
}

/** Corrected words insert only parameters that the edition knows. */
function assertKnown(control: Control, { corrected }: StoredEdition): void {
  const values = valuesOf(corrected);
  const unknown = textsOf(control)
    .flatMap(insertedIn)
    .filter((id) => !values.has(id));
  if (unknown.length > 0) throw invalid("edition.words_unknown", { values: { what: unknown.join(", ") } });
}

/** Where an erratum stands, for a link that knows its id alone. */
export async function getErratum(ctx: Ctx, { id }: In<"getErratum">): Out<"getErratum"> {
  assertWholeGroup(ctx);
  const { editionId, controlId, state } = found(await queries.erratumById(ctx.db, id), "erratum");
  return { editionId, controlId, state };
}

async function open(ctx: Ctx, id: string) {
  assertWholeGroup(ctx);
  const one = found(await queries.lockErratum(ctx.db, id), "erratum");
  if (one.state !== "proposed") throw conflict("erratum.decided_already");
  return one;
}

export async function issueErratum(ctx: Ctx, { id }: In<"issueErratum">): Out<"issueErratum"> {
  const one = await open(ctx, id);
  if (one.proposedBy === ctx.actor.personId) throw forbidden("erratum.own_proposal");
  const stored = await inForce(ctx, one.editionId);
  // It was written over words that another erratum has corrected meanwhile: who proposed it looks at it again.
  if (!sameWords(wordsOf(controlIn(stored, one.controlId)), one.before))
    throw conflict("erratum.words_moved");
  const number = await queries.markIssued(ctx, one);
  await closeDuties(ctx, id, decideErratumDuty);
  const { controlId, asksAgain } = one;
  await told(
    ctx,
    "standard.erratum_issued",
    stored,
    { erratumId: id, controlId, number, asksAgain },
    one.reason,
  );
  return { number };
}

export async function dropErratum(ctx: Ctx, { id, reason }: In<"dropErratum">): Out<"dropErratum"> {
  const one = await open(ctx, id);
  await queries.markDropped(ctx, id, reason);
  await closeDuties(ctx, id, decideErratumDuty);
  const stored = found(await editionOf(ctx.db, one.editionId), "edition");
  await told(ctx, "standard.erratum_dropped", stored, { erratumId: id, controlId: one.controlId }, reason);
  return { isDropped: true };
}

const told = (
  ctx: Ctx,
  verb: string,
  { record: { id, standard, edition } }: StoredEdition,
  data: Record<string, unknown>,
  words: string,
) =>
  record(ctx, verb, {
    subject: { kind: "edition", id, companyId: null },
    data: { standard, edition, ...data },
    personal: { reason: words },
  });

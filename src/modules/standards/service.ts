import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { loadBuiltinStandard } from "./builtin.ts";
import { contentHash } from "./canonical.ts";
import { permissions, type standards } from "./contract.ts";
import type { Control, EditionContent } from "./edition.ts";
import * as queries from "./queries.ts";
import { coverageOf, maturityTiersOf, originalOf, said, saidOrNull, summaryOf } from "./reading.ts";
import * as references from "./reference-queries.ts";
import { changesSince, inForceOn, passes } from "./rules.ts";
import { editionOf, type StoredEdition, writeEdition } from "./stored.ts";

export { editionOf, type StoredEdition, writeEdition } from "./stored.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

/** Editions are the whole group's: the right to publish counts only where it reaches all of it. */
const mayPublish = (ctx: Ctx) => ctx.permission === permissions.publish && ctx.reach === "group";

function assertWholeGroup(ctx: Ctx): void {
  if (!mayPublish(ctx)) throw forbidden("standard.needs_whole_group");
}

/** A draft does not exist for those who cannot publish it. */
async function visibleEdition(ctx: Ctx, id: string): Promise<StoredEdition> {
  const stored = found(await editionOf(ctx.db, id), "edition");
  if (stored.record.state === "draft" && !mayPublish(ctx)) throw notFound("edition");
  return stored;
}

export async function listEditions(ctx: Ctx): Out<"listEditions"> {
  const records = await queries.listEditions(ctx.db, mayPublish(ctx));
  const ids = records.map((one) => one.id);
  const counts = await queries.countControls(ctx.db, ids);
  const changes = await queries.countChanges(ctx.db, ids);
  const rows = records.map((one) => ({
    ...rowOf(ctx, one),
    ...(counts.get(one.id) ?? noControls),
    changes: changes.get(one.id) ?? null,
  }));
  return {
    rows,
    inForceId: inForceOn(records, ctx.today),
    offered: mayPublish(ctx) ? offeredBeside(ctx, records) : [],
    can: { publish: mayPublish(ctx) },
  };
}

const noControls = { controls: 0, mandatory: 0 };

function rowOf(
  ctx: Ctx,
  {
    id,
    standard,
    edition,
    names,
    state,
    effectiveOn,
    publishedAt,
    publishReason,
    contentSha256,
    rowVersion,
  }: queries.EditionRecord,
) {
  const name = said(names, ctx.language);
  return {
    id,
    standard,
    edition,
    name,
    state,
    effectiveOn,
    publishedAt,
    publishReason,
    contentSha256: contentSha256.toString("hex"),
    rowVersion,
  };
}

function offeredBeside(ctx: Ctx, records: readonly queries.EditionRecord[]) {
  const { standard, controls } = loadBuiltinStandard();
  const isThere = records.some((one) => one.standard === standard.code && one.edition === standard.edition);
  return isThere
    ? []
    : [
        {
          standard: standard.code,
          edition: standard.edition,
          name: said(standard.name, ctx.language),
          controls: controls.length,
        },
      ];
}

export async function draftEdition(ctx: Ctx, _input: In<"draftEdition">): Out<"draftEdition"> {
  assertWholeGroup(ctx);
  const content = loadBuiltinStandard();
  const previous = await queries.latestPublished(ctx.db, content.standard.code);
  const id = await writeEdition(ctx.db, content, previous?.id ?? null);
  await record(ctx, "standard.drafted", {
    subject: { kind: "edition", id, companyId: null },
    data: {
      standard: content.standard.code,
      edition: content.standard.edition,
      controls: content.controls.length,
      sha256: contentHash(content).toString("hex"),
    },
  });
  return { id };
}

export async function getEdition(ctx: Ctx, { id }: In<"getEdition">): Out<"getEdition"> {
  const stored = await visibleEdition(ctx, id);
  const { content } = stored;
  const changes = (await queries.countChanges(ctx.db, [id])).get(id) ?? null;
  const items = await references.countReferenceItems(
    ctx.db,
    content.referenceSets.map((set) => set.id),
  );
  return {
    ...rowOf(ctx, stored.record),
    controls: content.controls.length,
    mandatory: content.controls.filter((control) => control.mandatory).length,
    changes,
    ...summaryOf(content, ctx.language),
    referenceSets: content.referenceSets.map((set) => ({
      id: set.id,
      name: said(set.name, ctx.language),
      note: saidOrNull(set.note, ctx.language),
      items: items.get(set.id) ?? 0,
      touched: new Set(content.controls.flatMap((control) => control.references[set.id] ?? [])).size,
    })),
    can: { publish: mayPublish(ctx) },
  };
}

function controlRow(ctx: Ctx, control: Control) {
  const { id, area, topic, mandatory, weight, tiers, functions, harms, appliesWhen, cadence } = control;
  return {
    id,
    area,
    topic,
    mandatory,
    weight,
    tiers,
    functions,
    harms,
    appliesWhen,
    cadence,
    title: said(control.title, ctx.language),
    inheritsFrom: control.inheritsFrom ?? null,
    metric: control.metric ?? null,
  };
}

export async function listControls(
  ctx: Ctx,
  { id, after, limit = 50, ...filter }: In<"listControls">,
): Out<"listControls"> {
  const { content } = await visibleEdition(ctx, id);
  const { search, ...tags } = filter;
  const all = content.controls.filter((control) =>
    passes(control, { ...tags, ...(search ? { text: search } : {}) }),
  );
  const from = after === undefined ? 0 : all.findIndex((control) => control.id === after) + 1;
  const rows = all.slice(from, from + limit);
  return {
    rows: rows.map((control) => controlRow(ctx, control)),
    next: from + limit < all.length ? (rows.at(-1)?.id ?? null) : null,
    total: all.length,
  };
}

export async function getControl(ctx: Ctx, { id, controlId }: In<"getControl">): Out<"getControl"> {
  const { record: edition, content } = await visibleEdition(ctx, id);
  const at = content.controls.findIndex((control) => control.id === controlId);
  const control = found(content.controls[at], "control");
  const setName = new Map(content.referenceSets.map((set) => [set.id, set.name]));
  return {
    ...controlRow(ctx, control),
    edition: edition.edition,
    requirement: said(control.requirement, ctx.language),
    evidence: control.evidence.map((one) => said(one, ctx.language)),
    auditTest: saidOrNull(control.auditTest, ctx.language),
    original: originalOf(control, ctx.language),
    asksCoverage: control.asksCoverage,
    asksMaturityIn: maturityTiersOf(content, control),
    references: Object.entries(control.references).map(([setId, items]) => ({
      setId,
      name: said(setName.get(setId) ?? { en: setId }, ctx.language),
      items,
    })),
    change: await queries.changeOf(ctx.db, id, controlId),
    previousId: content.controls[at - 1]?.id ?? null,
    nextId: content.controls[at + 1]?.id ?? null,
  };
}

export async function getCoverage(ctx: Ctx, { id, setId }: In<"getCoverage">): Out<"getCoverage"> {
  const { content } = await visibleEdition(ctx, id);
  const set = found(
    content.referenceSets.find((one) => one.id === setId),
    "reference_set",
  );
  const items = await references.referenceItemsOf(ctx.db, setId);
  return {
    setId,
    name: said(set.name, ctx.language),
    note: saidOrNull(set.note, ctx.language),
    ...coverageOf(content, setId, items, ctx.language),
  };
}

const byId = (content: EditionContent | undefined) =>
  new Map((content?.controls ?? []).map((control) => [control.id, control]));

async function previousOf(ctx: Ctx, { record: one }: StoredEdition): Promise<StoredEdition | null> {
  return one.previousId === null ? null : ((await editionOf(ctx.db, one.previousId)) ?? null);
}

export async function listEditionChanges(
  ctx: Ctx,
  { id }: In<"listEditionChanges">,
): Out<"listEditionChanges"> {
  const stored = await visibleEdition(ctx, id);
  const previous = await previousOf(ctx, stored);
  const [before, after] = [byId(previous?.content), byId(stored.content)];
  const rows = [...changesSince(previous?.content ?? null, stored.content)].map(([controlId, change]) => {
    const [then, now] = [before.get(controlId), after.get(controlId)];
    const title = now?.title ?? then?.title ?? { en: controlId };
    return {
      controlId,
      change,
      title: said(title, ctx.language),
      before: saidOrNull(then?.requirement, ctx.language),
      after: saidOrNull(now?.requirement, ctx.language),
    };
  });
  return { previous: previous ? { id: previous.record.id, edition: previous.record.edition } : null, rows };
}

export async function publishEdition(ctx: Ctx, input: In<"publishEdition">): Out<"publishEdition"> {
  assertWholeGroup(ctx);
  const locked = found(await queries.lockEdition(ctx.db, input.id), "edition");
  if (locked.state !== "draft") throw conflict("edition.published_already");
  const stored = found(await editionOf(ctx.db, input.id), "edition");
  const sha256 = contentHash(stored.content);
  // What was drafted and hashed is what is published, or nothing is.
  if (!sha256.equals(locked.contentSha256)) throw conflict("edition.content_differs");
  const previous = await previousOf(ctx, stored);
  if (previous?.record.effectiveOn && input.effectiveOn <= previous.record.effectiveOn) {
    throw invalid("edition.not_later", { values: { day: previous.record.effectiveOn } });
  }
  const changes = changesSince(previous?.content ?? null, stored.content);
  if (!(await queries.markPublished(ctx, input)))
    throw lostRace("edition", { rowVersion: input.rowVersion }, { rowVersion: locked.rowVersion });
  await queries.insertChanges(ctx.db, input.id, changes);
  await record(ctx, "standard.published", {
    subject: { kind: "edition", id: input.id, companyId: null },
    data: {
      standard: locked.standard,
      edition: locked.edition,
      effectiveOn: input.effectiveOn,
      sha256: sha256.toString("hex"),
    },
    personal: { reason: input.reason },
  });
  return { id: input.id, contentSha256: sha256.toString("hex") };
}

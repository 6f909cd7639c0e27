import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { behindIn } from "./behind.ts";
import { loadBuiltinStandard } from "./builtin.ts";
import type { standards } from "./contract.ts";
import type { Control } from "./edition.ts";
import { originalLanguage } from "./changes.ts";
import * as changeQueries from "./change-queries.ts";
import * as queries from "./queries.ts";
import {
  besideOf,
  coverageOf,
  maturityTiersOf,
  originalOf,
  said,
  saidOrNull,
  summaryOf,
  wordingIn,
} from "./reading.ts";
import * as references from "./reference-queries.ts";
import { inForceOfEach, passes } from "./rules.ts";
import { mayPublish, visibleEdition } from "./visible.ts";

export { saveCarryOver } from "./carrying-over.ts";
export {
  bringBackControl,
  discardDraft,
  moveControl,
  removeControl,
  saveControl,
  saveFrame,
} from "./editing.ts";
export { fillDraft } from "./filling.ts";
export { confirmTranslation } from "./looking-again.ts";
export { getDraft, getDraftControl } from "./reading-drafts.ts";
export {
  checkEdition,
  draftEdition,
  exportEdition,
  exportEditionAsOscal,
  publishEdition,
} from "./publishing.ts";
export { decideDraftErrata, listDraftErrata, listErrataNotHere } from "./draft-errata.ts";
export {
  dropErratum,
  getErratum,
  getWordsToCorrect,
  issueErratum,
  listErrata,
  proposeErratum,
} from "./errata.ts";
export { insertChanges } from "./change-queries.ts";
export { listEditionChanges } from "./redline.ts";
export { referringTo, takeOverItems } from "./reference-queries.ts";
export { getReview, giveOpinion, returnToDraft, sendToReview } from "./reviewing.ts";
export { editionOf, type StoredEdition, writeEdition } from "./stored.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

export async function listEditions(ctx: Ctx): Out<"listEditions"> {
  const records = await queries.listEditions(ctx.db, mayPublish(ctx));
  const ids = records.map((one) => one.id);
  const counts = await queries.countControls(ctx.db, ids);
  const changes = await changeQueries.countChanges(ctx.db, ids);
  const inForce = inForceOfEach(records, ctx.today);
  const rows = records.map((one) => ({
    ...rowOf(ctx, one),
    isInForce: inForce.ids.has(one.id),
    ...(counts.get(one.id) ?? noControls),
    changes: changes.get(one.id) ?? null,
  }));
  return {
    rows,
    inForceId: inForce.own,
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
    authors,
    previousId,
    errata,
    errataBrought,
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
    isWrittenHere: authors.length > 0,
    previousId,
    errata: errata + errataBrought,
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

export async function getEdition(ctx: Ctx, { id }: In<"getEdition">): Out<"getEdition"> {
  const stored = await visibleEdition(ctx, id);
  const { content } = stored;
  const changes = (await changeQueries.countChanges(ctx.db, [id])).get(id) ?? null;
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

function controlRow(ctx: Ctx, control: Control, beside?: Language) {
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
    besideTitle:
      beside === undefined || control.title[beside] === undefined ? null : said(control.title, beside),
  };
}

export async function listControls(
  ctx: Ctx,
  { id, after, limit = 50, beside, ...filter }: In<"listControls">,
): Out<"listControls"> {
  const { content } = await visibleEdition(ctx, id);
  const { search, ...tags } = filter;
  const all = content.controls.filter((control) =>
    passes(control, { ...tags, ...(search ? { text: search } : {}) }),
  );
  const from = after === undefined ? 0 : all.findIndex((control) => control.id === after) + 1;
  const rows = all.slice(from, from + limit);
  return {
    rows: rows.map((control) => controlRow(ctx, control, beside)),
    next: from + limit < all.length ? (rows.at(-1)?.id ?? null) : null,
    total: all.length,
  };
}

export async function getControl(ctx: Ctx, { id, controlId, beside }: In<"getControl">): Out<"getControl"> {
  const stored = await visibleEdition(ctx, id);
  const { record: edition, content } = stored;
  const at = content.controls.findIndex((control) => control.id === controlId);
  const control = found(content.controls[at], "control");
  const setName = new Map(content.referenceSets.map((set) => [set.id, set.name]));
  return {
    ...controlRow(ctx, control, beside),
    edition: edition.edition,
    ...wordingIn(control, ctx.language),
    original: originalOf(control, ctx.language, originalLanguage(content)),
    behind: [...((await behindIn(ctx, stored)).get(controlId) ?? [])],
    beside: besideOf(control, beside),
    asksCoverage: control.asksCoverage,
    asksMaturityIn: maturityTiersOf(content, control),
    references: Object.entries(control.references).map(([setId, items]) => ({
      setId,
      name: said(setName.get(setId) ?? { en: setId }, ctx.language),
      items,
    })),
    change: await changeQueries.changeOf(ctx.db, id, controlId),
    previousId: content.controls[at - 1]?.id ?? null,
    nextId: content.controls[at + 1]?.id ?? null,
  };
}

export async function readEdition(ctx: Ctx, { id }: In<"readEdition">): Out<"readEdition"> {
  const stored = await visibleEdition(ctx, id);
  const { record: one, content } = stored;
  const row = rowOf(ctx, one);
  const behind = await behindIn(ctx, stored);
  return {
    standard: row.standard,
    edition: row.edition,
    name: row.name,
    state: row.state,
    effectiveOn: row.effectiveOn,
    contentSha256: row.contentSha256,
    areas: content.areas.map((area) => ({
      id: area.id,
      name: said(area.name, ctx.language),
      question: saidOrNull(area.question, ctx.language),
    })),
    controls: content.controls.map((control) => ({
      ...controlRow(ctx, control),
      ...wordingIn(control, ctx.language),
      isBehind: behind.get(control.id)?.includes(ctx.language) ?? false,
      references: Object.entries(control.references).map(([setId, items]) => ({ setId, items })),
    })),
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

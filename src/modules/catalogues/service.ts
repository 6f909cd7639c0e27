import { buffer } from "node:stream/consumers";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { withContent } from "#core/files/content.ts";
import { faultTold } from "#core/oscal/check.ts";
import { safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { isObject } from "#core/oscal/read.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import type { Control } from "#modules/standards/edition.ts";
import { fillDraft, referringTo, takeOverItems, writeEdition } from "#modules/standards/service.ts";
import { type catalogues, permissions } from "./contract.ts";
import { asEdition } from "./as-edition.ts";
import { codeOf, editionOf, nameOf, profileSetIdOf, setIdOf } from "./known.ts";
import { most } from "./oscal/catalog.ts";
import { answerable, headingAbove } from "./oscal/items.ts";
import { parseDocument } from "./oscal/json.ts";
import { readable } from "./oscal/prose.ts";
import { beginsAsCatalogue, given, givenOf, sourcesOf } from "./profiles.ts";
import * as queries from "./queries.ts";
import { readApart, resolvedApart } from "./reading/apart.ts";
import { requirementOf } from "./to-edition.ts";

export { downloadTailored, listTailorings } from "./tailoring.ts";

type In<K extends keyof typeof catalogues> = Input<(typeof catalogues)[K]>;
type Out<K extends keyof typeof catalogues> = Promise<Output<(typeof catalogues)[K]>>;

const mayTake = (ctx: Ctx) => ctx.permission === permissions.take && ctx.reach === "group";

function assertWholeGroup(ctx: Ctx): void {
  if (!mayTake(ctx)) throw forbidden("standard.needs_whole_group");
}

/** What is only checked does not exist for those who cannot take it over. */
async function visible(ctx: Ctx, id: string): Promise<queries.CatalogueRecord> {
  const one = found(await queries.catalogueById(ctx.db, id), "catalogue");
  if (one.state === "checked" && !mayTake(ctx)) throw notFound("catalogue");
  return one;
}

async function toChange(ctx: Ctx, id: string): Promise<queries.CatalogueRecord> {
  assertWholeGroup(ctx);
  return found(await queries.catalogueById(ctx.db, id, true), "catalogue");
}

function rowOf(one: queries.CatalogueRecord) {
  const { id, title, version, oscalVersion, language, state, setId, createdAt, appliedAt, report } = one;
  return {
    id,
    title,
    version,
    oscalVersion,
    language,
    state: state === "applied" ? ("applied" as const) : ("checked" as const),
    setId,
    createdAt,
    appliedAt,
    items: report.classes
      .filter((each) => !one.headings.includes(each.class))
      .reduce((sum, each) => sum + each.live, 0),
    withdrawn: report.withdrawn,
  };
}

export async function listCatalogues(ctx: Ctx): Out<"listCatalogues"> {
  const rows = await queries.listCatalogues(ctx.db, mayTake(ctx));
  return { rows: rows.map(rowOf), can: { take: mayTake(ctx) } };
}

export async function openCatalogue(
  ctx: Ctx,
  { fileId, against }: In<"openCatalogue">,
): Promise<Outside<Output<(typeof catalogues)["openCatalogue"]>>> {
  assertWholeGroup(ctx);
  const file = found(await queries.fileOf(ctx.db, fileId), "file");
  const bytes = await buffer(await fileStore().read(file.sha256));
  const other = beginsAsCatalogue(bytes) ? null : parseDocument(bytes);
  if (isObject(other?.["mapping-collection"])) throw invalid("catalogue.is_mapping");
  const profile = other?.["profile"];
  const resolvedFrom = isObject(profile) ? await sourcesOf(ctx, profile, against) : null;
  const document = await given(ctx, bytes, resolvedFrom);
  return outside(
    () => readApart(document),
    (again, read) => kept(again, { fileId, read, resolvedFrom }),
  );
}

type ToKeep = Parameters<typeof queries.insertCatalogue>[1];

async function kept(ctx: Ctx, one: ToKeep): Out<"openCatalogue"> {
  const same = await queries.sameContent(ctx.db, Buffer.from(one.read.sha256));
  if (same !== undefined) return { id: same, isNew: false };
  const id = await queries.insertCatalogue(ctx, one);
  const { head, report, sha256 } = one.read;
  await record(ctx, "catalogue.checked", {
    subject: { kind: "catalogue", id, companyId: null },
    data: { name: head.title, controls: report.controls, sha256: Buffer.from(sha256).toString("hex") },
  });
  return { id, isNew: true };
}

export async function getCatalogue(ctx: Ctx, { id }: In<"getCatalogue">): Out<"getCatalogue"> {
  const one = await visible(ctx, id);
  const { report } = one;
  const idOf = one.resolvedFrom === null ? setIdOf : profileSetIdOf;
  const setId = one.setId ?? idOf({ ...one, framework: report.framework });
  return {
    ...rowOf(one),
    modifiedAt: one.modifiedAt,
    contentSha256: one.contentSha256.toString("hex"),
    groups: report.groups,
    controls: report.controls,
    parameters: report.parameters,
    classes: report.classes,
    headings: one.headings,
    problems: report.problems,
    tops: await queries.topsOf(ctx.db, id),
    offered: { setId, code: codeOf(setId), edition: editionOf({ ...one, framework: report.framework }) },
    resolvedFrom: one.resolvedFrom === null ? null : await queries.sourcesOf(ctx.db, one.resolvedFrom),
    fileId: one.fileId,
    rowVersion: one.rowVersion,
    can: { take: mayTake(ctx) },
  };
}

export async function listCatalogueItems(
  ctx: Ctx,
  { id, after, limit = 50, under, search, isLive = false }: In<"listCatalogueItems">,
): Out<"listCatalogueItems"> {
  await visible(ctx, id);
  const from = after === undefined ? -1 : Number(after);
  if (!Number.isSafeInteger(from)) throw invalid("cursor.unreadable");
  const words = search?.trim() === "" ? undefined : search?.trim();
  const rows = await queries.pageOfItems(ctx.db, id, { under, search: words, isLive, after: from }, limit);
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map(({ params, ...row }) => ({ ...row, words: firstWords(row.words, params) })),
    next: rows.length > limit ? String(shown.at(-1)?.position) : null,
  };
}

/** What a list has room for; a blank that was cut in the middle goes. */
const firstWords = (words: string, params: queries.ItemRow["params"]) =>
  readable(words.replace(/\{\{[^}]*$/, ""), params).slice(0, 300);

export async function getCatalogueItem(
  ctx: Ctx,
  { id, itemId }: In<"getCatalogueItem">,
): Out<"getCatalogueItem"> {
  const one = await visible(ctx, id);
  const item = found(await queries.itemById(ctx.db, id, itemId), "catalogue_item");
  const { parentId: _, topId: __, more, params, ...rest } = item;
  return {
    ...rest,
    ...more,
    params: params.map(({ id: name, label, value }) => ({
      id: name,
      label: label.slice(0, 4000),
      value: value?.slice(0, 4000) ?? null,
    })),
    referring: one.setId === null ? [] : await referringTo(ctx.db, one.setId, itemId),
  };
}

export async function applyCatalogue(
  ctx: Ctx,
  { id, setId, headings, rowVersion }: In<"applyCatalogue">,
): Out<"applyCatalogue"> {
  const one = await toChange(ctx, id);
  const items = await queries.itemsOf(ctx.db, id);
  const all = answerable(items, headings);
  const taken = all.filter((item) => item.id.length <= most.referredId);
  if (taken.length === 0) throw invalid("catalogue.nothing_to_answer");
  const byId = new Map(items.map((item) => [item.id, item]));
  await takeOverItems(ctx.db, {
    id: setId,
    names: { [one.language]: `${nameOf(one.title, "")} (${one.version})`.slice(0, 300) },
    items: taken.map((item) => {
      const heading = headingAbove(item, byId, headings);
      return {
        id: item.id,
        title: (item.title === item.id ? item.words || item.title : item.title).slice(0, 1000),
        heading: heading.slice(0, most.referredId),
        headingTitle: byId.get(heading)?.title ?? null,
        words: { [one.language]: requirementOf(item) },
      };
    }),
  });
  if (!(await queries.markApplied(ctx, { id, setId, headings, rowVersion })))
    throw lostRace("catalogue", { rowVersion }, { rowVersion: one.rowVersion });
  await record(ctx, "catalogue.applied", {
    subject: { kind: "catalogue", id, companyId: null },
    data: { name: one.title, code: setId, controls: taken.length },
  });
  return {
    items: taken.length,
    leftOut: all.filter((item) => item.id.length > most.referredId).map((item) => item.id),
  };
}

export async function bringGuidance(ctx: Ctx, { id, editionId }: In<"bringGuidance">): Out<"bringGuidance"> {
  const one = await toChange(ctx, id);
  const { setId } = one;
  const { content } = await asEdition(ctx.db, one);
  const isOf = (control: Control) => control.references[setId ?? ""]?.includes(control.id) ?? false;
  const brought = await fillDraft(ctx, { id: editionId, source: content, isOf });
  if (brought.guided + brought.functions === 0) throw conflict("catalogue.nothing_to_bring");
  return brought;
}

export async function draftFromCatalogue(
  ctx: Ctx,
  { id, code, edition }: In<"draftFromCatalogue">,
): Out<"draftFromCatalogue"> {
  const one = await toChange(ctx, id);
  const { content, left, shortened } = await asEdition(ctx.db, one, { code, edition });
  const fits = content.controls.length > 0 && content.controls.length <= 3000;
  if (!fits || content.areas.length > 100 || content.topics.length > 500)
    throw conflict("catalogue.no_edition");
  const editionId = await writeEdition(ctx.db, content, null);
  await record(ctx, "standard.drafted", {
    subject: { kind: "edition", id: editionId, companyId: null },
    data: {
      standard: code,
      edition,
      controls: content.controls.length,
      sha256: contentHash(content).toString("hex"),
    },
  });
  return { id: editionId, controls: content.controls.length, leftOut: left, shortened };
}

export async function dropCatalogue(ctx: Ctx, { id, rowVersion }: In<"dropCatalogue">): Out<"dropCatalogue"> {
  const one = await toChange(ctx, id);
  if (!(await queries.drop(ctx.db, id, rowVersion)))
    throw lostRace("catalogue", { rowVersion }, { rowVersion: one.rowVersion });
  await record(ctx, "catalogue.dropped", {
    subject: { kind: "catalogue", id, companyId: null },
    data: { name: one.title },
  });
  return { isGone: true };
}

export async function downloadCatalogue(ctx: Ctx, { id }: In<"downloadCatalogue">): Out<"downloadCatalogue"> {
  const one = await visible(ctx, id);
  const file = found(await queries.fileOf(ctx.db, one.fileId), "file");
  const name = file.name.replace(/\.[^.]*$/, "");
  return withContent(
    { id },
    {
      name: `${name}.json`,
      mediaType: "application/json",
      sizeBytes: file.sizeBytes,
      open: () => fileStore().read(file.sha256),
    },
  );
}

/** What a profile comes to, made of it and of the catalogues it was resolved against. */
export async function downloadResolved(
  ctx: Ctx,
  { id }: In<"downloadResolved">,
): Promise<Outside<Output<(typeof catalogues)["downloadResolved"]>>> {
  const one = await visible(ctx, id);
  if (one.resolvedFrom === null) throw conflict("catalogue.no_profile");
  const document = await givenOf(ctx, one);
  return outside(
    () => resolvedApart(document),
    async (again, made) => {
      await visible(again, id);
      if ("wrong" in made)
        throw conflict("catalogue.resolved_invalid", { values: { what: faultTold(made.wrong) } });
      const bytes = Buffer.from(made.bytes);
      return withContent(
        { id },
        {
          name: safeName(`${one.title.slice(0, 120)} ${one.version} resolved.json`, "text/plain"),
          mediaType: "application/json",
          sizeBytes: bytes.length,
          open: () => bytes,
        },
      );
    },
  );
}

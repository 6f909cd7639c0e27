// What the group took of a catalogue for its own editions, and that as a profile for others.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { found } from "#core/db/scope.ts";
import { conflict, notFound } from "#core/errors.ts";
import { withContent } from "#core/files/content.ts";
import { faultTold } from "#core/oscal/check.ts";
import { safeName } from "#core/files/name.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import { textIn } from "#modules/standards/edition.ts";
import { editionOf } from "#modules/standards/service.ts";
import type { catalogues } from "./contract.ts";
import { givenOf } from "./profiles.ts";
import * as queries from "./queries.ts";
import { tailoredApart } from "./reading/apart.ts";
import type { Made } from "./reading/read.ts";

type In<K extends keyof typeof catalogues> = Input<(typeof catalogues)[K]>;
type Out<K extends keyof typeof catalogues> = Output<(typeof catalogues)[K]>;

export async function listTailorings(ctx: Ctx, { id }: In<"listTailorings">): Promise<Out<"listTailorings">> {
  const { setId } = found(await queries.catalogueById(ctx.db, id), "catalogue");
  const rows = setId === null ? [] : await queries.tailoringsOf(ctx.db, id, setId);
  return {
    rows: rows.map(({ tiers, byTier, ...row }) => ({
      ...row,
      tiers: tiers.map((tier) => ({
        id: tier.id,
        name: textIn(tier.name, ctx.language),
        taken: byTier[tier.id] ?? 0,
      })),
    })),
  };
}

export async function downloadTailored(
  ctx: Ctx,
  { id, editionId, tier }: In<"downloadTailored">,
): Promise<Outside<Out<"downloadTailored">>> {
  const one = found(await queries.catalogueById(ctx.db, id), "catalogue");
  const stored = found(await editionOf(ctx.db, editionId), "edition");
  const file = found(await queries.fileOf(ctx.db, one.fileId), "file");
  const given = await givenOf(ctx, one);
  const { corrected: content, source, record } = stored;
  const { setId, language, headings, title } = one;
  const isTaken =
    setId !== null &&
    (await queries.tailoringsOf(ctx.db, id, setId)).find((row) => row.editionId === editionId);
  if (!setId || !isTaken || (tier !== undefined && !isTaken.byTier[tier]))
    throw conflict("catalogue.nothing_tailored");
  const tailored = {
    content,
    sha256: contentHash(source).toString("hex"),
    modifiedAt: record.publishedAt ?? ctx.now.toISOString(),
    language,
    tier: tier ?? null,
    setId,
    source: { title, fileName: file.name, sha256: file.sha256.toString("hex") },
  };
  return outside(
    () => tailoredApart({ given, headings, tailored }),
    async (again, made) => {
      if (!(await queries.catalogueById(again.db, id))) throw notFound("catalogue");
      const { code, edition } = content.standard;
      return sent({ id }, made, [code, edition, tier, "profile"].filter(Boolean).join(" "));
    },
  );
}

/** A document that was made here, never one that is no OSCAL. */
function sent<T extends object>(output: T, made: Made, name: string): T {
  if ("wrong" in made)
    throw conflict("catalogue.tailored_invalid", { values: { what: faultTold(made.wrong) } });
  const bytes = Buffer.from(made.bytes);
  return withContent(output, {
    name: safeName(`${name}.json`, "text/plain"),
    mediaType: "application/json",
    sizeBytes: bytes.length,
    open: () => bytes,
  });
}

// From a draft to an edition that never changes again.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { loadBuiltinStandard } from "./builtin.ts";
import { contentHash } from "./canonical.ts";
import { checksOf, falls } from "./checks.ts";
import type { standards } from "./contract.ts";
import * as queries from "./queries.ts";
import { changesSince } from "./rules.ts";
import { editionOf, writeEdition } from "./stored.ts";
import { assertWholeGroup, previousOf, visibleEdition } from "./visible.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

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

export async function checkEdition(ctx: Ctx, { id }: In<"checkEdition">): Out<"checkEdition"> {
  assertWholeGroup(ctx);
  const { record: one, content } = await visibleEdition(ctx, id);
  const isIntact = contentHash(content).equals(one.contentSha256);
  const checks = checksOf(content, isIntact);
  return { checks, canPublish: one.state === "draft" && checks.every((check) => !falls(check)) };
}

export async function publishEdition(ctx: Ctx, input: In<"publishEdition">): Out<"publishEdition"> {
  assertWholeGroup(ctx);
  const locked = found(await queries.lockEdition(ctx.db, input.id), "edition");
  if (locked.state !== "draft") throw conflict("edition.published_already");
  const stored = found(await editionOf(ctx.db, input.id), "edition");
  const sha256 = contentHash(stored.content);
  // What was drafted and hashed is what is published, or nothing is.
  if (!sha256.equals(locked.contentSha256)) throw conflict("edition.content_differs");
  if (checksOf(stored.content, true).some(falls)) throw conflict("edition.not_complete");
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

// "What would happen": a case is put to the table, and nothing is written.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope } from "#core/db/scope.ts";
import { severityOf } from "../rules.ts";
import type { notices } from "./contract.ts";
import { placeOf, textsOf, wordsFor } from "./drafting.ts";
import { linesFor } from "./lines.ts";
import { touches } from "./rules.ts";
import { holderOf, named } from "./who.ts";

export async function tryNoticeTable(
  ctx: Ctx,
  input: Input<typeof notices.tryNoticeTable>,
): Promise<Output<typeof notices.tryNoticeTable>> {
  await companyInScope(ctx, input.companyId);
  const { companyId } = input;
  const place = await placeOf(ctx, companyId);
  const severity = severityOf(input.potential, input.actual);
  const isProduct = input.product ?? input.kind === "product_vulnerability";
  const facts = {
    on: input.nothing ? ("nothing" as const) : ("incident" as const),
    kind: input.kind,
    severity,
    isPersonal: input.personal ?? false,
    isProduct,
    countries: place.country ? [place.country] : [],
  };
  const called = (await linesFor(ctx, companyId)).filter((line) => touches(line.content, facts));
  const holders = await Promise.all(
    called.map(async ({ content }) => ({
      owner: await holderOf(ctx, content.owner),
      approver: content.approver && content.approvals > 0 ? await holderOf(ctx, content.approver) : null,
    })),
  );
  const owners = await named(
    ctx,
    holders.map(({ owner }) => ({ companyId, holder: owner })),
  );
  const approvers = await named(
    ctx,
    holders.flatMap(({ approver }) => (approver ? [{ companyId, holder: approver }] : [])),
  );
  const of = {
    companyId,
    reference: "–",
    title: "–",
    what: "–",
    kind: input.kind,
    severity,
    // Nobody has discovered it: a time in the draft would be made up.
    discoveredAt: null,
    reportedAt: null,
  };
  return {
    severity,
    companyName: place.names[ctx.language],
    country: place.country,
    notices: called.map((line, at) => ({
      lineId: line.id,
      n: line.n,
      level: line.level,
      name: wordsFor(ctx.language, line.content.names),
      audience: line.content.audience,
      channel: line.content.channel,
      proof: line.content.proof,
      anchor: line.content.anchor,
      hours: line.content.hours,
      owner: owners[at] ?? { position: null, person: null, by: "assess" },
      approvals: line.content.approvals,
      approver: holders[at]?.approver ? (approvers.shift() ?? null) : null,
      texts: textsOf(line.content, of, place),
    })),
  };
}

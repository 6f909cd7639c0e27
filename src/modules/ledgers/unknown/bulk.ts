// The same answer for many unknown things: previewed first, then given for exactly as many, in one event.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Input, Output } from "#core/contract.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { unknown as contract } from "../contract/unknown.ts";
import { markChanged } from "../counting.ts";
import { type AskedLedger, askedLedgers, askedOneByOne } from "../declared/unknown.ts";
import { assertPointsRight } from "../entries/changing.ts";
import { reviewDue } from "../entries/reviewing.ts";
import { assertCanBeAsked, assertOfCompany, passOn } from "./answering.ts";
import { conditionsOf, isWaiting } from "./listing.ts";
import { endDuties } from "./settling.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Which = Pick<In<"answerUnknowns">, "ids" | "filter" | "answer">;
type Chosen = {
  id: string;
  companyId: string;
  ledger: AskedLedger;
  entryId: string;
  askId: string | null;
  name: string;
};

/** Beyond this an answer takes minutes in one transaction. */
const mostAtOnce = 100_000;

/** What the answer would be given to, in the order in which it was found. Ids that one does not reach are not found. */
async function chosen(ctx: Ctx, { ids, filter, answer }: Which, isLocking: boolean): Promise<Chosen[]> {
  if ([answer.takeIn, answer.pass, answer.dismiss].filter(Boolean).length !== 1)
    throw invalid("unknown.one_answer");
  if (filter?.companyId) await companyInScope(ctx, filter.companyId);
  const which = ids
    ? sql`${isWaiting} and ${within(ctx, "t.company_id")} and t.id = any (${ids}::uuid[])`
    : conditionsOf(ctx, filter ?? {});
  const { rows } =
    await sql<Chosen>`select t.id, t.company_id, t.ledger, t.entry_id, t.ask_id, t.name from unknown_things t
    where ${which} order by t.found_at, t.id limit ${mostAtOnce + 1} ${isLocking ? sql`for update` : sql``}`.execute(
      ctx.db,
    );
  if (ids) await assertAll(ctx, ids);
  if (rows.length > mostAtOnce) throw invalid("unknown.too_many", { values: { limit: mostAtOnce } });
  await assertAnswer(ctx, rows, answer);
  return rows;
}

async function assertAll(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from unknown_things t
    where t.id = any (${[...ids]}::uuid[]) and ${within(ctx, "t.company_id")}`.execute(ctx.db);
  if (rows[0]?.count !== new Set(ids).size) throw notFound("unknown_thing");
}

/** One person answers for things of one company. */
async function assertAnswer(
  ctx: Ctx,
  rows: readonly Chosen[],
  { takeIn, pass }: Which["answer"],
): Promise<void> {
  const companies = [...new Set(rows.map((row) => row.companyId))];
  const [companyId] = companies;
  if (takeIn) await assertPointsRight(ctx, null, { class: takeIn.class });
  if (!companyId || (!takeIn && !pass)) return;
  if (companies.length > 1) throw invalid("unknown.several_companies");
  if (takeIn) await assertOfCompany(ctx, takeIn.ownerId, companyId);
  if (!pass) return;
  // Each would be a duty of its own: beyond so many nobody answers them one by one.
  if (rows.length > askedOneByOne)
    throw invalid("unknown.too_many_to_pass", { values: { limit: askedOneByOne } });
  await assertCanBeAsked(ctx, pass.toId, companyId);
}

export async function previewUnknowns(ctx: Ctx, input: In<"previewUnknowns">): Out<"previewUnknowns"> {
  const rows = await chosen(ctx, input, false);
  const first = rows.slice(0, 5);
  const names = await sql<{
    id: string;
    name: string;
  }>`select c.id, coalesce(${nameOfUnit(ctx.language, "n")}, c.code) as name from units c
    left join unit_names n on n.unit_id = c.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where c.id = any (${first.map((row) => row.companyId)}::uuid[])`.execute(ctx.db);
  return {
    things: rows.length,
    companies: new Set(rows.map((row) => row.companyId)).size,
    samples: first.map(({ id, name, companyId }) => ({
      id,
      name,
      companyName: names.rows.find((one) => one.id === companyId)?.name ?? "",
    })),
  };
}

export async function answerUnknowns(ctx: Ctx, input: In<"answerUnknowns">): Out<"answerUnknowns"> {
  const rows = await chosen(ctx, input, true);
  const { answer, expected } = input;
  if (rows.length !== expected)
    throw conflict("ledger.not_as_previewed", { values: { expected, now: rows.length } });
  if (rows.length === 0) return { answered: 0 };
  const ids = rows.map((row) => row.id);
  if (answer.pass) await passOn(ctx, ids, answer.pass.toId, answer.pass.reason);
  else await endAll(ctx, rows, answer);
  const companies = [...new Set(rows.map((row) => row.companyId))];
  const [companyId = null] = companies;
  const word = answer.takeIn ? "taken_in" : answer.pass ? "passed" : "dismissed";
  await record(ctx, "unknown.answered", {
    subject: { kind: "ledger", id: null, companyId: companies.length === 1 ? companyId : null },
    data: {
      answer: word,
      things: rows.length,
      ownerId: answer.takeIn?.ownerId ?? null,
      toId: answer.pass?.toId ?? null,
      class: answer.takeIn?.class ?? null,
      entryIds: rows.length <= 1000 ? rows.map((row) => row.entryId) : [],
    },
    personal: { reason: answer.pass?.reason ?? answer.dismiss?.reason ?? "" },
  });
  for (const ledger of askedLedgers) {
    const touched = rows.filter((row) => row.ledger === ledger).map((row) => row.companyId);
    if (touched.length > 0) await markChanged(ctx, ledger, [...new Set(touched)]);
  }
  return { answered: rows.length };
}

async function endAll(
  ctx: Ctx,
  rows: readonly Chosen[],
  { takeIn, dismiss }: Which["answer"],
): Promise<void> {
  const outcome = takeIn ? "taken_in" : "dismissed";
  await sql`update unknown_things set outcome = ${outcome}, outcome_reason = ${dismiss?.reason.trim() ?? null}, ended_at = app_now(),
      ended_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where id = any (${rows.map((row) => row.id)}::uuid[]) and ended_at is null and ${within(ctx, "company_id")}`.execute(
    ctx.db,
  );
  for (const ledger of askedLedgers) {
    const entryIds = rows.filter((row) => row.ledger === ledger).map((row) => row.entryId);
    if (!takeIn || entryIds.length === 0) continue;
    await sql`update ${sql.table(ledger)} e set owner_id = ${takeIn.ownerId}::uuid, class = coalesce(${takeIn.class}::smallint, e.class),
        registered_at = coalesce(e.registered_at, now()), review_due_on = ${reviewDue(sql`${ctx.today}`, sql`coalesce(${takeIn.class}::smallint, e.class)`)},
        changed_at = now(), changed_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
      where e.id = any (${entryIds}::uuid[]) and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  }
  await endDuties(
    ctx,
    rows.map(({ id, askId }) => ({ id, askId, outcome })),
  );
}

// The list of rules, and one of them with its versions, adoptions and reviews.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { type clockRules, permissions } from "./contract.ts";
import { blocksOf } from "./mechanism/blocks.ts";
import type { Condition } from "./mechanism/conditions.ts";
import { reviewMonths } from "./mechanism/rules.ts";
import { isSeen, ruleNamed, wordIn } from "./naming.ts";

type In<K extends keyof typeof clockRules> = Input<(typeof clockRules)[K]>;
type Out<K extends keyof typeof clockRules> = Promise<Output<(typeof clockRules)[K]>>;
type Listed = Output<typeof clockRules.listClockRules>["rows"][number];
type Detail = Output<typeof clockRules.getClockRule>;

export const isReviewOld = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`coalesce(r.reviewed_on < ${ctx.today}::date - make_interval(months => ${reviewMonths}), true)`;

/** Whoever read the source last, of the group: nobody since it came with the product. */
const reviewedByName = (ctx: Ctx) =>
  nameOfActor(
    ctx.language,
    sql`coalesce((select v.reviewed_by from clock_rule_reviews v where v.rule_id = r.id order by v.reviewed_on desc, v.id desc limit 1), r.written_by)`,
  );

/** The rule that one counts from. */
const anchorRule = (ctx: Ctx) =>
  sql`case when r.anchor = 'submitted' then ${ruleNamed(ctx, sql`r.anchor_of`)} end as anchor_rule`;

const companyName = (ctx: Ctx) => sql`(select ${nameOfUnit(ctx.language, "n")} from unit_names n
  where n.unit_id = r.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date))`;

const wanted = (ctx: Ctx, input: In<"exportClockRules">): RawBuilder<unknown> =>
  sql.join(
    [
      isSeen(ctx),
      ...(input.search?.trim() ? [sql`r.sought ilike ${like(input.search)}`] : []),
      ...(input.jurisdiction ? [sql`r.jurisdiction = ${input.jurisdiction}`] : []),
      ...(input.status ? [sql`r.status = ${input.status}`] : []),
      ...(input.stage ? [sql`r.stage = ${input.stage}`] : []),
      ...(input.subject ? [sql`r.subject = ${input.subject}`] : []),
      ...(input.standing ? [sql`(r.adopted_at is not null) = ${input.standing === "adopted"}`] : []),
      ...(input.companyId ? [sql`r.company_id = ${input.companyId}::uuid`] : []),
      ...(input.isReviewOld === undefined ? [] : [sql`${isReviewOld(ctx)} = ${input.isReviewOld}`]),
    ],
    sql` and `,
  );

export async function listClockRules(ctx: Ctx, input: In<"listClockRules">): Out<"listClockRules"> {
  const limit = input.limit ?? 50;
  const [jurisdiction, key, version] = input.after?.split("|") ?? [];
  const { rows } = await sql<Listed>`
    select r.id, r.key, r.version, r.is_shipped, r.company_id, ${companyName(ctx)} as company_name, ${wordIn(ctx, "name")} as name,
      ${wordIn(ctx, "recipient")} as recipient, r.subject, r.jurisdiction, r.stage, r.status, r.anchor, r.anchor_of, ${anchorRule(ctx)}, r.amount, r.unit, r.soft_from,
      r.effective_from, r.effective_to, r.source_title, r.source_address, r.sure, r.reviewed_on, ${reviewedByName(ctx)} as reviewed_by_name,
      ${isReviewOld(ctx)} as is_review_old, r.adopted_at, ${nameOfActor(ctx.language, sql`r.adopted_by`)} as adopted_by_name
    from clock_rules r
    where ${wanted(ctx, input)}
      and ${jurisdiction && key && version ? sql`(r.jurisdiction, r.key, r.version) > (${jurisdiction}, ${key}, ${Number(version)}::integer)` : sql`true`}
    order by r.jurisdiction, r.key, r.version limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? `${last.jurisdiction}|${last.key}|${last.version}` : null,
  };
}

export async function countClockRules(ctx: Ctx): Out<"countClockRules"> {
  type Counted = { jurisdiction: string; count: number } & Record<
    "inForce" | "adopted" | "drafts" | "reviewsOld",
    number
  >;
  const { rows } = await sql<Counted>`
    select r.jurisdiction, count(*)::int as count, (count(*) filter (where r.status = 'in_force'))::int as in_force,
      (count(*) filter (where r.adopted_at is not null))::int as adopted, (count(*) filter (where r.status = 'draft'))::int as drafts,
      (count(*) filter (where ${isReviewOld(ctx)}))::int as reviews_old
    from clock_rules r where ${isSeen(ctx)} group by r.jurisdiction order by r.jurisdiction limit 300`.execute(
    ctx.db,
  );
  const sum = (of: "inForce" | "adopted" | "drafts" | "reviewsOld") =>
    rows.reduce((before, row) => before + row[of], 0);
  return {
    inForce: sum("inForce"),
    adopted: sum("adopted"),
    drafts: sum("drafts"),
    reviewsOld: sum("reviewsOld"),
    jurisdictions: rows.map(({ jurisdiction, count }) => ({ jurisdiction, count })),
  };
}

type Row = Omit<Detail, "whose" | "when" | "extension" | "versions" | "adoptions" | "reviews" | "can"> & {
  whose: Condition;
  appliesWhen: Condition;
  extensionAmount: number | null;
  extensionUnit: NonNullable<Detail["extension"]>["unit"] | null;
  writtenBy: string | null;
};

export async function getClockRule(ctx: Ctx, { id }: In<"getClockRule">): Out<"getClockRule"> {
  const { rows } = await sql<Row>`
    select r.id, r.key, r.version, r.is_shipped, r.company_id, ${companyName(ctx)} as company_name, r.subject, r.jurisdiction, r.stage, r.status, r.anchor,
      r.anchor_of, ${anchorRule(ctx)}, r.amount, r.unit, r.day_start, r.calendar, r.soft_from, r.extension_amount, r.extension_unit, r.may_pause, r.whose, r.applies_when,
      r.words, r.effective_from, r.effective_to, r.source_title, r.source_address, r.more_sources, r.read_on, r.sure, r.written_at, r.written_by,
      ${nameOfActor(ctx.language, sql`r.written_by`)} as written_by_name, r.reviewed_on, ${reviewedByName(ctx)} as reviewed_by_name, ${isReviewOld(ctx)} as is_review_old, r.adopted_at, r.row_version
    from clock_rules r where r.id = ${id}::uuid and ${isSeen(ctx)}`.execute(ctx.db);
  const { whose, appliesWhen, extensionAmount, extensionUnit, writtenBy, ...one } = found(
    rows[0],
    "clock_rule",
  );
  return {
    ...one,
    whose: blocksOf(whose).map((block) => [...block]),
    when: blocksOf(appliesWhen).map((block) => [...block]),
    extension: extensionAmount && extensionUnit ? { amount: extensionAmount, unit: extensionUnit } : null,
    versions: await versionsOf(ctx, one.key),
    adoptions: await adoptionsOf(ctx, id),
    reviews: await reviewsOf(ctx, id),
    can: await canOf(ctx, { ...one, writtenBy }),
  };
}

async function versionsOf(ctx: Ctx, key: string): Promise<Detail["versions"]> {
  const { rows } = await sql<Detail["versions"][number]>`
    select r.id, r.version, ${wordIn(ctx, "name")} as name, r.status, r.effective_from, r.effective_to, r.adopted_at is not null as is_adopted
    from clock_rules r where r.key = ${key} and ${isSeen(ctx)} order by r.version desc limit 200`.execute(
    ctx.db,
  );
  return rows;
}

async function adoptionsOf(ctx: Ctx, id: string): Promise<Detail["adoptions"]> {
  const { rows } = await sql<Detail["adoptions"][number]>`
    select a.id, a.adopted_at, coalesce(${nameOfActor(ctx.language, sql`a.adopted_by`)}, '') as adopted_by_name, a.note, a.withdrawn_at,
      ${nameOfActor(ctx.language, sql`a.withdrawn_by`)} as withdrawn_by_name, a.reason
    from clock_rule_adoptions a join clock_rules r on r.id = a.rule_id and ${isSeen(ctx)}
    where a.rule_id = ${id}::uuid order by a.adopted_at desc limit 100`.execute(ctx.db);
  return rows;
}

async function reviewsOf(ctx: Ctx, id: string): Promise<Detail["reviews"]> {
  const { rows } = await sql<Detail["reviews"][number]>`
    select v.id, v.reviewed_on, coalesce(${nameOfActor(ctx.language, sql`v.reviewed_by`)}, '') as reviewed_by_name, v.is_unchanged, v.found
    from clock_rule_reviews v join clock_rules r on r.id = v.rule_id and ${isSeen(ctx)}
    where v.rule_id = ${id}::uuid order by v.reviewed_on desc, v.id desc limit 100`.execute(ctx.db);
  return rows;
}

/** Where somebody may do something to a rule: at its company, or in the whole group where it holds for all. */
export async function heldFor(ctx: Ctx, companyId: string | null): Promise<ReadonlySet<string>> {
  const asked = [permissions.manage, permissions.adopt];
  if (companyId !== null) return held(ctx, asked, companyId);
  const { rows } = await sql<{ permission: string }>`
    select p.permission from unnest(${asked}::text[]) p (permission)
    where (select s.reach from standing_of(${ctx.actor.personId}::uuid, p.permission) s) = 'group'`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.permission));
}

type Judged = Pick<Row, "companyId" | "status" | "adoptedAt" | "writtenBy">;

async function canOf(ctx: Ctx, one: Judged): Promise<Detail["can"]> {
  const has = await heldFor(ctx, one.companyId);
  const notYours = (permission: string) => (has.has(permission) ? null : "clock_rule.not_yours");
  return {
    adopt: notYours(permissions.adopt) ?? refusalToAdopt(one, ctx.actor.personId),
    withdraw: notYours(permissions.adopt) ?? (one.adoptedAt === null ? "clock_rule.not_adopted" : null),
    review: notYours(permissions.manage),
    write: notYours(permissions.manage),
  };
}

/** Whoever wrote a rule does not adopt it: a second person reads what is to be called due. */
export function refusalToAdopt(
  { status, adoptedAt, writtenBy }: Omit<Judged, "companyId">,
  actor: string,
): string | null {
  if (status === "draft") return "clock_rule.draft";
  if (adoptedAt !== null) return "clock_rule.adopted_already";
  return writtenBy === actor ? "clock_rule.own_writing" : null;
}

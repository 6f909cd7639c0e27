// Lists of gaps. The open ones by age; what was closed stays readable.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { gaps as contract } from "../contract/gaps.ts";
import { type GapKind, gapKinds } from "../declared/gaps.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import { numberOf } from "../entries/listing.ts";
import { entryOf } from "./wanted.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Gap = Output<(typeof contract)["getGap"]>;
type Filter = In<"countGaps">;

function conditionsOf(ctx: Ctx, { companyId, divisionId, ledger, kind }: Filter): RawBuilder<boolean>[] {
  return [
    within(ctx, "g.company_id"),
    ...(companyId ? [sql<boolean>`g.company_id = ${companyId}::uuid`] : []),
    ...(divisionId
      ? [sql<boolean>`g.company_id = any (array(select companies_under(${divisionId}::uuid)))`]
      : []),
    ...(ledger ? [sql<boolean>`g.ledger = ${ledger}`] : []),
    ...(kind ? [sql<boolean>`g.kind = ${kind}`] : []),
  ];
}

const exact = (moment: RawBuilder<unknown>) =>
  sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** What a row shows; `g` are the gaps of the page. */
const shown = (
  ctx: Ctx,
) => sql`g.id, g.company_id, coalesce(${nameOfUnit(ctx.language, "n")}, u.code) as company_name, g.ledger, g.entry_id,
  e.number::text as entry_number, e.name as entry_name,
  (select ${nameOfPerson(ctx.language, "op")} from people op where op.id = e.owner_id) as owner_name, g.kind, g.subject_id, g.about,
  coalesce((select u.used_for from data_uses u where u.id = g.subject_id),
    (select coalesce((select ${nameOfUnit(ctx.language, "rn")} from unit_names rn where rn.unit_id = t.recipient_company_id
      and holds_on(rn.valid_from, rn.valid_to, ${ctx.today}::date)), t.recipient) from data_transfers t where t.id = g.subject_id)) as subject,
  g.opened_at, g.closed_at, g.closed_because,
  (select max(d.due_at) from duties d where d.subject_id = g.id and d.kind = 'asset_gap.remedy' and d.state = 'open') as due_at`;

const named = (ctx: Ctx) => sql`join units u on u.id = g.company_id join ${entryOf("g")} e on true
  left join unit_names n on n.unit_id = g.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`;

const told = ({ entryNumber, ...row }: Gap): Gap => ({
  ...row,
  entryNumber: numberOf(ledgerOf(row.ledger), entryNumber),
});

export async function listGaps(
  ctx: Ctx,
  { after, limit = 50, entryId, isClosed = false, ...filter }: In<"listGaps">,
): Out<"listGaps"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const [at, id] = after?.split("|") ?? [];
  const key = isClosed ? sql`g.closed_at` : sql`g.opened_at`;
  const order = isClosed ? sql`order by ${key} desc, g.id desc` : sql`order by ${key}, g.id`;
  const conditions = [
    ...conditionsOf(ctx, filter),
    isClosed ? sql<boolean>`g.closed_at is not null` : sql<boolean>`g.closed_at is null`,
    ...(entryId ? [sql<boolean>`g.entry_id = ${entryId}::uuid`] : []),
    ...(at && id
      ? [sql<boolean>`(${key}, g.id) ${isClosed ? sql`<` : sql`>`} (${at}::timestamptz, ${id}::uuid)`]
      : []),
  ];
  const { rows } = await sql<Gap & { end: string }>`with page as materialized (
      select g.* from asset_gaps g where ${sql.join(conditions, sql` and `)} ${order} limit ${limit + 1})
    select ${shown(ctx)}, ${exact(key)} || '|' || g.id as "end" from page g ${named(ctx)} ${order}`.execute(
    ctx.db,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(({ end: _end, ...row }) => told(row)), next: last?.end ?? null };
}

export async function countGaps(ctx: Ctx, filter: In<"countGaps">): Out<"countGaps"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const { rows } = await sql<{
    kind: GapKind;
    open: number;
  }>`select g.kind, count(*)::int as open from asset_gaps g
    where g.closed_at is null and ${sql.join(conditionsOf(ctx, filter), sql` and `)} group by g.kind`.execute(
    ctx.db,
  );
  const open = new Map(rows.map((row) => [row.kind, row.open]));
  return {
    open: rows.reduce((sum, row) => sum + row.open, 0),
    kinds: gapKinds.map((kind) => ({ kind, open: open.get(kind) ?? 0 })),
  };
}

export async function getGap(ctx: Ctx, { id }: In<"getGap">): Out<"getGap"> {
  const { rows } = await sql<Gap>`select ${shown(ctx)} from asset_gaps g ${named(ctx)}
    where g.id = ${id}::uuid and ${within(ctx, "g.company_id")}`.execute(ctx.db);
  return told(found(rows[0], "asset_gap"));
}

// The two lists: what units have issued, and what units were told.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { withinUnits } from "#core/db/scope.ts";
import type { instructions } from "./contract.ts";
import { type InstructionState, numberOf, stateOf } from "./rules.ts";
import { isIssuers } from "./visible.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;

/** Of the instruction `i`; the title in the reader's language where it was written in it. */
export const head = (
  ctx: Ctx,
) => sql`i.id, coalesce(i.translations->${ctx.language}->>'title', i.title) as title, i.issuer_unit_id, i.issuer_kind,
  i.issuer_code, i.issuer_name, i.issuer_name_en, i.issuer_name_ja, i.issuer_name_zh, i.fiscal_year, i.serial, i.issued_at, i.closed_at,
  i.withdrawn_at, i.acknowledge_by, i.due_on, i.row_version`;

export type HeadRow = {
  id: string;
  title: string;
  issuerUnitId: string;
  issuerKind: "group" | "division" | "company";
  issuerCode: string;
  issuerName: string;
  issuerNameEn: string | null;
  issuerNameJa: string | null;
  issuerNameZh: string | null;
  fiscalYear: number | null;
  serial: number | null;
  issuedAt: string | null;
  closedAt: string | null;
  withdrawnAt: string | null;
  acknowledgeBy: string;
  dueOn: string;
  rowVersion: number;
};

export const headOf = <R extends HeadRow>(
  row: R,
): R & { number: string | null; state: InstructionState } => ({
  ...row,
  number: numberOf(row.issuerCode, row.fiscalYear, row.serial),
  state: stateOf(row),
});

/** The open duty of the recipient `r`, which knows of postponements; late is what is over it. */
export const openDuty = sql`left join lateral (select d.id, d.due_at, d.time_zone, d.reminded_at from duties d
  where d.subject_id = r.id and d.kind = 'instruction.carry_out' and d.state = 'open' limit 1) d on true`;
export const isLate = sql<boolean>`coalesce(d.due_at < app_now(), false)`;
export const progress = sql<string>`case when r.left_on is not null then 'left' when r.accepted_at is not null then 'accepted'
  when r.done_at is not null then 'done' when ${isLate} then 'late' when r.acknowledged_at is not null then 'acknowledged' else 'sent' end`;
/** Its day with what was postponed. */
export const dueDay = sql<string>`coalesce((d.due_at at time zone d.time_zone)::date, r.due_on)`;
/** Those to whom the recipient `r` has passed it on, and how many of them are done. */
export const below = sql`(select count(*)::int from instructions c join instruction_recipients k on k.instruction_id = c.id and k.left_on is null
    where c.parent_recipient_id = r.id and c.issued_at is not null and c.withdrawn_at is null) as below,
  (select count(*)::int from instructions c join instruction_recipients k on k.instruction_id = c.id and k.left_on is null and k.done_at is not null
    where c.parent_recipient_id = r.id and c.issued_at is not null and c.withdrawn_at is null) as below_done`;

/** How many of the recipients `r` with their open duty `d` stand where; who has left is counted apart. */
export const counts = sql`count(*)::int as told,
  (count(*) filter (where r.left_on is null and r.acknowledged_at is not null))::int as acknowledged,
  (count(*) filter (where r.left_on is null and r.done_at is not null))::int as done,
  (count(*) filter (where r.left_on is null and ${isLate}))::int as late,
  (count(*) filter (where r.left_on is not null))::int as "left"`;

export const noCounts = { told: 0, acknowledged: 0, done: 0, late: 0, left: 0 };

const inState: Record<InstructionState, RawBuilder<boolean>> = {
  draft: sql`i.issued_at is null and i.withdrawn_at is null`,
  issued: sql`i.issued_at is not null and i.closed_at is null and i.withdrawn_at is null`,
  // Over, the one way or the other.
  closed: sql`(i.closed_at is not null or i.withdrawn_at is not null)`,
  withdrawn: sql`i.withdrawn_at is not null`,
};

const fits = (search: string | undefined) =>
  search?.trim()
    ? sql<boolean>`(folded(i.title || ' ' || i.body) ilike ${like(search)}
        or exists (select from jsonb_each(i.translations) w where folded(concat_ws(' ', w.value->>'title', w.value->>'body')) ilike ${like(search)})
        or i.issuer_code || '-' || i.fiscal_year || '-' || lpad(i.serial::text, 3, '0') ilike ${like(search)})`
    : sql<boolean>`true`;

export async function listInstructions(ctx: Ctx, input: In<"listInstructions">): Out<"listInstructions"> {
  const limit = input.limit ?? 50;
  const [at, id] = input.after?.split("|") ?? [];
  const { rows } = await sql<
    Omit<Output<typeof instructions.listInstructions>["rows"][number], "state" | "number"> &
      HeadRow & { createdAt: string }
  >`
    select p.*, coalesce(n.told, 0) as told, coalesce(n.acknowledged, 0) as acknowledged, coalesce(n.done, 0) as done,
      coalesce(n.late, 0) as late, coalesce(n.left, 0) as left
    from (select ${head(ctx)}, i.parent_recipient_id is not null as is_passed_on,
        to_char(i.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at
      from instructions i
      where ${isIssuers(ctx)} and ${input.state ? inState[input.state] : sql`i.withdrawn_at is null`} and ${fits(input.search)}
        and ${input.issuerUnitId ? sql`i.issuer_unit_id = ${input.issuerUnitId}::uuid` : sql`true`}
        and ${input.subjectId ? sql`i.subject_id = ${input.subjectId}::uuid` : sql`true`}
        and ${at && id ? sql`(i.created_at, i.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
      order by i.created_at desc, i.id desc limit ${limit + 1}) p
    left join lateral (select ${counts} from instruction_recipients r ${openDuty} where r.instruction_id = p.id) n on true
    order by p.created_at desc, p.id desc`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit).map(headOf),
    next: rows.length > limit && last ? `${last.createdAt}|${last.id}` : null,
  };
}

export async function listReceived(ctx: Ctx, input: In<"listReceived">): Out<"listReceived"> {
  const limit = input.limit ?? 50;
  const [day, after] = input.after?.split("|") ?? [];
  // What is to be done begins with what is due first; what was told, with the latest.
  const [way, beyond] = input.isOpen ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const { rows } = await sql<
    Omit<Output<typeof instructions.listReceived>["rows"][number], "state" | "number"> &
      HeadRow & { orderDay: string }
  >`
    select ${head(ctx)}, r.id as recipient_id, r.unit_id, r.unit_name, r.unit_name_en, r.unit_name_ja, r.unit_name_zh,
      ${progress} as progress, ${isLate} as is_late, ${below}, r.due_on as order_day, ${dueDay} as due_on
    from instruction_recipients r join instructions i on i.id = r.instruction_id ${openDuty}
    where ${withinUnits(ctx, "r.unit_id")} and i.issued_at is not null
      and ${input.isOpen ? sql`r.done_at is null and r.left_on is null and i.closed_at is null and i.withdrawn_at is null` : sql`true`}
      and ${input.unitId ? sql`r.unit_id = ${input.unitId}::uuid` : sql`true`}
      and ${input.companyId ? sql`r.company_id = ${input.companyId}::uuid and r.unit_kind <> 'division'` : sql`true`}
      and ${
        input.isMine
          ? sql`r.unit_id in (select m.company_id from nearest_holders(units_in_scope(${ctx.actor.personId}::uuid, 'instruction.carry_out'),
              'instruction.carry_out') m where m.person_id = ${ctx.actor.personId}::uuid)`
          : sql`true`
      }
      and ${fits(input.search)}
      and ${day && after ? sql`(r.due_on, r.id) ${beyond} (${day}::date, ${after}::uuid)` : sql`true`}
    order by r.due_on ${way}, r.id ${way} limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit).map(headOf),
    next: rows.length > limit && last ? `${last.orderDay}|${last.recipientId}` : null,
  };
}

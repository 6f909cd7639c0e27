// Outside firms: units beside the tree, kept by whoever engages them.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { engagements } from "./contract.ts";
import { isMine, isVisible, paged, readCursor } from "./visible.ts";

type In<K extends keyof typeof engagements> = Input<(typeof engagements)[K]>;
type Out<K extends keyof typeof engagements> = Promise<Output<(typeof engagements)[K]>>;
type Row = Output<typeof engagements.listOutsideFirms>["rows"][number];

export async function listOutsideFirms(ctx: Ctx, input: In<"listOutsideFirms">): Out<"listOutsideFirms"> {
  const limit = input.limit ?? 50;
  const after = readCursor(input.after);
  const { rows } = await sql<Row>`
    select f.id, f.name, f.note, f.kept_by as kept_by_id, ${nameOfUnit(ctx.language, "n")} as kept_by_name, f.row_version,
      (select count(*)::int from people p where p.company_id = f.id) as people,
      (select count(*)::int from engagements e where e.firm_id = f.id and e.begins_at <= app_now() and e.ends_at > app_now()
        and ${isVisible(ctx)}) as running, ${isMine(ctx)} as is_mine
    from outside_firms f
    left join unit_names n on n.unit_id = f.kept_by and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${within(ctx, "f.id")} and ${input.search ? sql`f.name ilike ${like(input.search)}` : sql`true`}
      and ${after ? sql`(f.name, f.id) > (${after.value}, ${after.id}::uuid)` : sql`true`}
    order by f.name, f.id limit ${limit + 1}`.execute(ctx.db);
  return paged(rows, limit, (row) => `${row.name}|${row.id}`);
}

export async function addOutsideFirm(ctx: Ctx, input: In<"addOutsideFirm">): Out<"addOutsideFirm"> {
  const companyId = input.companyId ?? null;
  if (companyId !== null) await companyInScope(ctx, companyId);
  else if (ctx.reach !== "group") throw invalid("outside_firm.company_needed");
  const { rows } = await sql<{ id: string }>`
    select add_outside_firm(${input.name.trim()}, ${input.note?.trim() || null}, ${companyId}::uuid) as id`.execute(
    ctx.db,
  );
  const id = found(rows[0], "outside_firm").id;
  await record(ctx, "outside_firm.added", {
    subject: { kind: "outside_firm", id, companyId },
    personal: { name: input.name.trim() },
  });
  return { id };
}

export type OwnFirm = { id: string; name: string; keptBy: string | null; rowVersion: number };

/** A firm that the actor may act for: under the permission to manage its reach holds no others. */
export async function ownFirm(ctx: Ctx, id: string): Promise<OwnFirm> {
  const { rows } = await sql<OwnFirm>`select f.id, f.name, f.kept_by, f.row_version from outside_firms f
    where f.id = ${id}::uuid and ${within(ctx, "f.id")}`.execute(ctx.db);
  return found(rows[0], "outside_firm");
}

export async function changeOutsideFirm(ctx: Ctx, input: In<"changeOutsideFirm">): Out<"changeOutsideFirm"> {
  const firm = await ownFirm(ctx, input.id);
  const { rows } =
    await sql`update outside_firms f set name = ${input.name.trim()}, note = ${input.note?.trim() || null},
      row_version = f.row_version + 1
    where f.id = ${firm.id}::uuid and f.row_version = ${input.rowVersion} and ${within(ctx, "f.id")} returning f.id`.execute(
      ctx.db,
    );
  if (rows.length === 0)
    throw lostRace("outside_firm", { rowVersion: input.rowVersion }, { rowVersion: firm.rowVersion });
  await record(ctx, "outside_firm.changed", {
    subject: { kind: "outside_firm", id: firm.id, companyId: firm.keptBy },
    personal: { before: firm.name, name: input.name.trim() },
  });
  return { id: firm.id };
}

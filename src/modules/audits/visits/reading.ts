// The sheet as it is read: by the page, and by a device that takes it along.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import type { sheet } from "./contract/sheet.ts";
import { mayConduct } from "./loading.ts";

type Whole = Output<typeof sheet.getAuditSheet>;
type Living = Pick<Whole, "places" | "checks" | "values" | "notes" | "conflicts" | "twins">;
type Frame = Pick<
  Whole,
  | "visitId"
  | "reference"
  | "companyId"
  | "companyName"
  | "tier"
  | "inspectionId"
  | "seed"
  | "sharePercent"
  | "preparedAt"
  | "preparedByName"
  | "finishedAt"
  | "finishedByName"
  | "arrangedAt"
  | "rowVersion"
> & { editionId: string; visitState: string };

export async function getAuditSheet(ctx: Ctx, { id }: Input<typeof sheet.getAuditSheet>): Promise<Whole> {
  const { rows } = await sql<Frame>`
    select s.visit_id, s.reference, s.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, s.edition_id, s.tier, s.inspection_id,
      s.seed, s.share_percent, s.prepared_at, ${nameOfActor(ctx.language, sql`s.prepared_by`)} as prepared_by_name, s.finished_at,
      ${nameOfActor(ctx.language, sql`s.finished_by`)} as finished_by_name, s.row_version, s.arranged_at,
      v.state as visit_state
    from audit_sheets s join audit_visits v on v.id = s.visit_id
    join lateral (select * from unit_names x where x.unit_id = s.company_id order by x.valid_from desc limit 1) n on true
    where s.visit_id = ${id}::uuid and ${within(ctx, "s.company_id")}`.execute(ctx.db);
  const { editionId, visitState, ...frame } = found(rows[0], "audit_sheet");
  const book = await bookOf(ctx, editionId);
  const conducts = await mayConduct(ctx, id, frame.companyId);
  return {
    ...frame,
    edition: `${book.standard} ${book.edition}`.slice(0, 60),
    controls: await controlsOf(ctx, id, book),
    ...(await livingOf(ctx, id)),
    checkouts: await checkoutsOf(ctx, id),
    can: {
      conduct: conducts && frame.finishedAt === null,
      reopen: conducts && frame.finishedAt !== null && visitState === "planned",
    },
  };
}

type Stored = Omit<
  Whole["controls"][number],
  "areaName" | "title" | "requirement" | "test" | "evidence" | "cadence"
>;

async function controlsOf(ctx: Ctx, visitId: string, book: Book): Promise<Whole["controls"]> {
  return worded(await storedOf(ctx, visitId), book);
}

/** What was taken up on site: mostly nothing, and then no edition is read. */
export async function takenUpOf(
  ctx: Ctx,
  { visitId, editionId }: { visitId: string; editionId: string },
): Promise<Whole["controls"]> {
  const rows = await storedOf(ctx, visitId, sql`c.taken_up_at is not null`);
  return rows.length === 0 ? [] : worded(rows, await bookOf(ctx, editionId));
}

async function storedOf(ctx: Ctx, visitId: string, which = sql`true`): Promise<readonly Stored[]> {
  const { rows } = await sql<Stored>`
    select c.control_id as id, c.area, c.drawn, c.taken_up_at is not null as is_taken_up, c.said_verdict, c.said_assurance, c.said_words,
      c.said_on, c.desk_verdict, c.verdict
    from audit_controls c where c.visit_id = ${visitId}::uuid and ${within(ctx, "c.company_id")} and ${which} limit 1000`.execute(
    ctx.db,
  );
  return rows;
}

function worded(rows: readonly Stored[], book: Book): Whole["controls"] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return book.controls.flatMap((control) => {
    const row = byId.get(control.id);
    if (!row) return [];
    const { title, requirement, auditTest, evidence } = control.texts;
    const areaName = book.frame.areas.find((one) => one.id === control.area)?.name ?? {};
    return [
      { ...row, areaName, title, requirement, test: auditTest ?? null, evidence, cadence: control.cadence },
    ];
  });
}

/** Everything that changes while auditors work: few rows, and sent whole, so that nothing that was missed once stays missed. */
export async function livingOf(ctx: Ctx, visitId: string): Promise<Living> {
  const places = await sql<Living["places"][number]>`
    select p.id, p.kind, p.name, p.site_id from audit_places p
    where p.visit_id = ${visitId}::uuid and p.removed_at is null and ${within(ctx, "p.company_id")} order by p.position, p.id limit 100`.execute(
    ctx.db,
  );
  const checks = await sql<Living["checks"][number]>`
    select c.id, c.place_id, c.control_id, c.point, c.position, case when c.added_by is not null then ${nameOfActor(ctx.language, sql`c.added_by`)} end as added_by_name,
      left(concat_ws(E'\n', nullif(c.reason, ''), (select string_agg(t.reason, E'\n' order by t.added_at) from audit_check_twins t
        where t.visit_id = c.visit_id and t.check_id = c.id and t.reason <> '' and t.reason <> c.reason)), 4000) as reason
    from audit_checks c
    where c.visit_id = ${visitId}::uuid and ${within(ctx, "c.company_id")} order by c.position, c.id limit 5000`.execute(
    ctx.db,
  );
  const values = await sql<Living["values"][number]>`
    select x.check_id, x.field, x.value, x.revision, o.entered_at, coalesce(${nameOfActor(ctx.language, sql`o.person_id`)}, '') as by_name
    from audit_values x join audit_ops o on o.id = x.op_id
    where x.visit_id = ${visitId}::uuid and ${within(ctx, "x.company_id")} order by x.check_id, x.field limit 25000`.execute(
    ctx.db,
  );
  const notes = await sql<Living["notes"][number]>`
    select n.id, n.check_id, n.place_id, n.kind, n.words, n.said_by, n.file_id, encode(f.sha256, 'hex') as sha256, n.taken_at,
      n.withdrawn_at is not null as is_withdrawn, coalesce(${nameOfActor(ctx.language, sql`n.person_id`)}, '') as by_name
    from audit_notes n left join files f on f.id = n.file_id
    where n.visit_id = ${visitId}::uuid and ${within(ctx, "n.company_id")} order by n.taken_at, n.id limit 5000`.execute(
    ctx.db,
  );
  const twins = await sql<Living["twins"][number]>`
    select t.id, t.check_id from audit_check_twins t where t.visit_id = ${visitId}::uuid and ${within(ctx, "t.company_id")} limit 1000`.execute(
    ctx.db,
  );
  return {
    places: places.rows,
    checks: checks.rows,
    values: values.rows,
    notes: notes.rows,
    conflicts: await conflictsOf(ctx, visitId),
    twins: twins.rows,
  };
}

async function conflictsOf(ctx: Ctx, visitId: string): Promise<Living["conflicts"]> {
  const { rows } = await sql<Living["conflicts"][number]>`
    select o.id as op_id, o.check_id, o.field, o.value, o.entered_at, coalesce(d.device, '') as device,
      coalesce(${nameOfActor(ctx.language, sql`o.person_id`)}, '') as by_name,
      jsonb_build_object('value', x.value, 'revision', x.revision, 'enteredAt', h.entered_at, 'device', coalesce(e.device, ''),
        'byName', coalesce(${nameOfActor(ctx.language, sql`h.person_id`)}, '')) as holds
    from audit_ops o join audit_values x on x.check_id = o.check_id and x.field = o.field join audit_ops h on h.id = x.op_id
    left join audit_checkouts d on d.id = o.checkout_id left join audit_checkouts e on e.id = h.checkout_id
    where o.visit_id = ${visitId}::uuid and o.outcome = 'conflict' and ${within(ctx, "o.company_id")}
    order by o.entered_at, o.id limit 1000`.execute(ctx.db);
  return rows;
}

async function checkoutsOf(ctx: Ctx, visitId: string): Promise<Whole["checkouts"]> {
  const { rows } = await sql<Whole["checkouts"][number]>`
    select d.id, d.person_id, coalesce(${nameOfActor(ctx.language, sql`d.person_id`)}, '') as person_name, d.device, d.taken_at, d.until,
      d.is_kept, d.last_synced_at, d.waiting, d.returned_at, d.revoked_at, d.revoked_reason,
      case when d.revoked_at is not null then 'revoked' when d.returned_at is not null then 'returned'
        when d.until < app_now() then 'over' else 'out' end as state
    from audit_checkouts d where d.visit_id = ${visitId}::uuid and ${within(ctx, "d.company_id")}
    order by d.taken_at desc, d.id limit 200`.execute(ctx.db);
  return rows;
}

// Reports by link and mail as the company or the group office looks through them.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { mailInSettings } from "#core/mail/settings-in.ts";
import { permissions } from "../contract/words.ts";
import type { intake } from "./contract.ts";
import type { intakeViews } from "./contract/looking.ts";

type In<K extends keyof typeof intake> = Input<(typeof intake)[K]>;
type Out<K extends keyof typeof intake> = Promise<Output<(typeof intake)[K]>>;
type Row = Output<typeof intake.listIntakes>["rows"][number];
type View = (typeof intakeViews)[number];

/** Of the intake `k`: of a company within the scope; what is nobody's yet is for whoever reaches the whole group. */
export const seenIntake = (ctx: Ctx): RawBuilder<boolean> => within(ctx, "k.company_id");

/** What is the group office's to assign is not the companies' to look through, and the other way round. */
const viewed: Record<View, RawBuilder<boolean>> = {
  waiting: sql<boolean>`k.state in ('arrived', 'held')`,
  to_assign: sql<boolean>`k.state = 'to_assign'`,
  entered: sql<boolean>`k.state in ('entered', 'same')`,
  set_aside: sql<boolean>`k.state = 'set_aside'`,
  all: sql<boolean>`true`,
};

function narrowed(ctx: Ctx, { companyId, divisionId, search }: In<"countIntakes">): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(
    [
      seenIntake(ctx),
      ...(companyId ? [sql`k.company_id = ${companyId}::uuid`] : []),
      ...(divisionId ? [sql`k.company_id = any (array(select companies_under(${divisionId}::uuid)))`] : []),
      ...(search?.trim()
        ? [
            sql`folded(k.number || ' ' || k.title || ' ' || k.what || ' ' || k.said_name) ilike ${like(search)}`,
          ]
        : []),
    ],
    sql` and `,
  )}`;
}

const rowColumns = (ctx: Ctx) => sql`k.id, k.number, k.channel, k.state, k.held_because, k.company_id,
  ${nameOfUnit(ctx.language, "n")} as company_name,
  (select ${nameOfUnit(ctx.language, "p")} from unit_names p where p.unit_id = k.unit_id
    and holds_on(p.valid_from, p.valid_to, ${ctx.today}::date)) as place_name,
  k.kind, case when k.title <> '' then k.title else left(split_part(k.what, E'\n', 1), 300) end as title, k.said_name, k.sent_at, k.discovered_at,
  k.discovered_at + interval '24 hours' as report_due_at, k.is_vouched,
  (select count(*)::int from incident_intake_files f where f.intake_id = k.id and f.looked_at is null) as unlooked,
  (select count(*)::int from incident_intakes s where s.same_as = k.id) as alike,
  coalesce(i.id, j.id) as incident_id, coalesce(i.reference, j.reference) as incident_reference, k.row_version`;

/** i what it became, j what the one became that it is the same as. */
const joined = (ctx: Ctx) => sql`
  left join unit_names n on n.unit_id = k.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
  left join incidents i on i.id = k.incident_id
  left join incident_intakes same on same.id = k.same_as left join incidents j on j.id = same.incident_id`;

export async function listIntakes(ctx: Ctx, input: In<"listIntakes">): Out<"listIntakes"> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  const limit = input.limit ?? 50;
  const [after, afterId] = input.after?.split("|") ?? [];
  const { rows } = await sql<Row>`select ${rowColumns(ctx)} from incident_intakes k ${joined(ctx)}
    where ${narrowed(ctx, input)} and ${viewed[input.view ?? "waiting"]}
      and ${after && afterId ? sql`(k.sent_at, k.id) < (${after}::timestamptz, ${afterId}::uuid)` : sql`true`}
    order by k.sent_at desc, k.id desc limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown, next: last ? `${last.sentAt}|${last.id}` : null };
}

export async function countIntakes(ctx: Ctx, input: In<"countIntakes">): Out<"countIntakes"> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  const counts = sql.join(
    (Object.keys(viewed) as View[]).map(
      (view) => sql`count(*) filter (where ${viewed[view]})::int as ${sql.ref(view)}`,
    ),
  );
  // Columns come back as the rest of the code names them; a view keeps the word that stands in the address.
  const { rows } = await sql<
    Record<"waiting" | "toAssign" | "entered" | "setAside" | "all", number> & { at: string }
  >`
    select ${counts}, app_now() as at from incident_intakes k where ${narrowed(ctx, input)}`.execute(ctx.db);
  const { toAssign, setAside, ...counted } = found(rows[0], "incident_intake");
  return {
    ...counted,
    to_assign: toAssign,
    set_aside: setAside,
    mailAddress: mailInSettings()?.address ?? null,
  };
}

type Whole = Output<typeof intake.getIntake>;

export async function getIntake(ctx: Ctx, { id }: In<"getIntake">): Out<"getIntake"> {
  const { rows } = await sql<Omit<Whole, "files" | "words" | "mayAssign">>`
    select ${rowColumns(ctx)}, k.what, k.answers, k.zone, k.language, k.said_contact, k.from_address, k.left_out,
      (select ${nameOfPerson(ctx.language, "w")} from people w where w.id = k.person_id) as person_name,
      (select l.label from report_links l where l.id = k.link_id) as link_label, k.secret_hash is not null and k.state <> 'set_aside' as can_answer,
      case when k.same_as is not null then jsonb_build_object('id', k.same_as, 'number', same.number) end as same_as,
      k.dealt_at, ${nameOfActor(ctx.language, sql`k.dealt_by`)} as dealt_by_name, k.dealt_because
    from incident_intakes k ${joined(ctx)} where k.id = ${id}::uuid and ${seenIntake(ctx)}`.execute(ctx.db);
  const whole = found(rows[0], "incident_intake");
  const { rows: files } = await sql<Whole["files"][number]>`
    select f.id, f.name, f.size_bytes::int as size_bytes, f.media_type, x.sent_at, x.is_kept,
      ${nameOfActor(ctx.language, sql`x.looked_by`)} as looked_by_name
    from incident_intake_files x join files f on f.id = x.file_id where x.intake_id = ${id}::uuid
    order by x.sent_at, f.name limit 50`.execute(ctx.db);
  const { rows: words } = await sql<Whole["words"][number]>`
    select w.id, w.at, w.is_senders, w.said, ${nameOfActor(ctx.language, sql`w.said_by`)} as by_name
    from incident_intake_words w where w.intake_id = ${id}::uuid order by w.at, w.id limit 100`.execute(
    ctx.db,
  );
  return {
    ...whole,
    files,
    words,
    mayAssign: whole.state === "to_assign" && ctx.permission === permissions.manage,
  };
}

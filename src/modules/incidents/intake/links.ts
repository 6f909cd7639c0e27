// Links as whoever keeps them makes, renews and takes them back. Which of them open something, the door asks the database.
import { randomInt } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { publicUrl } from "#core/http/public-url.ts";
import type { intake } from "./contract.ts";
import { codeLength, codeLetters, shownCode } from "./rules.ts";

type In<K extends keyof typeof intake> = Input<(typeof intake)[K]>;
type Out<K extends keyof typeof intake> = Promise<Output<(typeof intake)[K]>>;
type Row = Output<typeof intake.listReportLinks>["rows"][number];

/** So many of one company that still work: more is a mistake. */
const mostOfOne = 100;

/** Thirty letters in eight places, by a source that cannot be foreseen: 6.5 × 10¹¹, of which a guess a second opens none in a life. */
const newCode = (): string =>
  Array.from({ length: codeLength }, () => codeLetters[randomInt(codeLetters.length)]).join("");

export const addressOfLink = (code: string): string => `${publicUrl()}/r/${code}`;

const subjectOf = ({ id, companyId }: { id: string; companyId: string }) => ({
  kind: "report_link",
  id,
  companyId,
});
const isOver = sql<boolean>`(l.revoked_at is not null or coalesce(l.valid_to < group_today(), false))`;

export async function listReportLinks(ctx: Ctx, input: In<"listReportLinks">): Out<"listReportLinks"> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  const limit = input.limit ?? 50;
  const [after, afterId] = input.after?.split("|") ?? [];
  const { rows } = await sql<Omit<Row, "address">>`
    select l.id, l.company_id, coalesce(${nameOfUnit(ctx.language, "n")}, '') as company_name, l.unit_id,
      (select ${nameOfUnit(ctx.language, "p")} from unit_names p where p.unit_id = l.unit_id
        and holds_on(p.valid_from, p.valid_to, ${ctx.today}::date)) as unit_name,
      l.label, case when not ${isOver} then l.code end as code, l.languages, l.phone, l.valid_to, ${isOver} as is_over, l.made_at,
      ${nameOfActor(ctx.language, sql`l.made_by`)} as made_by_name, l.renewed_at, l.revoked_at,
      (select count(*)::int from incident_intakes k where k.link_id = l.id) as reports,
      (select max(k.sent_at) from incident_intakes k where k.link_id = l.id) as last_at, l.row_version
    from report_links l
    left join unit_names n on n.unit_id = l.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${within(ctx, "l.company_id")} and ${input.companyId ? sql`l.company_id = ${input.companyId}::uuid` : sql`true`}
      and ${isOver} = ${input.isOver ?? false}
      and ${input.search?.trim() ? sql`folded(l.label || ' ' || coalesce(n.name, '') || ' ' || coalesce(n.name_ja, '') || ' ' || l.code) ilike ${like(input.search)}` : sql`true`}
      and ${after && afterId ? sql`(l.made_at, l.id) < (${after}::timestamptz, ${afterId}::uuid)` : sql`true`}
    order by l.made_at desc, l.id desc limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map((row) => ({
      ...row,
      address: row.code ? addressOfLink(row.code) : null,
      code: row.code ? shownCode(row.code) : null,
    })),
    next: last ? `${last.madeAt}|${last.id}` : null,
  };
}

export async function makeReportLink(ctx: Ctx, input: In<"makeReportLink">): Out<"makeReportLink"> {
  await companyInScope(ctx, input.companyId);
  await assertSaid(ctx, input.companyId, input);
  const { rows: counted } = await sql<{ count: number }>`select count(*)::int as count from report_links l
    where l.company_id = ${input.companyId}::uuid and not ${isOver} and ${within(ctx, "l.company_id")}`.execute(
    ctx.db,
  );
  if ((counted[0]?.count ?? 0) >= mostOfOne)
    throw conflict("report_link.too_many", { values: { count: mostOfOne } });
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    insert into report_links (company_id, unit_id, code, label, languages, phone, valid_to, made_by)
    values (${input.companyId}::uuid, ${input.unitId ?? null}::uuid, ${newCode()}, ${input.label.trim()}, ${[...new Set(input.languages)]}::text[],
      ${input.phone.trim()}, ${input.validTo ?? null}::date, ${ctx.actor.personId}::uuid)
    returning id, row_version`.execute(ctx.db);
  const made = found(rows[0], "report_link");
  await record(ctx, "report_link.made", {
    subject: subjectOf({ id: made.id, companyId: input.companyId }),
    data: { unitId: input.unitId ?? null, validTo: input.validTo ?? null },
    personal: { label: input.label.trim(), phone: input.phone.trim() },
  });
  return made;
}

async function assertSaid(
  ctx: Ctx,
  companyId: string,
  { unitId, validTo }: Pick<In<"makeReportLink">, "unitId" | "validTo">,
): Promise<void> {
  if (validTo && validTo < ctx.today) throw invalid("report_link.ends_before_today");
  if (!unitId) return;
  const { rows } =
    await sql`select from units u where u.id = ${unitId}::uuid and u.company_id = ${companyId}::uuid and u.kind in ('site', 'department')
      and ${within(ctx, "u.company_id")} and (u.ended_on is null or u.ended_on > ${ctx.today}::date)`.execute(
      ctx.db,
    );
  if (rows.length === 0) throw invalid("incident.unknown_place");
}

type Link = { id: string; companyId: string; rowVersion: number; isOver: boolean };

async function linkToChange(ctx: Ctx, id: string, rowVersion: number): Promise<Link> {
  const { rows } =
    await sql<Link>`select l.id, l.company_id, l.row_version, ${isOver} as is_over from report_links l
    where l.id = ${id}::uuid and ${within(ctx, "l.company_id")} for no key update`.execute(ctx.db);
  const link = found(rows[0], "report_link");
  if (link.rowVersion !== rowVersion)
    throw lostRace("report_link", { rowVersion }, { rowVersion: link.rowVersion });
  if (link.isOver) throw conflict("report_link.over");
  return link;
}

export async function changeReportLink(ctx: Ctx, input: In<"changeReportLink">): Out<"changeReportLink"> {
  const link = await linkToChange(ctx, input.id, input.rowVersion);
  await assertSaid(ctx, link.companyId, input);
  await sql`update report_links set label = ${input.label.trim()}, unit_id = ${input.unitId ?? null}::uuid,
      languages = ${[...new Set(input.languages)]}::text[], phone = ${input.phone.trim()}, valid_to = ${input.validTo ?? null}::date,
      row_version = row_version + 1 where id = ${link.id}::uuid`.execute(ctx.db);
  await record(ctx, "report_link.changed", {
    subject: subjectOf(link),
    data: { unitId: input.unitId ?? null, validTo: input.validTo ?? null },
    personal: { label: input.label.trim(), phone: input.phone.trim() },
  });
  return { id: link.id, rowVersion: link.rowVersion + 1 };
}

export async function renewReportLink(ctx: Ctx, input: In<"renewReportLink">): Out<"renewReportLink"> {
  const link = await linkToChange(ctx, input.id, input.rowVersion);
  await sql`update report_links set code = ${newCode()}, renewed_at = app_now(), row_version = row_version + 1
    where id = ${link.id}::uuid`.execute(ctx.db);
  await record(ctx, "report_link.renewed", { subject: subjectOf(link) });
  return { id: link.id, rowVersion: link.rowVersion + 1 };
}

export async function revokeReportLink(ctx: Ctx, input: In<"revokeReportLink">): Out<"revokeReportLink"> {
  const link = await linkToChange(ctx, input.id, input.rowVersion);
  await sql`update report_links set revoked_at = app_now(), revoked_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where id = ${link.id}::uuid`.execute(ctx.db);
  await record(ctx, "report_link.revoked", { subject: subjectOf(link) });
  return { id: link.id, rowVersion: link.rowVersion + 1 };
}

// What can this person see, who can see this: from the rows and functions that the checks read, for today or as held on a day.
import { Readable } from "node:stream";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { type CsvColumn, writeCsv } from "#core/exports/csv.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { textsOf } from "#core/text/own-texts.ts";
import type { access } from "./contract.ts";
import * as queries from "./queries.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;
type Answer = Output<typeof access.askRights>;
type Right = Answer["rights"][number];

/**
 * Lets the statements of `read` take a past day for today, which is all that their answer depends on. Whom the asker
 * reaches is today's and was settled before.
 */
async function asOfDay<T>(ctx: Ctx, day: string, read: () => Promise<T>): Promise<T> {
  const set = (to: string) => sql`select set_config('app.today', ${to}, true)`.execute(ctx.db);
  if (day === ctx.today) return read();
  await set(day);
  const value = await read();
  await set(ctx.today);
  return value;
}

const named = (ctx: Ctx, alias: string, column = "name") =>
  sql<string>`coalesce(${sql.ref(`${alias}.${column}_${ctx.language}`)}, ${sql.ref(`${alias}.${column}`)})`;

type Name = { unitId: string; name: string };

/** @param asks one's own are named whatever one reaches; those of somebody else as far as the asker does. */
async function rightsOf(ctx: Ctx, personId: string, day: string, asks: "own" | "others"): Promise<Right[]> {
  type Row = Omit<Right, "companies" | "permissions" | "companyCount" | "unitName"> & {
    unitId: string;
    companies: string[];
  };
  const rows = await asOfDay(ctx, day, async () => {
    const { rows } = await sql<Row>`
      select h.id, h.role_id, ${queries.roleName(ctx)} as role_name, h.via, ${named(ctx, "h", "position_name")} as position_name,
        h.holder_name, h.unit_id, h.unit_kind, h.with_subtree, h.valid_to, h.unit_kind = 'group' and h.with_subtree as is_group,
        h.companies
      from reach_of(${personId}::uuid) h join roles r on r.id = h.role_id limit 500`.execute(ctx.db);
    return rows;
  });
  const roles = new Map((await queries.listRoles(ctx.db)).map((role) => [role.id, role.permissions]));
  // Counted in full, whatever is named.
  const units = [...new Set(rows.flatMap((row) => [row.unitId, ...row.companies.slice(0, 100)]))];
  const { rows: names } =
    asks === "own"
      ? await sql<Name>`select n.unit_id, ${named(ctx, "n")} as name from own_reach_names() n`.execute(ctx.db)
      : await sql<Name>`
    select n.unit_id, ${named(ctx, "n")} as name from units u
    join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from <= ${day}::date desc, x.valid_from desc limit 1) n on true
    where u.id = any (${units}::uuid[]) and (u.kind in ('group', 'division') or ${within(ctx, "u.company_id")})`.execute(
          ctx.db,
        );
  const nameOf = new Map(names.map((row) => [row.unitId, row.name]));
  return rows.map(({ unitId, companies, ...row }) => ({
    ...row,
    unitName: nameOf.get(unitId) ?? "",
    companyCount: companies.length,
    companies: companies
      .flatMap((id) => (nameOf.has(id) ? [{ id, name: nameOf.get(id) ?? "" }] : []))
      .slice(0, 100),
    permissions: roles.get(row.roleId) ?? [],
  }));
}

export async function getOwnRights(ctx: Ctx): Out<"getOwnRights"> {
  const { rows } = await sql<{ id: string; name: string }>`
    select p.id, ${nameOfPerson(ctx.language, "p")} as name from people p where p.id = ${ctx.actor.personId}::uuid`.execute(
    ctx.db,
  );
  const me = found(rows[0], "person");
  return {
    personId: me.id,
    personName: me.name,
    day: ctx.today,
    rights: await rightsOf(ctx, me.id, ctx.today, "own"),
  };
}

export async function askRights(ctx: Ctx, input: In<"askRights">): Out<"askRights"> {
  const { rows } = await sql<{ id: string; companyId: string; name: string }>`
    select p.id, p.company_id, ${nameOfPerson(ctx.language, "p")} as name from people p
    where p.id = ${input.id}::uuid and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  const person = found(rows[0], "person");
  const day = input.asOf ?? ctx.today;
  const answer = {
    personId: person.id,
    personName: person.name,
    day,
    rights: await rightsOf(ctx, person.id, day, "others"),
  };
  return asSensitiveRead(answer, {
    verb: "rights.asked",
    subject: { kind: "person", id: person.id, companyId: person.companyId },
    data: { on: day, count: answer.rights.length },
  });
}

type Who = Output<typeof access.askWho>["rows"][number];

async function whoAt(ctx: Ctx, input: In<"askWho">): Promise<Who[]> {
  await companyInScope(ctx, input.companyId);
  const { rows } = await asOfDay(ctx, input.asOf ?? ctx.today, () =>
    sql<Who>`
      select case when ${within(ctx, "h.company_id")} then h.person_id end as person_id, ${nameOfPerson(ctx.language, "h")} as person_name,
        h.role_id, ${queries.roleName(ctx)} as role_name, h.via, ${named(ctx, "h", "position_name")} as position_name, h.unit_kind,
        coalesce(${named(ctx, "h", "unit_name")}, '') as unit_name, h.valid_to
      from reaching(${input.companyId}::uuid) h join roles r on r.id = h.role_id
      where ${input.permission ?? null}::text is null or exists (select from role_permissions rp
        where rp.role_id = h.role_id and rp.permission = ${input.permission ?? null})
      order by array_position(array['group', 'division', 'company'], h.unit_kind), person_name, h.role_id limit 2000`.execute(
      ctx.db,
    ),
  );
  return rows;
}

const asked = (ctx: Ctx, input: In<"askWho">, count: number) => ({
  verb: "rights.asked",
  subject: { kind: "unit", id: input.companyId, companyId: input.companyId },
  data: { on: input.asOf ?? ctx.today, permission: input.permission ?? null, count },
});

export async function askWho(ctx: Ctx, input: In<"askWho">): Out<"askWho"> {
  const rows = await whoAt(ctx, input);
  const roles = await queries.listRoles(ctx.db);
  const output = {
    day: input.asOf ?? ctx.today,
    people: new Set(rows.map((row) => row.personId ?? row.personName)).size,
    rows,
    permissions: [...new Set(roles.flatMap((role) => role.permissions))].toSorted(),
  };
  return asSensitiveRead(output, asked(ctx, input, rows.length));
}

const words = textsOf("access");

export async function exportWho(ctx: Ctx, input: In<"exportWho">): Out<"exportWho"> {
  const rows = await whoAt(ctx, input);
  const say = (key: string) => words()(ctx.language, key);
  const columns: CsvColumn<Who>[] = [
    { label: say("account.person"), value: (row) => row.personName },
    {
      label: say("grant.role"),
      value: ({ roleId, roleName }) => roleName ?? say(`role.${roleId}`),
    },
    { label: say("grant.unit"), value: (row) => row.unitName },
    {
      label: say("rights.by"),
      value: (row) => [say(`rights.via.${row.via}`), row.positionName].filter(Boolean).join(" "),
    },
    { label: say("rights.until"), value: (row) => (row.validTo ? addDays(row.validTo, -1) : null) },
  ];
  const output = withContent(
    { format: input.format },
    {
      name: `${say("rights.whoFile")} ${input.asOf ?? ctx.today}.csv`,
      mediaType: "text/csv; charset=utf-8",
      open: () => Readable.from(writeCsv(columns, rows)),
    },
  );
  return asSensitiveRead(output, asked(ctx, input, rows.length));
}

// Seats with who holds them, as a list that comes back without a change.
import { Readable } from "node:stream";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { type Reading, withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import type { organization } from "./contract.ts";
import { mediaTypes } from "./exporting.ts";

type Row = {
  id: string;
  unitCode: string;
  unitName: string;
  purpose: string | null;
  name: string;
  isOneOfSeveral: boolean;
  code: string | null;
  familyName: string | null;
  givenName: string | null;
  email: string | null;
  telephone: string | null;
  validFrom: string | null;
  lastDay: string | null;
};
type Say = (key: string, values?: Record<string, unknown>) => string;

const words = textsOf("organization");
const perRead = 1000;
const languages: readonly Language[] = ["ja", "en", "zh"];

export async function exportSeats(
  ctx: Ctx,
  { format, companyId }: Input<typeof organization.exportSeats>,
): Promise<Output<typeof organization.exportSeats>> {
  if (companyId) await companyInScope(ctx, companyId);
  const say: Say = (key, values) => words()(ctx.language, key, values);
  const columns = seatFields(say);
  const rows = (reading: Reading) => seatPages(reading, companyId);
  const output = withContent(
    { format },
    {
      name: `${say("seats.fileName", { day: ctx.today })}.${format}`,
      mediaType: mediaTypes[format],
      open: (reading) =>
        Readable.from(
          format === "csv"
            ? writeCsv(columns, rows(reading))
            : writeXlsx(say("seats.sheet"), columns, rows(reading)),
        ),
    },
  );
  return asExport(ctx, output, "position.exported", { format }, companyId);
}

async function* seatPages(reading: Reading, companyId: string | undefined): AsyncGenerator<Row> {
  for (let after: string | null = null; ; ) {
    const seats: string[] = await reading((ctx) => nextSeats(ctx, companyId, after));
    yield* await reading((ctx) => rowsOf(ctx, seats));
    const last = seats.at(-1);
    if (seats.length < perRead || !last) return;
    after = last;
  }
}

async function nextSeats(ctx: Ctx, companyId: string | undefined, after: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from positions s join units u on u.id = s.unit_id
    where ${within(ctx, "s.company_id")} and ${after ? sql`s.id > ${after}::uuid` : sql`true`}
      and ${companyId ? sql`s.company_id = ${companyId}::uuid` : sql`true`}
      and (s.ended_on is null or s.ended_on > ${ctx.today}::date) and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
    order by s.id limit ${perRead}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** A seat has a row for each who holds it or will, and one without a name while nobody does. */
async function rowsOf(ctx: Ctx, seats: readonly string[]): Promise<Row[]> {
  const own = sql.ref(`n.name_${ctx.language}`);
  const { rows } = await sql<Row>`
    select s.id, u.code as unit_code, coalesce(${own}, n.name, '') as unit_name, s.purpose,
      coalesce(${sql.ref(`s.name_${ctx.language}`)}, s.name) as name,
      exists (select from positions o where o.unit_id = s.unit_id and o.purpose = s.purpose and o.id <> s.id
        and (o.ended_on is null or o.ended_on > ${ctx.today}::date)) as is_one_of_several,
      p.code, p.family_name, p.given_name, p.email, p.telephone, h.valid_from, (h.valid_to - 1)::text as last_day
    from positions s join units u on u.id = s.unit_id
    left join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, greatest(${ctx.today}::date, u.founded_on))
    left join position_holders h on h.position_id = s.id and (h.valid_to is null or h.valid_to > ${ctx.today}::date)
    left join people p on p.id = h.person_id
    where s.id = any (${[...seats]}::uuid[]) and ${within(ctx, "s.company_id")}
    order by u.code, s.id, h.valid_from`.execute(ctx.db);
  return rows;
}

/** The name of a seat stands beside its role where it says more than the role does. */
function ownName({ purpose, name, isOneOfSeveral }: Row): string | null {
  if (purpose === null) return null;
  const isUsual = languages.some((language) => words()(language, `position.purpose.${purpose}`) === name);
  return isUsual && !isOneOfSeveral ? null : name;
}

const seatFields = (say: Say): SheetColumn<Row>[] => [
  { label: say("seats.unitCode"), value: (row) => row.unitCode },
  { label: say("seats.unit"), value: (row) => row.unitName },
  {
    label: say("seats.role"),
    value: (row) => (row.purpose ? say(`position.purpose.${row.purpose}`) : row.name),
  },
  { label: say("seats.seat"), value: ownName },
  { label: say("seats.number"), value: (row) => row.code },
  { label: say("person.familyName"), value: (row) => row.familyName },
  { label: say("person.givenName"), value: (row) => row.givenName },
  { label: say("people.email"), value: (row) => row.email },
  { label: say("people.telephone"), value: (row) => row.telephone },
  { label: say("seats.from"), kind: "day", value: (row) => row.validFrom },
  { label: say("seats.until"), kind: "day", value: (row) => row.lastDay },
];

// People with every field that a list may carry, under headings that the import recognises.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import type { SheetColumn } from "#core/exports/xlsx.ts";
import type { Reading } from "#core/files/content.ts";
import { like } from "#core/db/like.ts";

type Row = {
  id: string;
  companyCode: string;
  unitCode: string | null;
  code: string | null;
  familyName: string;
  givenName: string;
  familyNameReading: string | null;
  givenNameReading: string | null;
  email: string | null;
  telephone: string | null;
  language: string | null;
  timeZone: string | null;
  employment: string | null;
  title: string | null;
  validFrom: string | null;
  lastDay: string | null;
};
export type PeopleFilter = { search?: string | undefined; companyId?: string | undefined };

const perRead = 2000;

export async function* peoplePages(reading: Reading, filter: PeopleFilter): AsyncGenerator<Row> {
  for (let after: string | null = null; ; ) {
    const page: Row[] = await reading((ctx) => readPage(ctx, filter, after));
    yield* page;
    const last = page.at(-1);
    if (page.length < perRead || !last) return;
    after = last.id;
  }
}

/** With the employment that a list of the company would compare: the one that holds or comes next, else the last. */
async function readPage(ctx: Ctx, filter: PeopleFilter, after: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select p.id, c.code as company_code, u.code as unit_code, p.code, p.family_name, p.given_name, p.family_name_reading,
      p.given_name_reading, p.email, p.telephone, p.language, p.time_zone, e.kind as employment, e.title, e.valid_from,
      (e.valid_to - 1)::text as last_day
    from people p join units c on c.id = p.company_id
    left join lateral (select e.* from employments e where e.person_id = p.id and e.company_id = p.company_id
      order by (e.valid_to is null or e.valid_to > ${ctx.today}::date) desc,
        case when e.valid_to is null or e.valid_to > ${ctx.today}::date then e.valid_from end, e.valid_to desc limit 1) e on true
    left join units u on u.id = e.unit_id
    where ${within(ctx, "p.company_id")} and ${after ? sql`p.id > ${after}::uuid` : sql`true`}
      and ${filter.companyId ? sql`p.company_id = ${filter.companyId}::uuid` : sql`true`}
      and ${filter.search ? sql`p.sought ilike ${like(filter.search)}` : sql`true`}
    order by p.id limit ${perRead}`.execute(ctx.db);
  return rows;
}

export const peopleFields = (say: (key: string) => string): SheetColumn<Row>[] => [
  { label: say("people.code"), value: (row) => row.code },
  { label: say("person.familyName"), value: (row) => row.familyName },
  { label: say("person.givenName"), value: (row) => row.givenName },
  { label: say("person.familyNameReading"), value: (row) => row.familyNameReading },
  { label: say("person.givenNameReading"), value: (row) => row.givenNameReading },
  { label: say("people.companyCode"), value: (row) => row.companyCode },
  { label: say("people.unitCode"), value: (row) => row.unitCode },
  {
    label: say("people.employment"),
    value: (row) => (row.employment ? say(`employment.${row.employment}`) : null),
  },
  { label: say("people.titleColumn"), value: (row) => row.title },
  { label: say("people.email"), value: (row) => row.email },
  { label: say("people.telephone"), value: (row) => row.telephone },
  { label: say("person.language"), value: (row) => row.language },
  { label: say("facts.timeZone"), value: (row) => row.timeZone },
  { label: say("people.from"), kind: "day", value: (row) => row.validFrom },
  { label: say("people.lastDay"), kind: "day", value: (row) => row.lastDay },
];

// One search box for everything one may see. Each kind is one indexed function of db/migrations/0021_search.sql.
import { literal } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { mostRows, type search } from "./contract.ts";

type Found = Output<typeof search.searchAll>;
type Titles = Partial<Record<Language, string>>;

/** What a reader types as a pattern without wildcards of its own. */
const plain = (words: string) => literal(words.normalize("NFKC").trim());

export async function searchAll(ctx: Ctx, input: Input<typeof search.searchAll>): Promise<Found> {
  const words = plain(input.words);
  if (words === "")
    return { companies: [], controls: [], people: [], findings: [], lateralChecks: [], incidents: [] };
  const who = sql`${ctx.actor.personId}::uuid, ${words}, ${mostRows}`;
  const companies = await sql<Found["companies"][number]>`select * from find_companies(${who})`.execute(
    ctx.db,
  );
  const controls = await sql<{ editionId: string; controlId: string; titles: Titles }>`
    select * from find_controls(${who})`.execute(ctx.db);
  const people = await sql<Found["people"][number]>`select * from find_people(${who})`.execute(ctx.db);
  const findings = await sql<{
    id: string;
    reference: string;
    title: string;
    titles: Titles | null;
    companyName: string | null;
  }>`
    select * from find_findings(${who})`.execute(ctx.db);
  const lateral = await sql<{ id: string; number: string; title: string; titles: Titles }>`
    select * from find_lateral_checks(${who})`.execute(ctx.db);
  const incidents = await sql<Found["incidents"][number]>`
    select f.id, f.reference, nullif(f.title, '–') as title, f.kind, ${nameOfUnit(ctx.language, "f")} as company_name, f.is_exercise
    from find_incidents(${who}) f`.execute(ctx.db);
  return {
    companies: companies.rows,
    controls: controls.rows.map(({ titles, ...control }) => ({
      ...control,
      title: titleIn(titles, ctx.language),
    })),
    people: people.rows,
    findings: findings.rows.map(({ id, reference, title, titles, companyName }) => ({
      id,
      reference,
      title: titles?.[ctx.language] ?? title,
      companyName,
    })),
    lateralChecks: lateral.rows.map(({ id, number, title, titles }) => ({
      id,
      number,
      title: titles[ctx.language] ?? title,
    })),
    incidents: incidents.rows,
  };
}

function titleIn(titles: Titles, language: Language) {
  const lang = [language, "en", "ja", "zh"].find((one) => titles[one as Language] !== undefined) as Language;
  return { text: titles[lang] ?? "", lang };
}

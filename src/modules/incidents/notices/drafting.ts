// A template of the table becomes a draft: its placeholders are filled from the incident, in each language as its readers write.
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { loadTexts, languages } from "#core/text/catalogue.ts";
import { formatMoment, type Language } from "#core/text/format.ts";
import type { Kind, Severity } from "../rules.ts";
import { fill, type Values } from "./rules.ts";

export const say = loadTexts([
  fileURLToPath(new URL("../../../core/text", import.meta.url)),
  fileURLToPath(new URL("..", import.meta.url)),
]);

export type Text = { language: Language; subject: string; body: string };
type Words = Partial<Record<Language, string>>;

/** What an incident lends to a draft; of a dry run what is not known yet. */
export type Case = {
  companyId: string;
  reference: string;
  title: string;
  what: string;
  kind: Kind;
  severity: Severity;
  discoveredAt: string | null;
  reportedAt: string | null;
};

type Place = { names: Record<Language, string>; zone: string; groupZone: string; language: Language };

/** Of a name that has ended, or begins with a company that is yet to be founded, the nearest: a case of theirs has its notices as well. */
export async function placeOf(ctx: Ctx, companyId: string): Promise<Place & { country: string | null }> {
  const name = (language: Language) => sql`coalesce(${nameOfUnit(language, "n")}, u.code)`;
  const { rows } = await sql<{
    ja: string;
    en: string;
    zh: string;
    zone: string;
    groupZone: string;
    language: Language;
    country: string | null;
  }>`
    select ${name("ja")} as ja, ${name("en")} as en, ${name("zh")} as zh, coalesce(f.time_zone, g.time_zone, 'UTC') as zone,
      coalesce(g.time_zone, 'UTC') as group_zone, coalesce(f.language, 'en') as language, f.country
    from units u left join lateral (select x.* from unit_names x where x.unit_id = u.id
      order by holds_on(x.valid_from, x.valid_to, ${ctx.today}::date) desc, abs(x.valid_from - ${ctx.today}::date) limit 1) n on true
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)
    left join group_settings g on true where u.id = ${companyId}::uuid`.execute(ctx.db);
  const { ja, en, zh, ...rest } = found(rows[0], "company");
  return { ...rest, names: { ja, en, zh } };
}

function valuesOf(of: Case, place: Place, language: Language): Values {
  const zones = [...new Set([place.zone, place.groupZone])];
  const moment = (at: string | null) =>
    at ? zones.map((zone) => formatMoment(at, language, zone, "full", true)).join(" / ") : "–";
  return {
    reference: of.reference,
    title: of.title,
    kind: say(language, `incident.kind.${of.kind}`),
    company: place.names[language],
    severity: say(language, `severity.${of.severity}`),
    discovered: moment(of.discoveredAt),
    reported: moment(of.reportedAt),
    known: of.what.trim() || of.title,
  };
}

/** In every language that the template has. */
export const textsOf = (template: { subjects: Words; bodies: Words }, of: Case, place: Place): Text[] =>
  languages.flatMap((language) => {
    const [subject, body] = [template.subjects[language], template.bodies[language]];
    if (!subject?.trim() || !body?.trim()) return [];
    const values = valuesOf(of, place, language);
    return [
      { language, subject: fill(subject, values).slice(0, 600), body: fill(body, values).slice(0, 20_000) },
    ];
  });

/** In the reader's language, else in one that there is. */
export const wordsFor = (language: Language, words: Words): string =>
  words[language] || words.en || words.ja || words.zh || "–";

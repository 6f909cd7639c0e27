// A brief in the language of its paper: lines that the product composed are composed anew from the same facts, also where somebody
// kept them in another language; what somebody wrote stays as it was written, and the paper says in which language that is.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { formatNumber, langOf } from "#core/text/format.ts";
import { countryIn, factsFor, linesOf, sayIn } from "../room/composing.ts";
import type { getIncident } from "../reading.ts";

const boxes = ["happened", "affected", "doing", "decide"] as const;
type Boxes = Record<(typeof boxes)[number], string>;
type Told = Pick<
  Awaited<ReturnType<typeof getIncident>>,
  "id" | "title" | "discoveredAt" | "discoveredZone" | "containedAt" | "companyZone"
>;
type Facts = Awaited<ReturnType<typeof factsFor>>;
const languages: readonly Language[] = ["ja", "en", "zh"];

/** @returns the boxes, and the languages other than the paper's that somebody wrote in. */
export async function recomposed(
  ctx: Ctx,
  incident: Told,
  written: Boxes & { version: number },
): Promise<{ boxes: Boxes; others: Language[] }> {
  const line = await translatedLines(ctx, incident, written.version);
  const others = new Set<Language>();
  const inPaper = (words: string) =>
    words
      .split("\n")
      .map((own) => {
        const composed = line(own.trim());
        if (composed === null && own.trim()) others.add(langOf(own, ctx.language));
        return composed ?? own;
      })
      .join("\n");
  const all = Object.fromEntries(boxes.map((box) => [box, inPaper(written[box])])) as Boxes;
  return { boxes: all, others: [...others].filter((one) => one !== ctx.language) };
}

/** A line as the product writes it in the language of the paper; null where the product did not write it. */
async function translatedLines(ctx: Ctx, incident: Told, version: number) {
  const facts = new Map<Language, Facts>();
  for (const language of languages) facts.set(language, await factsFor({ ...ctx, language }, incident));
  const lines = (language: Language, zone: string) => {
    const of = linesOf(language, zone, incident, facts.get(language) as Facts);
    return [...of.happened, ...of.affected, ...of.tasks.map((one) => one.line)];
  };
  const countries = facts.get(ctx.language)?.people.map((one) => one.country) ?? [];
  const to = lines(ctx.language, incident.companyZone);
  const zones = await zonesOf(ctx, incident, version);
  const known = new Map<string, string>();
  for (const language of languages) {
    for (const zone of zones)
      for (const [at, one] of lines(language, zone).entries()) known.set(one, to[at] ?? one);
    for (const key of ["notContained", "done", "open"])
      known.set(sayIn(language)(`room.draft.${key}`), sayIn(ctx.language)(`room.draft.${key}`));
  }
  return (line: string): string | null => known.get(line) ?? countedAnew(line, ctx.language, countries);
}

/** How many people, altogether or of a country, as it was counted when it was written. */
function countedAnew(line: string, to: Language, countries: readonly string[]): string | null {
  const written = (language: Language, kind: string, country: string | null, count: string) => {
    const say = sayIn(language);
    const counted = say(`room.draft.${kind}`, { count });
    return country === null
      ? say("room.draft.people", { count: counted })
      : `${countryIn(language, country)}: ${counted}`;
  };
  for (const language of languages)
    for (const kind of ["about", "exactly"])
      for (const country of [null, ...countries]) {
        const [before = "", after = ""] = written(language, kind, country, "\u0000").split("\u0000");
        if (!line.startsWith(before) || !line.endsWith(after)) continue;
        const number = line.slice(before.length, line.length - after.length);
        if (!/^\d{1,3}(,\d{3})*$/.test(number)) continue;
        return written(to, kind, country, formatNumber(Number(number.replaceAll(",", "")), to));
      }
  return null;
}

/** Moments stand in it as the clock of whoever wrote it did. */
async function zonesOf(
  ctx: Ctx,
  { id, discoveredZone, companyZone }: Told,
  version: number,
): Promise<string[]> {
  const { rows } = await sql<{ zone: string | null }>`
    select p.time_zone as zone from incident_briefs b join people p on p.id = b.written_by
    where b.incident_id = ${id}::uuid and b.version = ${version}`.execute(ctx.db);
  return [...new Set([companyZone, discoveredZone, rows[0]?.zone ?? companyZone])];
}

// The lines of a brief that the product composes of the facts, in a language: its beginning on screen, and its words on paper.
import { fileURLToPath } from "node:url";
import type { Ctx, Language } from "#core/context.ts";
import { formatMoment, formatNumber, locales } from "#core/text/format.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { Incident } from "../visible.ts";
import { companiesOf, factsOf } from "./facts.ts";
import { totalOf } from "./rules.ts";
import { tasksOf } from "./tasks.ts";

const texts = loadTexts([
  fileURLToPath(new URL("../../../core/text", import.meta.url)),
  fileURLToPath(new URL("..", import.meta.url)),
]);

export const sayIn =
  (language: Language) =>
  (key: string, values: Record<string, string | number> = {}): string =>
    texts(language, key, values);

export const countryIn = (language: Language, code: string): string =>
  new Intl.DisplayNames([locales[language]], { type: "region" }).of(code) ?? code;

type Facts = Awaited<ReturnType<typeof factsFor>>;
export type Lines = {
  happened: string[];
  affected: string[];
  /** Every task, of which a brief names some. */
  tasks: { state: string; line: string }[];
};

/** Names of companies and tasks in the language of `ctx`. */
export async function factsFor(ctx: Ctx, incident: Pick<Incident, "id">) {
  const { people } = await factsOf(ctx, incident.id);
  const companies = (await companiesOf(ctx, incident.id)).filter((one) => !one.leftAt);
  return { people, companies, tasks: await tasksOf(ctx, incident.id) };
}

type Told = Pick<Incident, "title" | "discoveredAt" | "containedAt">;

export function linesOf(language: Language, zone: string, incident: Told, facts: Facts): Lines {
  const say = sayIn(language);
  const moment = (at: string) => formatMoment(at, language, zone, "plain", true);
  const counted = (one: { count: number; isExact: boolean }) =>
    say(one.isExact ? "room.draft.exactly" : "room.draft.about", {
      count: formatNumber(one.count, language),
    });
  const total = totalOf(facts.people);
  return {
    happened: [
      say("room.draft.happened", { title: incident.title, moment: moment(incident.discoveredAt) }),
      incident.containedAt
        ? say("room.draft.contained", { moment: moment(incident.containedAt) })
        : say("room.draft.notContained"),
    ],
    affected: [
      ...facts.companies.map((one) => `${one.companyName} (${say(`room.affectedRole.${one.role}`)})`),
      ...(total.count > 0 ? [say("room.draft.people", { count: counted(total) })] : []),
      ...facts.people.map((one) => `${countryIn(language, one.country)}: ${counted(one)}`),
    ],
    tasks: facts.tasks.map((one) => ({
      state: one.state,
      line: `${language === "en" ? "- " : "・"}${one.title}`,
    })),
  };
}

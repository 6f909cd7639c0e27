// What a row of the answer sheet says of its control: the words of the standard, what was corrected, what is proposed.
import type { Language } from "#core/context.ts";
import { formatDay, formatNumber, formatRatio } from "#core/text/format.ts";
import { percentOf } from "#modules/inspections/measured/rules.ts";
import type { Measurement } from "#modules/ledgers/measuring.ts";
import { originalLanguage } from "#modules/standards/changes.ts";
import { textIn } from "#modules/standards/edition.ts";
import { type AskedRow, conditionsOf, type Content } from "./content.ts";
import type { Say } from "./words.ts";

type Wording = { content: Content; language: Language; say: Say };

export const titleOf = (asked: AskedRow, language: Language, say: Say) => {
  const title = textIn(asked.control.texts.title, language);
  return asked.isMandatory ? `${title}\n[${say("demand.mandatory")}]` : title;
};

export function requirementOf({ control }: AskedRow, { content, language, say }: Wording): string {
  const condition = conditionsOf(content.book).find((one) => one.id === control.appliesWhen);
  const original = originalLanguage(content.book.frame);
  const first = control.texts.requirement[original];
  const lines = [
    textIn(control.texts.requirement, language),
    ...(condition
      ? [`(${say("workbook.sheet.onlyIf", { question: textIn(condition.question, language) })})`]
      : []),
    ...(control.behind.includes(language) && first ? [`(${say("workbook.sheet.behind")})`, first] : []),
  ];
  return lines.join("\n");
}

/** What was answered to read otherwise: the words before and after, and why. */
export function correctedOf(
  { control, corrected }: AskedRow,
  { language, say }: Omit<Wording, "content">,
): string | null {
  if (!corrected) return null;
  const [before, now] = [textIn(corrected.before, language), textIn(control.texts.requirement, language)];
  const words = before === now ? "correctedBeside" : "correctedWords";
  const values = { day: corrected.issuedOn, before, now, reason: corrected.reason };
  return say(`workbook.sheet.${words}`, values);
}

/** Last year's answer or a shared service's, in words: a proposal that is confirmed by choosing so. */
export function beforeOf({ proposal }: AskedRow, say: Say): string | null {
  if (!proposal) return null;
  const { answer } = proposal;
  const from =
    proposal.from === "service"
      ? say("workbook.sheet.fromService", { provider: proposal.providerName ?? "" })
      : say("workbook.sheet.fromLastYear");
  const words = [answer.how, answer.missing, answer.reason].filter((one) => one).join("\n");
  return `${from}${say(`verdict.${answer.verdict}`)}${words ? `\n${words}` : ""}`;
}

type Measured = Wording & {
  measured: ReadonlyMap<string, Measurement>;
  issuedOn: string;
};

export const figureOf = ({ control }: AskedRow, measured: Measured["measured"]): Measurement | undefined =>
  control.metric === null ? undefined : measured.get(control.metric);

/** What the company's ledgers measure on the day of issue: to be seen by whoever answers, and read back by nobody. */
export function measuredOf(
  asked: AskedRow,
  { content, language, say, measured, issuedOn }: Measured,
): string | null {
  const figure = figureOf(asked, measured);
  if (!figure) return null;
  const number = (count: number) => formatNumber(count, language);
  const said = say("workbook.sheet.measured", {
    percent: formatRatio(percentOf(figure), language),
    holds: number(figure.holds),
    all: number(figure.all),
    unknown: number(figure.unknown),
    ledgers: figure.ledgers.map((name) => say(`ledger.${name}`)).join(say("workbook.sheet.comma")),
    day: formatDay(issuedOn, language, "plain"),
  });
  return figure.staleSince === null
    ? said
    : `${said}\n${say("workbook.sheet.measuredStale", { day: formatDay(figure.staleSince, language, "plain", content.inspection.timeZone) })}`;
}

// A paper as a file: set from its template, named, and its taking told.
import { readFileSync } from "node:fs";
import type { Ctx, Language } from "#core/context.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { asPart, safeName } from "#core/files/name.ts";
import { renderPdf } from "#core/pdf/render.ts";
import { subjectOf } from "../visible.ts";
import { dateParts, fontsOf, type Words } from "./words.ts";

export const pdfType = "application/pdf";
const read = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
const sheet = read("sheet.typ");
const templates = {
  brief: sheet + read("brief.typ"),
  authority: sheet + read("authority.typ"),
  notice: sheet + read("notice.typ"),
};
export const packTemplate = sheet + read("pack.typ");
export type PaperName = keyof typeof templates;

type Of = { id: string; companyId: string; companyName: string; reference: string } & {
  isExercise: boolean;
  isConfidential: boolean;
};

/** What the head and the foot of every paper of an incident say. */
export const frameOf = (ctx: Ctx, of: Of, words: Words, title: string, zone: string) => ({
  lang: words.language,
  fonts: fontsOf[words.language],
  title,
  author: of.companyName,
  date: dateParts(ctx.today),
  marks: [
    ...(of.isExercise ? [words.say("incident.paper.exercise")] : []),
    ...(of.isConfidential ? [words.say("incident.paper.confidential")] : []),
  ],
  foot: words.say("incident.paper.foot", {
    reference: of.reference,
    moment: words.moment(ctx.now.toISOString(), zone),
  }),
});

type Taken = { paper: PaperName; language: Language; clockId?: string; noticeId?: string };

/** @param data what the template prints; pages are set after the transaction. */
export function asPaper<T extends object>(of: Of, output: T, taken: Taken, title: string, data: object): T {
  return withContent(
    asSensitiveRead(output, { verb: "incident.paper_taken", subject: subjectOf(of), data: taken }),
    {
      name: safeName(`${asPart(`${of.reference} ${title}`)}.pdf`, pdfType),
      mediaType: pdfType,
      open: async () => Buffer.from(await renderPdf(templates[taken.paper], data)),
    },
  );
}

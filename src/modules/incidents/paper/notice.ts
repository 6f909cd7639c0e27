// A notice as letters: one for each recipient who reads the language, by the words that were approved, or marked as a draft.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";
import { formatDay } from "#core/text/format.ts";
import { placeOf } from "../notices/drafting.ts";
import { getNotice } from "../notices/reading.ts";
import { marked } from "../notices/rules.ts";
import { getIncident } from "../reading.ts";
import type { paperContract } from "./contract.ts";
import { asPaper, frameOf } from "./pages.ts";
import { printedOf } from "./rules.ts";
import { breakable, type Words, wordsIn } from "./words.ts";

type Notice = Awaited<ReturnType<typeof getNotice>>;

export async function downloadNotice(
  ctx: Ctx,
  { id, language }: Input<typeof paperContract.downloadNotice>,
): Promise<Output<typeof paperContract.downloadNotice>> {
  const inLanguage = { ...ctx, language };
  const notice = await getNotice(inLanguage, { id });
  const incident = await getIncident(inLanguage, { id: notice.incidentId });
  const place = await placeOf(ctx, notice.companyId);
  const { version, isDraft } = printedOf(notice);
  const { texts, recipients } = version ?? notice.draft;
  const text = texts.find((one) => one.language === language);
  if (!text) throw invalid("notice.no_text_for_language", { values: { language } });
  const words = wordsIn(language);
  const { say } = words;
  const reading = recipients.filter((one) => one.language === language);
  const subject = notice.isExercise ? marked(text.subject, say("notice.exerciseMark")) : text.subject;
  const frame = frameOf(ctx, incident, words, subject, notice.companyZone);
  const data = {
    ...frame,
    // A letter leaves the house: whose circle it comes from stands on a draft alone.
    marks: isDraft
      ? [say("incident.paper.noticeDraft"), ...frame.marks]
      : notice.isExercise
        ? [say("incident.paper.exercise")]
        : [],
    foot: `${place.names[language]} · ${notice.reference}`,
    sender: place.names[language],
    day: formatDay(notice.sentAt ?? ctx.now.toISOString(), language, "plain", notice.companyZone),
    reference: [say("incident.paper.number"), notice.reference],
    subject: breakable(subject),
    body: breakable(text.body),
    to: say("incident.paper.noticeTo"),
    letters: (reading.length > 0 ? reading : [{ name: "", address: undefined }]).map((one) => [
      breakable(one.name),
      breakable(one.address ?? ""),
    ]),
    notes: notesOf(words, notice, version?.n ?? null, isDraft),
  };
  return asPaper(incident, { id }, { paper: "notice", language, noticeId: id }, notice.name, data);
}

/** Which version it is, and whose word it rests on. */
function notesOf(words: Words, notice: Notice, n: number | null, isDraft: boolean): string[] {
  const { say } = words;
  const moment = (at: string) => words.moment(at, notice.companyZone);
  if (n === null) return [say("incident.paper.noticeTemplate")];
  const given = notice.approvalsGiven
    .filter((one) => one.n === n && one.verdict === "approved")
    .toReversed()
    .map((one) => say("incident.paper.noticeApproved", { name: one.byName, moment: moment(one.at) }));
  return [
    say("incident.paper.noticeVersion", { n }),
    ...given,
    ...(isDraft
      ? [say("incident.paper.noticeNotApproved")]
      : given.length === 0
        ? [say("notice.noApproval")]
        : []),
    ...(notice.sentAt && !isDraft
      ? [say("incident.paper.noticeSent", { moment: moment(notice.sentAt) })]
      : []),
  ];
}

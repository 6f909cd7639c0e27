// What left of a notice, word for word with its hash, and what proves it where it went another way than by mail.
import { say } from "#modules/incidents/notices/drafting.ts";
import { marked } from "#modules/incidents/notices/rules.ts";
import type { Written } from "./incident-draft.ts";
import { authorName, authorOf, type Given, recipientsOf } from "./incident-recipients.ts";
import { type Plan, sha256 } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

/** Who stands for those outside. */
const played = {
  ja: "訓練の進行役（相手役）",
  en: "Leader of the exercise, in the part of the other side",
  zh: "演练主持人（扮演对方）",
};

/** @returns the hash of everything that left. */
export function addSending(plan: Plan, incident: Written, given: Given, to: Sheet): string {
  const { noticeId, line, texts, at } = given;
  const { id, day, company, draft } = incident;
  const { channel, proof } = line.content;
  const isMail = channel === "mail";
  const place = { noticeId, incidentId: id, companyId: company.id };
  const isExercise = draft.isExercise ?? false;
  const author = authorOf(plan, incident, line);
  const left = recipientsOf(plan, incident, line).map((one) => {
    const text = texts.find(({ language }) => language === one.language) ?? texts[0];
    const subject = text?.subject ?? "";
    const words = {
      subject: isExercise ? marked(subject, say(one.language, "notice.exerciseMark")) : subject,
      body: text?.body ?? "",
    };
    // An exercise reaches its own people alone: whoever gives a notice reads what the others would have got.
    return isExercise
      ? { ...one, ...words, id: author, address: null, inPlaceOf: `${one.name} ${one.address ?? ""}`.trim() }
      : { ...one, ...words, inPlaceOf: null };
  });
  for (const [nth, one] of left.entries())
    to.add("incidentNoticeSendings", {
      id: plan.id(day, "notice sending", noticeId, nth),
      ...place,
      n: 1,
      channel,
      recipient: one.name,
      address: one.address ?? null,
      personId: one.id ?? null,
      inPlaceOf: one.inPlaceOf,
      language: one.language,
      heading: company.names[one.language],
      subject: one.subject,
      body: one.body,
      sha256: sha256(`${one.subject}\n\n${one.body}`).toString("hex"),
      sentAt: at.sent,
      sentBy: author,
      outcome: isMail ? "accepted" : "given",
      outcomeAt: at.sent,
    });
  if (!isMail || proof !== "who_when")
    to.add("incidentNoticeProofs", {
      id: plan.id(day, "notice proof", noticeId),
      ...place,
      channel,
      givenBy: authorName(plan, incident, line),
      givenTo: isExercise ? played[company.language] : (left[0]?.name ?? "–"),
      zone: company.timeZone,
      givenAt: at.sent,
      reference:
        proof === "who_when"
          ? ""
          : isExercise
            ? `X-${line.nth}`
            : `${company.country}-${at.sent.slice(2, 10).replaceAll("-", "")}-${line.nth}`,
      said: "",
      isExercise,
      addedAt: at.sent,
      addedBy: author,
      addedName: authorName(plan, incident, line),
    });
  return sha256(
    JSON.stringify(left.map((one) => [one.name, one.address ?? null, one.language, one.subject, one.body])),
  ).toString("hex");
}

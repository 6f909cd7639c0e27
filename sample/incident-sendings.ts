// What left of a notice, word for word with its hash, and what proves it where it went another way than by mail.
import type { Written } from "./incident-draft.ts";
import { authorName, authorOf, type Given, recipientsOf } from "./incident-recipients.ts";
import { type Plan, sha256 } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

/** @returns the hash of everything that left. */
export function addSending(plan: Plan, incident: Written, given: Given, to: Sheet): string {
  const { noticeId, line, texts, at } = given;
  const { id, day, company, draft } = incident;
  const { channel, proof } = line.content;
  const isMail = channel === "mail";
  const place = { noticeId, incidentId: id, companyId: company.id };
  const left = recipientsOf(plan, incident, line).map((one) => {
    const text = texts.find(({ language }) => language === one.language) ?? texts[0];
    return { ...one, subject: text?.subject ?? "", body: text?.body ?? "" };
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
      language: one.language,
      heading: company.names[one.language],
      subject: one.subject,
      body: one.body,
      sha256: sha256(`${one.subject}\n\n${one.body}`).toString("hex"),
      sentAt: at.sent,
      sentBy: authorOf(plan, incident, line),
      outcome: isMail ? "accepted" : "given",
      outcomeAt: at.sent,
    });
  if (!isMail || proof !== "who_when")
    to.add("incidentNoticeProofs", {
      id: plan.id(day, "notice proof", noticeId),
      ...place,
      channel,
      givenTo: left[0]?.name ?? "–",
      givenAt: at.sent,
      reference:
        proof === "who_when"
          ? ""
          : `${company.country}-${at.sent.slice(2, 10).replaceAll("-", "")}-${line.nth}`,
      said: "",
      isExercise: draft.isExercise ?? false,
      addedAt: at.sent,
      addedBy: authorOf(plan, incident, line),
      addedName: authorName(plan, incident, line),
    });
  return sha256(
    JSON.stringify(left.map((one) => [one.name, one.address ?? null, one.language, one.subject, one.body])),
  ).toString("hex");
}

// What came by the short link on a poster or by mail and waits to be looked through: a true one about the director's telephone, one that
// is none, one of a cleaner, one by mail.
import { createHash } from "node:crypto";
import type { Kind } from "#modules/incidents/rules.ts";
import { codeLetters, type HeldBecause } from "#modules/incidents/intake/rules.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { addOpenDuty } from "./open-duty.ts";
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import texts from "./texts/incidents.json" with { type: "json" };

type Held = {
  key: keyof typeof texts.intakes;
  kind: Kind;
  channel: "link" | "mail";
  because: HeldBecause;
  hoursAgo: number;
  contact: string;
};
const heldAt: Readonly<Record<string, readonly Held[]>> = {
  casting: [
    {
      key: "phone",
      kind: "lost_device",
      channel: "link",
      because: "too_fast",
      hoursAgo: 2,
      contact: "03-0000-0142",
    },
    { key: "advert", kind: "other", channel: "link", because: "links", hoursAgo: 5, contact: "" },
  ],
  "electronics-suzhou": [
    { key: "door", kind: "physical", channel: "link", because: "same_sender", hoursAgo: 3, contact: "" },
  ],
  "precision-th": [
    { key: "mail", kind: "suspicious_mail", channel: "mail", because: "burst", hoursAgo: 4, contact: "" },
  ],
};
const hour = 3_600_000;

/** The same letters every time, of those that a poster may show. */
const lettersOf = (of: string, length: number): string =>
  [...createHash("sha256").update(of).digest().subarray(0, length)]
    .map((byte) => codeLetters[byte % codeLetters.length])
    .join("");

export function addIntakes(plan: Plan, company: Company, linkId: string, to: Sheet): void {
  const held = heldAt[company.slug];
  if (!held || company.leftOn) return;
  const { today } = plan.calendar;
  for (const one of held) {
    const [title = "", what = ""] = texts.intakes[one.key][company.language];
    const sentAt = new Date(Date.parse(plan.now) - one.hoursAgo * hour).toISOString();
    to.add("incidentIntakes", {
      id: plan.id(sentAt.slice(0, 10), "incident_intake", company.code, one.key),
      companyId: company.id,
      linkId: one.channel === "link" ? linkId : null,
      channel: one.channel,
      number: `R-${lettersOf(`${company.code} ${one.key}`, 6)}`,
      state: "held",
      heldBecause: one.because,
      kind: one.kind,
      title,
      what,
      discoveredAt: new Date(Date.parse(sentAt) - hour).toISOString(),
      zone: company.timeZone,
      saidContact: one.contact,
      language: company.language,
      sentAt,
      fromAddress: one.channel === "mail" ? "somchai@supplier.example" : null,
    });
  }
  const first = new Date(
    Date.parse(plan.now) - Math.max(...held.map((one) => one.hoursAgo)) * hour,
  ).toISOString();
  addOpenDuty(
    plan,
    company,
    {
      kind: "incident.look_through",
      subjectKind: "company",
      subjectId: company.id,
      permission: "incident.assess",
      startsOn: first.slice(0, 10),
      startsAt: first,
      dueOn: addDays(today, 1),
      about: null,
    },
    to,
  );
}

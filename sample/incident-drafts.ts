// What happened in one company in one year: shares of kinds, how often, how late.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Kind } from "#modules/incidents/rules.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Drafted } from "./incident-draft.ts";
import type { Plan } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import texts from "./texts/incidents.json" with { type: "json" };

/** Per year of the full size, 480 of 2,600 events; of a kind the share among incidents. */
const shares: Readonly<Record<Kind, number>> = {
  lost_device: 175,
  mis_sent: 110,
  malware: 60,
  account_takeover: 35,
  supplier: 28,
  web_server: 16,
  cloud_setting: 14,
  physical: 12,
  insider: 8,
  plant_stop: 6,
  product_vulnerability: 4,
  ransomware: 2,
  other: 10,
  suspicious_mail: 0,
};
const eventKinds: readonly Kind[] = [
  "suspicious_mail",
  "suspicious_mail",
  "suspicious_mail",
  "other",
  "lost_device",
  "malware",
  "physical",
];

/** A year of the whole group, declared ones and those that were nothing. */
const perYear = {
  demo: { real: 40, nothing: 60 },
  full: { real: 480, nothing: 2120 },
  stress: { real: 3500, nothing: 1500 },
};
const lateShares = [0.06, 0.09, 0.12, 0.16, 0.18];

export function draftsOf(plan: Plan, company: Company, index: number, share: number): Drafted[] {
  const year = plan.calendar.rounds[index]?.fiscalYear ?? 0;
  const random = randomOf(plan.seed, "incidents", company.code, year);
  const { real, nothing } = perYear[plan.size.name];
  const from = `${year}-04-01`;
  const ago = plan.calendar.rounds.length - 1 - index;
  const count = (wanted: number) => {
    const mean = wanted * share;
    return Math.floor(mean) + (random.chance(mean % 1) ? 1 : 0);
  };
  const reals = Array.from({ length: count(real) }, (_, nth) =>
    realOne(company, random, `${year}:r${nth}`, from, ago),
  );
  const nothings = Array.from({ length: count(nothing) }, (_, nth) =>
    nothingOne(company, random, `${year}:n${nth}`, from),
  );
  return [...reals, ...nothings];
}

/** Mostly in the working day, some in the evening and the night. */
function momentOf(company: Company, random: Random, from: string): string {
  const minutes = random.chance(0.78) ? random.int(8 * 60, 19 * 60) : random.int(0, 24 * 60 - 1);
  return instantAt(addDays(from, random.int(0, 364)), minutes, company.timeZone);
}

function kindOf(random: Random): Kind {
  const all = Object.values(shares).reduce((sum, one) => sum + one, 0);
  let left = random.next() * all;
  for (const [kind, share] of Object.entries(shares) as [Kind, number][]) {
    left -= share;
    if (left < 0) return kind;
  }
  return "other";
}

const words = (company: Company, kind: Kind, random: Random): { title: string; what: string } => {
  const said = random.pick(texts[company.language][kind]);
  return { title: said[0] ?? "", what: said[1] ?? "" };
};

function realOne(company: Company, random: Random, key: string, from: string, ago: number): Drafted {
  const kind = kindOf(random);
  const isLateOne = random.chance(lateShares[ago] ?? 0.18);
  const contained = 1 + random.next() ** 3 * 70;
  return {
    key,
    kind,
    ...words(company, kind, random),
    answers:
      kind === "lost_device"
        ? {
            data: random.pick(["yes", "no", "not_known"]),
            protected: random.chance(0.8) ? "yes" : "not_known",
          }
        : {},
    discoveredAt: momentOf(company, random, from),
    // Half within nine hours; the late ones by hours, a few by days.
    reportedAfterHours: isLateOne ? 24.5 + random.next() ** 3 * 60 : 0.2 + random.next() ** 1.35 * 23,
    judgedAs: "incident",
    actual: random.chance(0.03)
      ? "high"
      : random.chance(0.14)
        ? "medium"
        : random.chance(0.4)
          ? "low"
          : "none",
    containedAfterHours: contained,
    handledAfterHours: contained + 4 + random.next() * 200,
    isClosed: random.chance(0.96),
    lateReason: isLateOne && random.chance(0.8) ? random.pick(texts[company.language].late) : null,
    reporterPlace: random.int(4, 40),
  };
}

const nothingOne = (company: Company, random: Random, key: string, from: string): Drafted => {
  const kind = random.pick(eventKinds);
  return {
    key,
    kind,
    ...words(company, kind, random),
    answers: {},
    discoveredAt: momentOf(company, random, from),
    reportedAfterHours: kind === "suspicious_mail" || kind === "other" ? null : 0.3 + random.next() * 8,
    judgedAs: "nothing",
    actual: "none",
    containedAfterHours: null,
    handledAfterHours: null,
    isClosed: true,
    reporterPlace: random.int(4, 40),
  };
};

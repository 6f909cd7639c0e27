// Who is on call: the group's desk that follows the sun through three zones, the night turns of a company in Japan with a handover, and a
// desk of working days whose weekends nobody has.
import { addDays } from "#core/time/fiscal-year.ts";
import { layOut, mondayOf, type Rule, type Turn } from "#modules/on-call/rules.ts";
import type { Company } from "./company.ts";
import { groupZone, type Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, seatHolder } from "./staff.ts";

type Roster = { key: string; name: string; company: Company | null; rules: readonly Rule[] };

const dayMs = 86_400_000;
const everyDay = [1, 2, 3, 4, 5, 6, 7];

export function addOnCall(plan: Plan, to: Sheet): void {
  const from = addDays(mondayOf(plan.calendar.today), -21);
  const at = (slug: string) => plan.companies.find((company) => company.slug === slug);
  const [casting, digital] = [at("casting"), at("digital")];
  addRoster(plan, { key: "desk", name: "Group desk", company: null, rules: sun(plan, from, at) }, to);
  if (casting) addHandover(plan, addRoster(plan, nights(plan, casting, from), to), to);
  if (digital)
    addRoster(
      plan,
      {
        key: "operations",
        name: "運用デスク",
        company: digital,
        rules: [
          hours(
            "Asia/Tokyo",
            "00:00",
            "00:00",
            from,
            [seatHolder(plan, digital, "officer"), seatHolder(plan, digital, "deputy")],
            [1, 2, 3, 4, 5],
          ),
        ],
      },
      to,
    );
}

/** The day's desk in Tokyo, then in Europe, then in America; where a size is without them the office alone has every hour. */
function sun(plan: Plan, from: string, at: (slug: string) => Company | undefined): Rule[] {
  const [europe, america] = [at("precision-de"), at("sales-us")];
  const office = [groupPerson(plan, "office"), groupPerson(plan, "second")];
  const backup = weekly(groupZone, from, [groupPerson(plan, "third")], 2);
  if (!europe || !america) return [weekly(groupZone, from, office), backup];
  return [
    hours(groupZone, "08:00", "17:00", from, office),
    hours("Europe/Berlin", "08:00", "18:00", from, [
      seatHolder(plan, europe, "officer"),
      seatHolder(plan, europe, "deputy"),
    ]),
    hours("America/New_York", "10:00", "19:00", from, [
      seatHolder(plan, america, "officer"),
      seatHolder(plan, america, "deputy"),
    ]),
    backup,
  ];
}

const nights = (plan: Plan, company: Company, from: string): Roster => ({
  key: "nights",
  name: "夜間・休日当番",
  company,
  rules: [
    weekly(company.timeZone, from, [
      seatHolder(plan, company, "deputy"),
      seatHolder(plan, company, "officer"),
      seatHolder(plan, company, "helper"),
    ]),
    // A week behind, so that nobody is both.
    weekly(
      company.timeZone,
      from,
      [
        seatHolder(plan, company, "officer"),
        seatHolder(plan, company, "helper"),
        seatHolder(plan, company, "deputy"),
      ],
      2,
    ),
  ],
});

const weekly = (timeZone: string, startsOn: string, people: readonly string[], tier = 1): Rule => ({
  tier,
  kind: "turns",
  timeZone,
  at: "09:00",
  until: null,
  weekdays: [],
  every: 7,
  startsOn,
  endsOn: null,
  people,
});

const hours = (
  timeZone: string,
  at: string,
  until: string,
  startsOn: string,
  people: readonly string[],
  weekdays: readonly number[] = everyDay,
): Rule => ({ ...weekly(timeZone, startsOn, people), kind: "hours", at, until, weekdays, every: 1 });

type Written = { rosterId: string; unitId: string; turns: readonly (Turn & { id: string })[] };

function addRoster(plan: Plan, { key, name, company, rules }: Roster, to: Sheet): Written {
  const { now } = plan;
  const day = plan.calendar.today;
  const rosterId = plan.id(day, "roster", key);
  const unitId = company?.id ?? plan.groupId;
  to.add("onCallRosters", {
    id: rosterId,
    unitId,
    companyId: company?.id ?? null,
    name,
    timeZone: company?.timeZone ?? groupZone,
    purposes: ["incident"],
    served: [],
    isContinuous: true,
    madeAt: new Date(Date.parse(now) - 21 * dayMs).toISOString(),
    madeBy: company ? seatHolder(plan, company, "officer") : groupPerson(plan, "office"),
    nextLookAt: now,
    rowVersion: 1,
  });
  for (const [place, rule] of rules.entries())
    to.add("onCallRules", {
      id: plan.id(day, "roster rule", key, place),
      rosterId,
      unitId,
      place,
      tier: rule.tier,
      kind: rule.kind,
      timeZone: rule.timeZone,
      atTime: rule.at,
      untilTime: rule.until,
      weekdays: [...rule.weekdays],
      every: rule.every,
      startsOn: rule.startsOn,
      people: [...rule.people],
    });
  const within = {
    startsAt: new Date(Date.parse(now) - 14 * dayMs),
    endsAt: new Date(Date.parse(now) + 28 * dayMs),
  };
  const turns = layOut(rules, [], within).map((turn, nth) => ({
    ...turn,
    id: plan.id(day, "turn", key, nth),
  }));
  for (const turn of turns)
    to.add("onCallTurns", {
      id: turn.id,
      rosterId,
      unitId,
      tier: turn.tier,
      personId: turn.personId,
      startsAt: turn.startsAt.toISOString(),
      endsAt: turn.endsAt.toISOString(),
      // What has begun was told before.
      toldAt: turn.startsAt.getTime() < Date.parse(now) + dayMs ? now : null,
      takenAt: turn.endsAt.getTime() < Date.parse(now) ? turn.startsAt.toISOString() : null,
    });
  addNumbers(plan, rules, to);
  return { rosterId, unitId, turns };
}

const numbered = new WeakMap<Sheet, Set<string>>();

/** Nobody's numbers: those of a range that is not given out. */
function addNumbers(plan: Plan, rules: readonly Rule[], to: Sheet): void {
  const known = numbered.get(to) ?? new Set<string>();
  numbered.set(to, known);
  for (const personId of rules.flatMap((rule) => rule.people)) {
    if (known.has(personId)) continue;
    known.add(personId);
    const nth = String(known.size).padStart(2, "0");
    to.add("onCallContacts", {
      personId,
      companyId: homeOf(plan, personId),
      telephone: `+81 3-0000-01${nth}`,
      remark: "",
      changedAt: plan.now,
      changedBy: personId,
    });
  }
}

const homeOf = (plan: Plan, personId: string): string =>
  plan.companies.find((company) =>
    (["officer", "deputy", "helper"] as const).some((seat) => seatHolder(plan, company, seat) === personId),
  )?.id ?? plan.parent.id;

function addHandover(plan: Plan, { rosterId, unitId, turns }: Written, to: Sheet): void {
  const first = turns.filter((turn) => turn.tier === 1);
  const last = first.filter((turn) => turn.endsAt.getTime() < Date.parse(plan.now)).at(-1);
  const next = first.find((turn) => last && turn.startsAt.getTime() === last.endsAt.getTime());
  if (!last || !next) return;
  const moment = (minutes: number) => new Date(last.endsAt.getTime() + minutes * 60_000).toISOString();
  to.add("onCallHandovers", {
    turnId: last.id,
    rosterId,
    unitId,
    tier: 1,
    personId: last.personId,
    note: "水曜の深夜にVPN装置が2回再起動しました。保守業者に連絡済みです。再発したら予備回線に切り替えてください。",
    writtenAt: moment(-20),
    takenBy: next.personId,
    takenAt: moment(5),
  });
}

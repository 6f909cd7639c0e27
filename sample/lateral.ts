// Two lateral checks of the group: one of last year about a hole in a VPN product, closed, and one that runs, from the forgotten VPN
// box of one company to every other that has a box of that make.
import { addDays, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { advance, dayIn, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import type { Answer } from "#modules/lateral-checks/rules.ts";
import { settles } from "#modules/lateral-checks/rules.ts";
import { instantAt, startMonth } from "./calendar.ts";
import { incidentOf } from "./incident-follow.ts";
import { groupIssuer, isThere } from "./instruction-units.ts";
import { asked, notes } from "./lateral-words.ts";
import { groupZone, type Plan, sha256 } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";
import { vpnOf } from "./things-of-companies.ts";

export type LateralSource = {
  kind: "finding" | "incident";
  id: string;
  reference: string;
  companyId: string;
};
type Company = Plan["companies"][number];
type Said = { answer: Answer; fixedOn: string | null } | null;

type Story = {
  key: keyof typeof asked;
  /** Days from the day of loading. */
  opened: number;
  due: number;
  closed: number | null;
  serial: number;
  severity: "critical" | "high";
  source: LateralSource | null;
  companies: Company[];
  rules: object[];
  say: (company: Company) => Said;
};

export function addLateralChecks(plan: Plan, source: LateralSource | null, to: Sheet): void {
  const today = plan.calendar.today;
  const vpn = incidentOf(plan, "vpn");
  const hasForti = ({ id }: Company) => vpnOf.get(id)?.about.startsWith("FortiGate") === true;
  const there = plan.companies.filter((company) => isThere(plan, company));
  const chanceOf = (company: Company, key: string) => randomOf(plan.seed, "lateral", key, company.code);
  const held = [
    {
      kind: "ledgers",
      held: [{ ledger: "internet_exits", contains: [{ field: "product", words: "FortiGate" }] }],
    },
  ];
  addCheck(
    plan,
    {
      key: "closed",
      opened: -400,
      due: -395,
      closed: -380,
      serial: 1,
      severity: "critical",
      source: vpn ? { kind: "incident", ...vpn, companyId: vpn.company.id } : null,
      companies: there.filter((company) => company.joinedOn <= addDays(today, -420)),
      rules: [{ kind: "all" }],
      say: (company) =>
        hasForti(company) && chanceOf(company, "closed").chance(0.6)
          ? { answer: "fixed", fixedOn: addDays(today, -396 + chanceOf(company, "day").int(0, 8)) }
          : { answer: "not_affected", fixedOn: null },
    },
    to,
  );
  addCheck(
    plan,
    {
      key: "running",
      opened: -4,
      due: 2,
      closed: null,
      serial: 1,
      severity: "high",
      source,
      companies: there.filter((company) => hasForti(company) && company.id !== source?.companyId),
      rules: held,
      // By their order, so that the small demo shows each answer as well; casting has still to give its own.
      say: (company) => {
        const nth = there.filter(hasForti).indexOf(company) % 9;
        if (company.slug === "casting" || nth === 7 || nth === 8) return null;
        if (nth === 1 || nth === 6) return { answer: "affected", fixedOn: null };
        if (nth === 3) return { answer: "fixed", fixedOn: addDays(today, 9) };
        return nth === 5 ? { answer: "not_known", fixedOn: null } : { answer: "not_affected", fixedOn: null };
      },
    },
    to,
  );
}

function addCheck(plan: Plan, story: Story, to: Sheet): void {
  const issuer = groupIssuer(plan);
  const day = (days: number) => addDays(plan.calendar.today, days);
  const at = (days: number, hour: number) => instantAt(day(days), hour * 60, groupZone);
  const id = plan.id(day(story.opened), "lateral", story.key);
  const words = asked[story.key];
  const [name, en, ja, zh] = issuer.names;
  const hash = (part: string) =>
    sha256([part, ...story.companies.map((company) => company.id).toSorted()].join("\n"));
  to.add("lateralChecks", {
    id,
    issuerUnitId: issuer.id,
    companyId: null,
    issuerKind: "group",
    issuerCode: issuer.code,
    issuerName: name,
    issuerNameEn: en,
    issuerNameJa: ja,
    issuerNameZh: zh,
    fiscalYear: fiscalYearOf(day(story.opened), startMonth),
    serial: story.serial,
    originalLanguage: "ja",
    title: words.ja.title,
    why: words.ja.why,
    look: words.ja.look,
    translations: JSON.stringify({ en: words.en, zh: words.zh }),
    questions: JSON.stringify(words.questions),
    severity: story.severity,
    dueOn: day(story.due),
    contact: "情報セキュリティ事務局",
    openedAt: at(story.opened, 10),
    openedBy: issuer.by,
    asked: story.companies.length,
    askedSha256: hash("asked"),
    closedAt: story.closed === null ? null : at(story.closed, 16),
    closedBy: story.closed === null ? null : issuer.by,
    resultSha256: story.closed === null ? null : hash("result"),
  });
  to.add("lateralCheckOrigins", {
    checkId: id,
    issuerUnitId: issuer.id,
    sourceKind: story.source?.kind ?? null,
    sourceId: story.source?.id ?? null,
    sourceReference: story.source?.reference ?? null,
    sourceCompanyId: story.source?.companyId ?? null,
    sourceWords: words.source,
    rules: JSON.stringify(story.rules),
  });
  for (const company of story.companies) addMember(plan, story, id, company, to);
}

function addMember(plan: Plan, story: Story, checkId: string, company: Company, to: Sheet): void {
  const { today } = plan.calendar;
  const random = randomOf(plan.seed, "lateral", story.key, company.code, "when");
  const id = plan.id(addDays(today, story.opened), "lateral-member", story.key, company.code);
  const said = story.say(company);
  const officer = seatHolder(plan, company, "officer");
  const saidAt = said
    ? instantAt(
        addDays(today, Math.min(-1, story.opened + random.int(0, 4))),
        random.int(10, 16) * 60,
        company.timeZone,
      )
    : null;
  const place = { issuerUnitId: plan.groupId, companyId: company.id };
  const isConcerned = said?.answer === "affected" || said?.answer === "fixed";
  const kept = {
    answer: said?.answer ?? null,
    fixedOn: said?.fixedOn ?? null,
    note: said
      ? notes[story.key === "running" && said.answer === "fixed" ? "fixing" : said.answer][company.language]
      : "",
    replies: JSON.stringify(isConcerned ? { q1: "1" } : {}),
  };
  const vpn = story.key === "running" ? vpnOf.get(company.id) : undefined;
  const { names } = company;
  to.add("lateralCheckMembers", {
    id,
    checkId,
    ...place,
    unitCode: company.code,
    unitName: names.name,
    unitNameEn: names.en,
    unitNameJa: names.ja,
    unitNameZh: names.zh,
    divisionId: plan.divisionId(company.division),
    tier: company.tier,
    relation: company.relation,
    country: company.country,
    region: company.region,
    pickedBy: [story.key === "running" ? "ledgers" : "all"],
    matched: vpn ? 1 : 0,
    addedOn: addDays(today, story.opened),
    dueOn: addDays(today, story.due),
    ...kept,
    answeredAt: saidAt,
    answeredBy: saidAt ? officer : null,
  });
  if (vpn)
    to.add("lateralCheckEntries", {
      memberId: id,
      entryId: vpn.entryId,
      ...place,
      ledger: "internet_exits",
      name: vpn.name,
      about: vpn.about,
      place: 1,
      says: null,
    });
  if (said && saidAt && officer)
    to.add("lateralCheckAnswers", {
      id: plan.id(addDays(today, story.opened), "lateral-answer", story.key, company.code),
      memberId: id,
      ...place,
      ...kept,
      answer: said.answer,
      saidAt,
      saidBy: officer,
    });
  addDuty(
    plan,
    story,
    company,
    { id, closedAt: said && saidAt && settles(said.answer) ? saidAt : null, officer },
    to,
  );
}

type Row = { id: string; closedAt: string | null; officer: string | null };

function addDuty(plan: Plan, story: Story, company: Company, row: Row, to: Sheet): void {
  const { today } = plan.calendar;
  const startsAt = instantAt(addDays(today, story.opened), 10 * 60, groupZone);
  const dueAt = endOfDay(addDays(today, story.due), company.timeZone);
  const steps = row.closedAt
    ? []
    : stepsOf("lateral.answer", new Date(startsAt), dueAt, company.timeZone, undefined, undefined);
  const stood = advance(steps, 0, new Date(plan.now));
  to.add("duties", {
    id: plan.id(dayIn(new Date(startsAt), groupZone), "duty", "lateral.answer", row.id),
    fiscalYear: fiscalYearOf(addDays(today, story.opened), startMonth),
    kind: "lateral.answer",
    subjectKind: "lateral_check_member",
    subjectId: row.id,
    companyId: company.id,
    permission: "lateral.answer",
    personId: null,
    notFor: [],
    createdAt: startsAt,
    startsAt,
    dueAt: dueAt.toISOString(),
    timeZone: company.timeZone,
    state: row.closedAt ? "done" : "open",
    nextAt: stood.nextAt?.toISOString() ?? null,
    level: stood.level,
    step: stood.step,
    postponedCount: 0,
    closedAt: row.closedAt,
    closedBy: row.closedAt ? row.officer : null,
    closedReason: null,
    about: asked[story.key].ja.title,
    unitId: null,
    rises: null,
  });
}

// Firms from outside, their people, and what they are or were engaged for. What an engagement opens is written by the
// product itself once the rows are there (load.ts).
import { addDays } from "#core/time/fiscal-year.ts";
import { instantAt } from "./calendar.ts";
import type { Company, Language } from "./company.ts";
import { personName } from "./names.ts";
import { groupZone, type Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import { isAsked } from "./rounds.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, seatHolder } from "./staff.ts";

type Firm = {
  slug: string;
  name: string;
  note: string;
  /** Slug of the company that keeps it; null: the group's office. */
  keptBy: string | null;
  pool: string;
  country: string;
  language: Language;
  people: number;
  /** Of its people so many have never come in yet. */
  invited: number;
};

const firms: readonly Firm[] = [
  {
    slug: "reidai-audit",
    name: "例題セキュリティ監査合同会社",
    note: "年次の外部評価を委託。窓口は品質管理室。",
    keptBy: null,
    pool: "ja",
    country: "JP",
    language: "ja",
    people: 3,
    invited: 1,
  },
  {
    slug: "muster-beratung",
    name: "Muster Sicherheitsberatung GmbH",
    note: "Advises on the plant network; framework agreement until the end of next year.",
    keptBy: "precision-de",
    pool: "de",
    country: "DE",
    language: "en",
    people: 2,
    invited: 2,
  },
  {
    slug: "fanli-consulting",
    name: "范例信息安全咨询（上海）有限公司",
    note: "协助整理答复与证据。",
    keptBy: "electronics-suzhou",
    pool: "zh",
    country: "CN",
    language: "zh",
    people: 2,
    invited: 0,
  },
];

type Engaged = {
  firm: string;
  title: string;
  purpose: string;
  role: "assessor" | "adviser";
  /** Days from the day of loading; the last one included. */
  from: number;
  until: number;
  /** Ended before its last day, so many days ago and why. */
  ended?: { daysAgo: number; reason: string };
  /** Companies whose inspection of the round so many years ago it covers. */
  over: readonly string[];
  yearsAgo: number;
  people: number;
};

const engaged: readonly Engaged[] = [
  {
    firm: "reidai-audit",
    title: "外部評価（本年度・5社）",
    purpose: "自己点検の回答と証跡を抜き取りで確認し、回答の妥当性について所見を提出する。",
    role: "assessor",
    from: -12,
    until: 45,
    over: ["machinery", "precision-th", "forge", "precision-de", "electronics-my"],
    yearsAgo: 0,
    people: 3,
  },
  {
    firm: "reidai-audit",
    title: "外部評価（前年度）",
    purpose: "前年度の自己点検に対する第三者確認。",
    role: "assessor",
    from: -340,
    until: -270,
    over: ["industries", "digital", "press"],
    yearsAgo: 1,
    people: 2,
  },
  {
    firm: "muster-beratung",
    title: "Advice before the visit to the plant",
    purpose: "Reads this year's answers and says which proofs of the plant network should be ready.",
    role: "adviser",
    from: 10,
    until: 70,
    over: ["precision-de"],
    yearsAgo: 0,
    people: 2,
  },
  {
    firm: "fanli-consulting",
    title: "答复整理支援",
    purpose: "阅读本年度的答复，指出缺少依据之处。",
    role: "adviser",
    from: -60,
    until: 30,
    ended: { daysAgo: 9, reason: "服务范围已完成，合同提前结束。" },
    over: ["electronics-suzhou"],
    yearsAgo: 0,
    people: 2,
  },
];

const firmId = (plan: Plan, slug: string) => plan.id(plan.calendar.from, "outside firm", slug);
const outsidePersonId = (plan: Plan, slug: string, place: number) =>
  plan.id(plan.calendar.from, "outside person", slug, place);

/** A firm that a company keeps comes with it: a smaller group has neither. */
const keeperOf = (plan: Plan, firm: Firm): Company | null | undefined =>
  firm.keptBy === null ? null : plan.companies.find((company) => company.slug === firm.keptBy);

export function addOutside(plan: Plan, to: Sheet): void {
  for (const firm of firms) {
    const keeper = keeperOf(plan, firm);
    if (keeper === undefined) continue;
    addFirm(plan, firm, keeper, to);
    for (const one of engaged.filter((of) => of.firm === firm.slug)) addEngagement(plan, one, keeper, to);
  }
}

function addFirm(plan: Plan, firm: Firm, keeper: Company | null, to: Sheet) {
  const id = firmId(plan, firm.slug);
  const createdAt = `${plan.calendar.from}T00:00:00Z`;
  to.add("units", {
    id,
    kind: "outside",
    code: `OUT-${id.slice(-12)}`,
    companyId: id,
    foundedOn: plan.calendar.from,
    createdAt,
  });
  to.add("outsideFirms", { id, name: firm.name, note: firm.note, keptBy: keeper?.id ?? null, createdAt });
  for (let place = 0; place < firm.people; place += 1) addPerson(plan, firm, place, to);
}

function addPerson(plan: Plan, firm: Firm, place: number, to: Sheet) {
  const companyId = firmId(plan, firm.slug);
  const random = randomOf(plan.seed, "outside", firm.slug, place);
  const name = personName({ pool: firm.pool, country: firm.country }, random);
  const id = outsidePersonId(plan, firm.slug, place);
  const email = `${name.mailbox}@${firm.slug}.example`;
  const createdAt = `${plan.calendar.from}T00:00:00Z`;
  const hasComeIn = place < firm.people - firm.invited;
  const lastSignInAt = hasComeIn
    ? instantAt(addDays(plan.calendar.today, -random.int(1, 6)), random.int(540, 1020), groupZone)
    : null;
  const accountId = plan.id(plan.calendar.from, "account", email);
  to.add("people", {
    id,
    companyId,
    familyName: name.familyName,
    givenName: name.givenName,
    familyNameReading: name.familyNameReading,
    givenNameReading: name.givenNameReading,
    email,
    language: firm.language,
    createdAt,
  });
  to.add("accounts", {
    id: accountId,
    personId: id,
    companyId,
    loginName: email,
    passwordHash: hasComeIn ? plan.passwordHash : null,
    language: firm.language,
    state: hasComeIn ? "active" : "invited",
    lastSignInAt,
    createdAt,
  });
  if (!hasComeIn) return;
  // Nobody from outside comes in without one.
  const factorId = plan.id(plan.calendar.from, "factor", email);
  to.add("factors", {
    id: factorId,
    accountId,
    companyId,
    kind: "totp",
    name: "Authenticator",
    secret: plan.secrets.factor(factorId),
    confirmedAt: createdAt,
    lastUsedAt: lastSignInAt,
    createdAt,
  });
}

function addEngagement(plan: Plan, one: Engaged, keeper: Company | null, to: Sheet) {
  const { today, rounds } = plan.calendar;
  const round = rounds.at(-1 - one.yearsAgo);
  const covered = plan.companies.filter(
    (company) => round && one.over.includes(company.slug) && isAsked(company, round),
  );
  if (!round || covered.length === 0) return;
  const [validFrom, validTo] = [addDays(today, one.from), addDays(today, one.until + 1)];
  const timeZone = keeper?.timeZone ?? groupZone;
  const orderedBy = keeper ? seatHolder(plan, keeper, "officer") : groupPerson(plan, "office");
  const endedAt = one.ended ? instantAt(addDays(today, -one.ended.daysAgo), 16 * 60, timeZone) : null;
  // Ordered a few days before it begins, and not later than now.
  const orderedOn = one.from > 0 ? addDays(today, -2) : addDays(validFrom, -4);
  const addedAt = instantAt(orderedOn, 10 * 60, timeZone);
  const engagementId = plan.id(orderedOn, "engagement", one.firm, one.title);
  to.add("engagements", {
    id: engagementId,
    companyId: keeper?.id ?? null,
    firmId: firmId(plan, one.firm),
    title: one.title,
    purpose: one.purpose,
    roleId: one.role,
    validFrom,
    validTo,
    timeZone,
    beginsAt: instantAt(validFrom, 0, timeZone),
    endsAt: endedAt ?? instantAt(validTo, 0, timeZone),
    orderedBy,
    endedAt,
    endedBy: endedAt ? orderedBy : null,
    endedReason: one.ended?.reason ?? null,
    createdAt: addedAt,
  });
  const added = { engagementId, addedBy: orderedBy, addedAt };
  for (const company of covered) {
    to.add("engagementCovers", {
      ...added,
      subjectKind: "inspection",
      subjectId: plan.id(round.opensOn, "inspection", company.code, round.fiscalYear),
      companyId: company.id,
    });
  }
  for (let place = 0; place < one.people; place += 1) {
    to.add("engagementPeople", {
      ...added,
      personId: outsidePersonId(plan, one.firm, place),
      companyId: firmId(plan, one.firm),
    });
  }
}

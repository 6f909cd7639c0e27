// Everybody who works in the group: people, employments, seats with their holders, and the accounts of those who sign in.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Company } from "./company.ts";
import { departmentId, departmentsOf, siteId } from "./organization.ts";
import type { Plan } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { groupSeats, mailDomain, nameAt, personId, seatHolder, seats } from "./staff.ts";

const kinds = [
  ["regular", 0.78],
  ["contract", 0.87],
  ["part_time", 0.92],
  ["dispatched", 1],
] as const;

export function addPeople(plan: Plan, company: Company, to: Sheet): void {
  const random = randomOf(plan.seed, "people", company.code);
  const units = unitsOf(plan, company);
  for (let place = 0; place < company.workers; place += 1) addPerson(plan, company, place, units, random, to);
  // Those who left during the last year: nine in a hundred.
  const left =
    plan.size.name === "stress" || company.leftOn || company.joinedOn > addDays(plan.calendar.today, -400)
      ? 0
      : Math.round(company.workers * 0.09);
  for (let place = company.workers; place < company.workers + left; place += 1)
    addPerson(plan, company, place, units, random, to, addDays(plan.calendar.today, -random.int(1, 364)));
  addSeats(plan, company, random, to);
}

function unitsOf(plan: Plan, company: Company): string[] {
  const departments = departmentsOf(company).map((name) => departmentId(plan, company, name));
  const plants = company.sites.flatMap((site, n) => (site.isPlant ? [siteId(plan, company, n)] : []));
  // Plants hold most of the people of a maker.
  const all = [...departments, ...plants, ...plants, ...plants];
  return all.length > 0 ? all : [company.id];
}

function addPerson(
  plan: Plan,
  company: Company,
  place: number,
  units: readonly string[],
  random: Random,
  to: Sheet,
  leftOn: string | null = null,
) {
  const name = nameAt(plan, company, place);
  const id = personId(plan, company, place);
  const joined = joinedOn(plan, company, random, leftOn);
  const isSeated =
    place < seats.length + (company === plan.parent ? groupSeats.length + plan.divisions.length : 0);
  to.add("people", {
    id,
    companyId: company.id,
    code: `${company.code}-${String(place + 1).padStart(5, "0")}`,
    familyName: name.familyName,
    givenName: name.givenName,
    familyNameReading: name.familyNameReading,
    givenNameReading: name.givenNameReading,
    // Workers in a plant have no mailbox of their own.
    email:
      isSeated || !company.plants || random.chance(0.55)
        ? `${name.mailbox}${place < 4 ? "" : place + 1}@${mailDomain(company)}`
        : null,
    language: company.language,
    timeZone: company.timeZone,
    createdAt: `${joined}T00:00:00Z`,
  });
  const chance = random.next();
  const kind = isSeated
    ? place === 0
      ? "officer"
      : "regular"
    : (kinds.find(([, until]) => chance < until)?.[0] ?? "regular");
  to.add("employments", {
    personId: id,
    unitId: isSeated ? company.id : random.pick(units),
    companyId: company.id,
    kind,
    title: place < seats.length ? (titles[company.language][place] ?? null) : null,
    validFrom: joined,
    validTo: leftOn ?? company.leftOn,
  });
}

const titles = {
  en: ["President", "Head of Administration", "Assistant Manager, Administration", "Systems Engineer"],
  ja: ["代表取締役社長", "総務部長", "総務課長代理", "情報システム担当"],
  zh: ["总经理", "行政部长", "行政副部长", "信息系统工程师"],
};

function joinedOn(plan: Plan, company: Company, random: Random, leftOn: string | null): string {
  const years = random.next() ** 2 * 28;
  const day = addDays(leftOn ?? company.leftOn ?? plan.calendar.today, -Math.round(30 + years * 365));
  return day < company.joinedOn ? company.joinedOn : day;
}

const positions = [
  [
    "accountable_executive",
    "Executive accountable for information security",
    "情報セキュリティ責任役員",
    "信息安全责任高管",
    "executive",
  ],
  ["security_officer", "Information security officer", "情報セキュリティ責任者", "信息安全责任人", "officer"],
  [
    "deputy_security_officer",
    "Deputy information security officer",
    "情報セキュリティ責任者代行",
    "信息安全副责任人",
    "deputy",
  ],
] as const;

const seatedSince = (company: Company) => (company.joinedOn > "2012-04-01" ? company.joinedOn : "2012-04-01");

export const positionId = (plan: Plan, company: Company, purpose: (typeof positions)[number][0]) =>
  plan.id(seatedSince(company), "position", company.code, purpose);

function addSeats(plan: Plan, company: Company, random: Random, to: Sheet) {
  const since = seatedSince(company);
  for (const [purpose, nameEn, nameJa, nameZh, seat] of positions) {
    const id = positionId(plan, company, purpose);
    const name = { en: nameEn, ja: nameJa, zh: nameZh }[company.language];
    to.add("positions", {
      id,
      unitId: company.id,
      companyId: company.id,
      purpose,
      name,
      nameEn,
      nameJa,
      nameZh,
      createdOn: since,
    });
    // One officer in five took over during the last two years; the predecessor's name stays with what was signed then.
    const changedOn = addDays(plan.calendar.today, -random.int(60, 700));
    const holder = seatHolder(plan, company, seat);
    const predecessor =
      !company.leftOn && company.workers > 12 && changedOn > addDays(since, 365) && random.chance(0.2);
    if (predecessor) {
      to.add("positionHolders", {
        positionId: id,
        personId: personId(plan, company, 11),
        companyId: company.id,
        validFrom: since,
        validTo: changedOn,
      });
      to.add("positionHolders", {
        positionId: id,
        personId: holder,
        companyId: company.id,
        validFrom: changedOn,
        validTo: company.leftOn,
      });
    } else {
      to.add("positionHolders", {
        positionId: id,
        personId: holder,
        companyId: company.id,
        validFrom: since,
        validTo: company.leftOn,
      });
    }
  }
}

// Every company of the group: the cast described by hand, then as many more as the size wants, with the margins of the
// size (tiers, regions, relations, divisions, people, plants) met exactly.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Calendar } from "./calendar.ts";
import { cast, soldMember } from "./cast.ts";
import type { CastMember, Company, RelationKind } from "./company.ts";
import { nameGiver } from "./company-names.ts";
import { divisionOf } from "./divisions.ts";
import { cityOf, placeInRegion, placeOf } from "./places.ts";
import { idOf, type Random, randomOf } from "./random.ts";
import { sitesOf } from "./sites.ts";
import type { Size } from "./size.ts";
import { type Slot, slotsOf } from "./slots.ts";

export function companiesOf(size: Size, calendar: Calendar, seed: string): Company[] {
  const random = randomOf(seed, "companies", size.name);
  const stars = [...cast, soldMember].map((member) => fromCast(member, size, calendar, seed));
  const slots = slotsOf(size, calendar, random);
  const names = nameGiver(stars.map((company) => company.names.en));
  const codes = codeGiver(stars);
  const others = slots.map((slot) => fromSlot(slot, names, codes, seed));
  return withOwners(withSupervisors([...stars, ...others], seed), random);
}

/** Country and a running number, from 1001. */
function codeGiver(given: readonly Company[]) {
  const last = new Map<string, number>();
  for (const { country } of given) last.set(country, (last.get(country) ?? 1000) + 1);
  return (country: string) => {
    const next = (last.get(country) ?? 1000) + 1;
    last.set(country, next);
    return `${country}${next}`;
  };
}

function castCode(member: CastMember): string {
  const before = [...cast, soldMember].filter((one) => one.country === member.country);
  return `${member.country}${1001 + before.indexOf(member)}`;
}

function fromCast(member: CastMember, size: Size, calendar: Calendar, seed: string): Company {
  const place = placeOf(member.country);
  const city = cityOf(place, member.city);
  const code = castCode(member);
  const workers = member.workers[size.name];
  const name =
    place.language === "ja"
      ? member.ja
      : place.language === "zh" && place.region === "china"
        ? member.zh
        : member.en;
  const isProvider = member.story === "provider";
  return {
    code,
    id: idOf(seed, "2000-01-01", "unit", code),
    slug: member.slug,
    names: { name, en: member.en, ja: member.ja, zh: member.zh },
    country: member.country,
    region: place.region,
    timeZone: city.zone,
    language: place.language,
    pool: place.pool,
    city,
    division: member.division,
    industry: member.industry,
    relation: member.relation ?? "consolidated",
    ownershipPercent: member.percent ?? 100,
    ownerCode: codeOfSlug(member.owner),
    supervisorCode: codeOfSlug(member.supervisor),
    tier: member.tier,
    criteriaTier: member.tier,
    workers,
    personalDataPeople: workers * 3,
    plants: member.plants,
    runsServers: member.tier === "T1" || member.tier === "T2",
    hasRestrictedRooms: member.plants > 0,
    developsSoftware: isProvider || member.industry === "research",
    developsProducts: false,
    isRegionalHeadquarters: false,
    isFinance: false,
    providesSharedServices: isProvider,
    answersByWorkbook: member.story === "workbook",
    sites: sitesOf(place, member.city, member.plants, member.sites - member.plants),
    ...castDates(member, calendar),
    story: member.story ?? null,
    aims: new Map(),
  };
}

function codeOfSlug(slug: string | undefined): string | null {
  if (slug === undefined) return null;
  const member = cast.find((one) => one.slug === slug);
  if (!member) throw new Error(`nobody of the cast is called ${slug}`);
  return castCode(member);
}

function castDates(member: CastMember, calendar: Calendar): { joinedOn: string; leftOn: string | null } {
  const [previous, current] = calendar.rounds.slice(-2);
  if (!previous || !current) throw new Error("the sample needs two years at least");
  // Bought when this year's population was frozen already; sold while last year's round was being answered.
  if (member.story === "acquired") return { joinedOn: addDays(current.dueOn, -40), leftOn: null };
  if (member.story === "sold") return { joinedOn: member.since ?? "", leftOn: addDays(previous.dueOn, -30) };
  return { joinedOn: member.since ?? addDays(previous.opensOn, -100), leftOn: null };
}

function fromSlot(
  one: Slot,
  names: ReturnType<typeof nameGiver>,
  codes: (country: string) => string,
  seed: string,
): Company {
  const random = randomOf(seed, "slot", one.region, one.division, one.tier, one.workers, one.joinedOn);
  const place = placeInRegion(one.region, random);
  const cityIndex = random.int(0, Math.min(place.cities.length, 10) - 1);
  const city = cityOf(place, cityIndex);
  const division = divisionOf(one.division);
  const { slug, ...given } = names(division, place, cityIndex, random);
  const code = codes(place.country);
  const isSmall = one.criteriaTier === "T4";
  return {
    code,
    id: idOf(seed, "2000-01-01", "unit", code),
    slug,
    names: given,
    country: place.country,
    region: place.region,
    timeZone: city.zone,
    language: place.language,
    pool: place.pool,
    city,
    division: one.division,
    industry: industryOf(one, division.maker, division.industry, random),
    relation: one.relation,
    ownershipPercent: ownershipOf(one.relation, random),
    ownerCode: null,
    supervisorCode: null,
    tier: one.tier,
    criteriaTier: one.criteriaTier,
    workers: one.workers,
    personalDataPeople:
      one.major === "personal_data" ? random.int(12, 90) * 1000 : one.workers * random.int(1, 9),
    plants: one.plants,
    runsServers: !isSmall && random.chance(one.tier === "T3" ? 0.5 : 0.95),
    hasRestrictedRooms: one.plants > 0 ? random.chance(0.6) : random.chance(0.05),
    developsSoftware: one.division === "ITS" || random.chance(isSmall ? 0.02 : 0.1),
    developsProducts: one.core === "products",
    isRegionalHeadquarters: one.core === "regional",
    isFinance: one.core === "finance",
    providesSharedServices: false,
    answersByWorkbook: isSmall && random.chance(0.08),
    sites: sitesOf(place, cityIndex, one.plants, one.extraSites + (one.plants === 0 ? 1 : 0)),
    joinedOn: one.joinedOn,
    leftOn: one.leftOn,
    story: null,
    aims: new Map(),
  };
}

function industryOf(one: Slot, isMaker: boolean, other: string | undefined, random: Random): string {
  if (one.core === "regional") return "holding";
  if (one.core === "finance") return "finance";
  if (one.plants > 0) return "manufacturing";
  if (!isMaker) return other ?? "services";
  const chance = random.next();
  return chance < 0.5 ? "manufacturing" : chance < 0.87 ? "sales" : chance < 0.95 ? "research" : "holding";
}

function ownershipOf(relation: RelationKind, random: Random): number {
  if (relation === "equity_method") return random.int(20, 49);
  if (relation === "joint_venture") return 50;
  return random.chance(0.75) ? 100 : random.int(51, 95);
}

/** Some of the smallest are supervised, and held, by a larger company of their division and region, not by the division. */
function withSupervisors(companies: readonly Company[], seed: string): Company[] {
  return companies.map((company, index) => {
    if (index < castSize || company.tier !== "T4" || company.leftOn) return company;
    const random = randomOf(seed, "supervisor", company.code);
    const able = companies.filter(
      (one) =>
        (one.tier === "T2" || one.tier === "T3") &&
        one.relation === "consolidated" &&
        one.division === company.division &&
        one.region === company.region &&
        one.leftOn === null &&
        one.joinedOn <= company.joinedOn,
    );
    if (able.length === 0 || !random.chance(0.35)) return company;
    const { code } = random.pick(able);
    return { ...company, supervisorCode: code, ownerCode: code };
  });
}

const castSize = cast.length + 1;

/** Abroad the shares are often held by the regional headquarters: ownership is another tree than supervision. */
function withOwners(companies: Company[], random: Random): Company[] {
  const parent = companies[0]?.code ?? null;
  const regional = new Map(
    companies
      .filter((company) => company.isRegionalHeadquarters)
      .map((company) => [company.region, company.code]),
  );
  return companies.map((company) => {
    const local = regional.get(company.region);
    const isLocal = local !== undefined && local !== company.code && random.chance(0.4);
    if (company.ownerCode !== null || company.relation === "parent") return company;
    return { ...company, ownerCode: isLocal ? local : parent };
  });
}

// Lent to later modules.
// What a row of a list of connections means: which company uses which shared service, for what share, from when until when.
import { nearestOf } from "#core/sheets/nearest.ts";
import { companyNameKey } from "#core/sheets/normalise.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { namedCompany, otherName } from "#modules/organization/importing/company-named.ts";
import type { KnownCompany } from "#modules/organization/importing/companies.ts";
import {
  type Difference,
  type GivenRow,
  type Judged,
  readerOf,
  type RowReader,
  settle,
} from "#modules/organization/importing/judging.ts";
import { plain, plainCode } from "#modules/organization/importing/spelling.ts";
import { effectOfConnecting, type Standing } from "../rules.ts";

export type KnownService = { id: string; names: readonly string[] };
export type ConnectionFields = {
  companyId: string;
  companyCode: string;
  service: string;
  sharePercent: number;
  /** Where the row says one; else the day the list is applied from. */
  from: string | null;
  /** The first day on which it no longer holds. */
  until: string | null;
};

export type ConnectionWorld = {
  /** For rows without a day of their own. */
  from: string;
  companies: readonly KnownCompany[];
  byCode: Map<string, KnownCompany>;
  byName: Map<string, KnownCompany[]>;
  nearest: ReturnType<typeof nearestOf<KnownCompany>>;
  byService: Map<string, KnownService>;
  services: readonly KnownService[];
};

export function connectionWorld(
  units: readonly KnownCompany[],
  services: readonly KnownService[],
  from: string,
): ConnectionWorld {
  const companies = units.filter((unit) => unit.kind === "company");
  const names = companies.flatMap((one) =>
    [...new Set(one.names.map(companyNameKey))].map((key) => ({ key, one })),
  );
  const byName = Map.groupBy(names, ({ key }) => key);
  return {
    from,
    companies,
    byCode: new Map(companies.map((one) => [plainCode(one.code), one])),
    byName: new Map([...byName].map(([key, all]) => [key, all.map(({ one }) => one)])),
    nearest: nearestOf(companies, (one) => [one.code, ...one.names]),
    byService: new Map(services.flatMap((one) => [one.id, ...one.names].map((name) => [plain(name), one]))),
    services,
  };
}

/** Company, service and first day as the row writes them: what a file has twice is told, one period after another is not. */
export const connectionKeys = (fields: Record<string, string>) => {
  const company = plainCode(fields["code"] ?? "") || companyNameKey(fields["name"] ?? "");
  const service = plain(fields["service"] ?? "");
  const from = plain(fields["from"] ?? "");
  return { code: company === "" || service === "" ? "" : [company, service, from].join("\u001f"), name: "" };
};

/** The company, service and day a row speaks of, to look up what is connected then; null while one of them is not known. */
export function meantBy(row: GivenRow, world: ConnectionWorld) {
  const read = readerOf(row);
  const company = namedCompany(row, read, world);
  const service = serviceOf(read, world);
  return company && service
    ? { companyId: company.id, service: service.id, day: read.day("from") ?? world.from }
    : null;
}
export const standingKey = (meant: { companyId: string; service: string; day: string }) =>
  `${meant.companyId} ${meant.service} ${meant.day}`;

export const judgeConnections = (
  rows: readonly GivenRow[],
  world: ConnectionWorld,
  standings: ReadonlyMap<string, Standing>,
  twins: ReadonlySet<number>,
): Judged<ConnectionFields>[] => rows.map((row) => judge(row, world, standings, twins));

function judge(
  row: GivenRow,
  world: ConnectionWorld,
  standings: ReadonlyMap<string, Standing>,
  twins: ReadonlySet<number>,
): Judged<ConnectionFields> {
  const read = readerOf(row);
  const company = namedCompany(row, read, world);
  const service = serviceOf(read, world);
  const given = { share: read.number("share", 100, false), from: read.day("from"), last: read.day("until") };
  if (given.share === 0) read.wrong("share", "import.share_nought");
  const from = given.from ?? world.from;
  if (given.last !== null && given.last < from) read.wrong("until", "import.ends_before_start");
  if (twins.has(row.number)) read.wrong("service", "import.twice_in_file");
  const standing =
    company && service
      ? standings.get(standingKey({ companyId: company.id, service: service.id, day: from }))
      : undefined;
  const held = standing?.held ?? null;
  // A blank cell says nothing about what is held: its share and its end stay.
  const wanted = {
    sharePercent: given.share ?? held?.sharePercent ?? 100,
    until: given.last === null ? (held?.validTo ?? null) : addDays(given.last, 1),
  };
  const effect = standing ? effectOfConnecting(standing, wanted) : "unknown";
  if (effect === "not_in_group") read.wrong("code", "import.company_not_in_group");
  if (effect === "is_provider") read.wrong("code", "import.company_provides");
  return settle(row, {
    subjectId: held && company ? company.id : null,
    fields: {
      companyId: company?.id ?? "",
      companyCode: company?.code ?? "",
      service: service?.id ?? "",
      from: given.from,
      ...wanted,
    },
    problems: read.problems,
    conflicts: company ? otherName(read, company) : [],
    differences: effect === "same" ? [] : differencesOf(held, wanted),
  });
}

function serviceOf(read: RowReader, world: ConnectionWorld): KnownService | null {
  read.demand("service");
  const given = read.given("service");
  if (given === "") return null;
  return (
    world.byService.get(plain(given)) ??
    read.wrong(
      "service",
      "import.unknown_service",
      world.services.slice(0, 20).map((one) => ({ id: one.id, name: one.names[0] ?? one.id })),
    )
  );
}

function differencesOf(
  held: Standing["held"],
  wanted: { sharePercent: number; until: string | null },
): Difference[] {
  const lastDay = (until: string | null | undefined) => (until ? addDays(until, -1) : null);
  const share = {
    field: "share",
    before: held ? String(held.sharePercent) : null,
    after: String(wanted.sharePercent),
  };
  const until = { field: "until", before: lastDay(held?.validTo), after: lastDay(wanted.until) };
  return [share, until].filter((one) => one.before !== one.after);
}

// What everything else is made from: who belongs to the group, which years, which editions.
import { createHash } from "node:crypto";
import type { RuleBook } from "#modules/inspections/scoring/rule-book.ts";
import type { Line } from "#modules/incidents/notices/lines.ts";
import type { PlaybookTask } from "#modules/incidents/room/rules.ts";
import { dayIn } from "#modules/duties/rules.ts";
import type { EditionContent } from "#modules/standards/edition.ts";
import { aimsOf } from "./aims.ts";
import { type Calendar, calendarOf } from "./calendar.ts";
import { companiesOf } from "./companies.ts";
import type { Company } from "./company.ts";
import { type Division, divisionsOf } from "./divisions.ts";
import { idOf } from "./random.ts";
import { type Size, type SizeName, sizes } from "./size.ts";

/** An edition as it was written to the database, with what scoring needs of it. */
export type EditionUse = { id: string; content: EditionContent; rules: RuleBook };

export type IncidentBook = {
  lines: readonly { id: string; n: number; nth: number; content: Line }[];
  playbooks: ReadonlyMap<string, { version: number; tasks: readonly PlaybookTask[] }>;
};

export type SampleOptions = {
  size: SizeName;
  /** The moment of loading, ISO 8601: every day of the sample is counted from the one it is in the group's zone. */
  now: string;
  seed?: string;
  /** The older edition and the one in force. */
  editions: readonly [EditionUse, EditionUse];
  /** Only the first so many companies: for measuring how costs grow. */
  most?: number;
  /** PHC string of the one password that all accounts share. */
  passwordHash: string;
  secrets: Secrets;
  /** What the group began with and incidents are given: lines of the decision table, playbooks. */
  book?: IncidentBook;
};

/** What has to be a secret also in a sample: made when it is loaded, told to nobody. */
export type Secrets = {
  /** Of a receiver with this id, sealed for its row. */
  receiver(id: string): Buffer;
  /** Of an authenticator app with this id. */
  factor(id: string): Buffer;
  /** Hash of an access token that nobody has. */
  token: Buffer;
};

export type Plan = {
  seed: string;
  size: Size;
  now: string;
  calendar: Calendar;
  companies: readonly Company[];
  byCode: ReadonlyMap<string, Company>;
  parent: Company;
  divisions: readonly Division[];
  groupId: string;
  passwordHash: string;
  secrets: Secrets;
  book: IncidentBook;
  /** Of a round, the newest last: the edition changed before the newest. */
  editionAt(index: number): EditionUse;
  /** A made-up id that is the same in every run. */
  id(day: string, ...name: (string | number)[]): string;
  divisionId(code: string | null): string | null;
};

export const defaultSeed = "mihon";
export const groupZone = "Asia/Tokyo";

export function planOf(options: SampleOptions): Plan {
  const seed = options.seed ?? defaultSeed;
  const size = sizes[options.size];
  const calendar = calendarOf(dayIn(new Date(options.now), groupZone), size.years);
  const companies = withAims(companiesOf(size, calendar, seed).slice(0, options.most), size, calendar, seed);
  const divisions = divisionsOf(size);
  const parent = companies[0];
  if (!parent) throw new Error("a group without its parent");
  const id = (day: string, ...name: (string | number)[]) => idOf(seed, day, ...name);
  const last = calendar.rounds.length - 1;
  return {
    seed,
    size,
    now: options.now,
    calendar,
    companies,
    byCode: new Map(companies.map((company) => [company.code, company])),
    parent,
    divisions,
    groupId: id("1949-04-01", "unit", "group"),
    passwordHash: options.passwordHash,
    secrets: options.secrets,
    book: options.book ?? { lines: [], playbooks: new Map() },
    editionAt: (index) => options.editions[index === last ? 1 : 0],
    id,
    // A division that a smaller size does without leaves its companies directly below the group.
    divisionId: (code) =>
      divisions.some((division) => division.code === code) ? id("1990-04-01", "unit", code ?? "") : null,
  };
}

function withAims(companies: Company[], size: Size, calendar: Calendar, seed: string): Company[] {
  const aims = aimsOf(companies, size, calendar, seed);
  return companies.map((company) => ({ ...company, aims: aims.get(company.code) ?? new Map() }));
}

export const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest();

import type { SizeName, Tier } from "./size.ts";

export type Language = "ja" | "en" | "zh";
export type Names = { name: string; en: string; ja: string; zh: string };
export type RelationKind = "parent" | "consolidated" | "equity_method" | "joint_venture";
export type RoundState =
  | "not_begun"
  | "answering"
  | "submitted"
  | "returned"
  | "reviewed"
  | "confirmed"
  | "locked";
export type ResultKind = "meets" | "improve" | "serious" | "not_known";

/** What was planted on purpose; docs/guides/sample-group.en.md tells where to look. */
export type Story =
  | "postponed"
  | "contradicts_data"
  | "forgotten_vpn"
  | "late_with_answers"
  | "returned"
  | "flawless"
  | "late_office"
  | "workbook"
  | "acquired"
  | "sold"
  | "provider";

export type Site = { names: Names; isPlant: boolean };

/** How one company stood in one year; an aim for the answers, the result itself is computed from them. */
export type Aim = { result: ResultKind; score: number; state: RoundState; isLate: boolean };

export type Company = {
  code: string;
  id: string;
  slug: string;
  names: Names;
  country: string;
  region: string;
  timeZone: string;
  language: Language;
  /** Whose names its people bear (data/people.json). */
  pool: string;
  city: Names;
  division: string | null;
  industry: string;
  relation: RelationKind;
  ownershipPercent: number;
  /** Code of the company that holds the shares; null for the parent. */
  ownerCode: string | null;
  /** Code of the company that supervises this one; null where its division does. */
  supervisorCode: string | null;
  tier: Tier;
  criteriaTier: Tier;
  workers: number;
  personalDataPeople: number;
  plants: number;
  runsServers: boolean;
  hasRestrictedRooms: boolean;
  developsSoftware: boolean;
  developsProducts: boolean;
  isRegionalHeadquarters: boolean;
  isFinance: boolean;
  providesSharedServices: boolean;
  answersByWorkbook: boolean;
  sites: readonly Site[];
  joinedOn: string;
  leftOn: string | null;
  story: Story | null;
  /** By fiscal year; a year in which it was not asked is not there. */
  aims: ReadonlyMap<number, Aim>;
};

/** A company described by hand. Scores are oldest year first; null where it was not yet, or no longer, asked. */
export type CastMember = {
  en: string;
  ja: string;
  zh: string;
  slug: string;
  country: string;
  city: number;
  division: string | null;
  tier: Tier;
  relation?: RelationKind;
  percent?: number;
  /** Slugs of the companies of the cast that hold and that supervise it; else the parent and its division do. */
  owner?: string;
  supervisor?: string;
  workers: Readonly<Record<SizeName, number>>;
  plants: number;
  sites: number;
  industry: string;
  scores: readonly [number | null, number | null, number | null];
  state: RoundState;
  result: ResultKind;
  story?: Story;
  since?: string;
};

// Lent to later modules.
// What the group holds of units, seats and people, as rows of a list of seats are judged by it.
import { nearestOf } from "#core/sheets/nearest.ts";
import { companyNameKey } from "#core/sheets/normalise.ts";
import { plainCode } from "#modules/organization/importing/spelling.ts";

export type KnownUnit = {
  id: string;
  kind: "division" | "company" | "department" | "site";
  code: string;
  companyId: string;
  name: string;
  names: readonly string[];
};
export type Holding = {
  personId: string;
  familyName: string;
  givenName: string;
  from: string;
  to: string | null;
};
export type KnownSeat = {
  id: string;
  unitId: string;
  purpose: string | null;
  name: string;
  names: readonly string[];
  holders: readonly Holding[];
};
export type KnownHolder = {
  id: string;
  companyId: string;
  companyName: string;
  companyLanguage: string | null;
  code: string | null;
  familyName: string;
  givenName: string;
  familyNameReading: string | null;
  givenNameReading: string | null;
  email: string | null;
  telephone: string | null;
  language: string | null;
  timeZone: string | null;
  rowVersion: number;
  isEmployed: boolean;
  /** Of an account that is not closed. */
  loginName: string | null;
  grants: readonly { roleId: string; unitId: string }[];
};
export type Peers = {
  seats: ReadonlyMap<string, readonly KnownSeat[]>;
  people: readonly KnownHolder[];
  twins: ReadonlySet<number>;
};
/** What is done besides naming holders, as whoever brings the list in has ticked it. */
export type Extras = { withRights: boolean; withAccounts: boolean };
export type SeatWorld = {
  today: string;
  /** For rows without a day of their own. */
  from: string;
  extras: Extras;
  units: readonly KnownUnit[];
  byCode: Map<string, KnownUnit>;
  byName: Map<string, KnownUnit[]>;
  nearest: ReturnType<typeof nearestOf<KnownUnit>>;
};
export function seatWorld(
  units: readonly KnownUnit[],
  about: Pick<SeatWorld, "today" | "from" | "extras">,
): SeatWorld {
  const names = units.flatMap((one) =>
    [...new Set(one.names.map(companyNameKey))].map((key) => ({ key, one })),
  );
  const wide = units.filter((one) => one.kind === "company" || one.kind === "division");
  return {
    ...about,
    units,
    byCode: new Map(units.map((one) => [plainCode(one.code), one])),
    byName: new Map(
      [...Map.groupBy(names, ({ key }) => key)].map(([key, all]) => [key, all.map(({ one }) => one)]),
    ),
    nearest: nearestOf(wide, (one) => [one.code, ...one.names]),
  };
}

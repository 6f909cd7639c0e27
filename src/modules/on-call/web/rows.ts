// Rosters as screens use them: names by their ids, and what is read anew after an act.
import type { Output } from "#core/contract.ts";
import { nameFor } from "#web/text/names.ts";
import { onCall } from "../contract.ts";

export type Listed = Output<typeof onCall.listOnCallRosters>["rows"][number];
export type Roster = Output<typeof onCall.getOnCallRoster>;
export type Serving = Output<typeof onCall.getOnCallNow>["rows"][number];
export type Mine = Output<typeof onCall.getMyOnCall>;
export type Turn = Roster["turns"][number];
export type Person = Roster["people"][number];
export type Gap = Roster["gaps"][number];
export type Rule = Roster["rules"][number];

type Named = {
  unitName: string;
  unitNameEn: string | null;
  unitNameJa: string | null;
  unitNameZh: string | null;
};

export const unitOf = (row: Named): string =>
  nameFor({ name: row.unitName, nameEn: row.unitNameEn, nameJa: row.unitNameJa, nameZh: row.unitNameZh });

export const nameIn = (people: readonly { id: string; name: string }[], id: string | null): string =>
  people.find((one) => one.id === id)?.name ?? "–";

export const runs = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }, now: Date): boolean =>
  new Date(startsAt) <= now && now < new Date(endsAt);

export const refreshed = [
  onCall.getOnCallRoster,
  onCall.listOnCallRosters,
  onCall.getOnCallNow,
  onCall.getMyOnCall,
];

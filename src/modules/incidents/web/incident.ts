import type { Input, Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { incidents } from "../contract.ts";

export type Incident = Output<typeof incidents.getIncident>;
export type Row = Output<typeof incidents.listIncidents>["rows"][number];
export type Counts = Output<typeof incidents.countIncidents>;
type Asked = Input<typeof incidents.listIncidents>;
export type View = NonNullable<Asked["view"]>;
export type Url = Pick<
  Asked,
  | "view"
  | "kind"
  | "severity"
  | "country"
  | "late"
  | "product"
  | "exercise"
  | "counted"
  | "cause"
  | "discoveredFrom"
  | "discoveredTo"
  | "search"
  | "sort"
  | "companyId"
  | "divisionId"
> & { columns?: string };

/** What a saved view of the register keeps. */
export const urlNames = [
  "view",
  "kind",
  "severity",
  "country",
  "late",
  "product",
  "exercise",
  "counted",
  "cause",
  "discoveredFrom",
  "discoveredTo",
  "search",
  "sort",
  "companyId",
  "divisionId",
  "columns",
] as const;

export const views = ["running", "unreported", "late", "grave", "ended", "nothing", "all"] as const;

/** The URL as the operations take it, without the view; what is empty stays away. */
export function narrowingOf({
  kind,
  severity,
  country,
  late,
  product,
  exercise,
  counted,
  cause,
  discoveredFrom,
  discoveredTo,
  search,
  companyId,
  divisionId,
}: Partial<Url>) {
  return {
    ...(kind ? { kind } : {}),
    ...(severity ? { severity } : {}),
    ...(country ? { country } : {}),
    ...(late === true ? { late } : {}),
    ...(product === true ? { product } : {}),
    ...(exercise === true ? { exercise } : {}),
    ...(counted ? { counted } : {}),
    ...(cause ? { cause } : {}),
    ...(discoveredFrom ? { discoveredFrom: String(discoveredFrom) } : {}),
    ...(discoveredTo ? { discoveredTo: String(discoveredTo) } : {}),
    ...(search ? { search: String(search) } : {}),
    ...(companyId ? { companyId } : {}),
    ...(divisionId ? { divisionId } : {}),
  };
}

/** What an act on an incident changes on other pages. */
export const refreshed = [
  incidents.getIncident,
  incidents.listAlike,
  incidents.getCompanyIncidents,
  incidents.listIncidents,
  incidents.countIncidents,
  incidents.listOwnReports,
  incidents.getOwnReport,
  duties.getMyWork,
  duties.listMyDuties,
];

// What the register's URL says, and the views of it.
import type { Input, Output } from "#core/contract.ts";
import type { findings } from "../contract.ts";

export type Row = Output<typeof findings.listFindings>["rows"][number];
export type Counts = Output<typeof findings.countFindings>;
type Asked = Input<typeof findings.listFindings>;
export type View = NonNullable<Asked["view"]>;
export type Url = Pick<
  Asked,
  | "view"
  | "severity"
  | "source"
  | "control"
  | "harm"
  | "age"
  | "recurring"
  | "search"
  | "sort"
  | "companyId"
  | "divisionId"
> & {
  /** Ids of the columns shown, comma separated; all of them when absent. */
  columns?: string;
};

/** What a saved view of the register keeps. */
export const urlNames = [
  "view",
  "severity",
  "source",
  "control",
  "harm",
  "age",
  "recurring",
  "search",
  "sort",
  "companyId",
  "divisionId",
  "columns",
] as const;

export const views = ["running", "overdue", "to_verify", "accepted", "closed", "all"] as const;

/** The URL as the operations take it, without the view; what is empty stays away. */
export function narrowingOf({
  severity,
  source,
  control,
  harm,
  age,
  recurring,
  search,
  companyId,
  divisionId,
}: Partial<Url>) {
  return {
    ...(severity ? { severity } : {}),
    ...(source ? { source } : {}),
    ...(control ? { control: String(control) } : {}),
    ...(harm ? { harm: String(harm) } : {}),
    ...(age ? { age } : {}),
    ...(recurring === true ? { recurring } : {}),
    ...(search ? { search: String(search) } : {}),
    ...(companyId ? { companyId } : {}),
    ...(divisionId ? { divisionId } : {}),
  };
}

// What the register's URL says, and the views of it.
import type { Input, Output } from "#core/contract.ts";
import type { inspections } from "../../contract.ts";

export type Row = Output<typeof inspections.listInspections>["rows"][number];
type Asked = Input<typeof inspections.listInspections>;
export type Url = Pick<Asked, "state" | "result" | "tier" | "late" | "search" | "sort"> & {
  division?: string;
  /** Ids of the columns shown, comma separated; all of them when absent. */
  columns?: string;
};

/** What a saved view of the register keeps. */
export const urlNames = ["state", "result", "tier", "late", "search", "sort", "division", "columns"] as const;

export const states = [
  "not_begun",
  "answering",
  "submitted",
  "returned",
  "reviewed",
  "confirmed",
  "locked",
] as const;
export const views = ["all", ...states, "late"] as const;
export type View = (typeof views)[number];
export const results = ["meets", "improve", "serious", "not_known"] as const;
export const tiers = ["T1", "T2", "T3", "T4"] as const;

export const viewOf = (url: Partial<Url>): View => (url.late === true ? "late" : (url.state ?? "all"));

export const viewUrl = (view: View) =>
  view === "all"
    ? { state: undefined, late: undefined }
    : view === "late"
      ? { state: undefined, late: true }
      : { state: view, late: undefined };

/** The URL as the operation takes it; what is empty stays away. */
export function filterOf({ state, result, tier, late, search, division }: Partial<Url>) {
  return {
    ...(state ? { state } : {}),
    ...(result ? { result } : {}),
    ...(tier ? { tier } : {}),
    ...(late === true ? { late } : {}),
    ...(search ? { search: String(search) } : {}),
    ...(division ? { divisionId: division } : {}),
  };
}

// What an overview looks at, kept in the URL: which round, which reading of the results, which part of the group.
import type { Input } from "#core/contract.ts";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { overview } from "../contract.ts";

type HeatMapInput = Input<typeof overview.getHeatMap>;
export type View = Pick<HeatMapInput, "roundId" | "basis" | "tier" | "region" | "division">;
export type OverviewUrl = View & {
  by?: NonNullable<HeatMapInput["by"]>;
  columns?: NonNullable<HeatMapInput["columns"]>;
  show?: "all";
  /** The folds that are open: keys of groups, comma separated. */
  open?: string;
};

const names = ["roundId", "basis", "tier", "region", "division"] as const;

/** The part of the URL that every number of a page shares. */
export function viewOf(url: Partial<OverviewUrl>): View {
  return Object.fromEntries(names.flatMap((name) => (url[name] ? [[name, String(url[name])]] : []))) as View;
}

type SetUrl = (part: Partial<Record<keyof OverviewUrl, string | undefined>>) => void;

export function useView(): [View, Partial<OverviewUrl>, SetUrl] {
  const [url, setUrl] = useUrlOfUnit<OverviewUrl>("division");
  return [viewOf(url), url, setUrl as SetUrl];
}

// What the URL says of the search: the filters by their names, as the operation takes them.
import { useUrl } from "#web/navigation.tsx";
import type { Group } from "../kinds/rules.ts";

export type Filters = {
  group?: Group;
  verb?: string;
  actorId?: string;
  onBehalfOf?: string;
  companyId?: string;
  subjectId?: string;
  requestId?: string;
  from?: string;
  to?: string;
  words?: string;
};

export const filterNames = [
  "group",
  "verb",
  "actorId",
  "onBehalfOf",
  "companyId",
  "subjectId",
  "requestId",
  "from",
  "to",
  "words",
] as const satisfies readonly (keyof Filters)[];

type Url = Filters & { values?: string; unit?: string };

export function useFilters() {
  const [url, set] = useUrl<Url>();
  const filters: Filters & { divisionId?: string } = Object.fromEntries(
    // The URL gives a number where somebody typed digits alone.
    filterNames.flatMap((name) => (url[name] === undefined ? [] : [[name, String(url[name])]])),
  );
  if (url.unit && !filters.companyId) filters.divisionId = url.unit;
  return {
    filters,
    withValues: url.values !== undefined,
    set: (part: { [K in keyof Filters]?: Filters[K] | undefined }) => set(part),
    showValues: (isOn: boolean) => set({ values: isOn ? "yes" : undefined }),
    clear: () => set(Object.fromEntries(filterNames.map((name) => [name, undefined]))),
    isNarrowed: filterNames.some((name) => url[name] !== undefined),
  };
}

// What capabilities lend to pages that are not theirs: views of the group, pictures for the home page. Given by the gate
// through a context, because pages cannot import the list of modules that loads them.
import { type ComponentType, createContext, lazy, Suspense, use } from "react";
import { useSession } from "./session.ts";
import { Loading } from "./ui/states.tsx";
import type {
  BoardPanel,
  BoardPart,
  FindingPanel,
  FindingPanelProps,
  HomePicture,
  PageTab,
  PersonPanel,
  PersonPanelProps,
  WebModule,
} from "./web-module.ts";

/** Rows of tabs to which several capabilities lend. */
type TabRow = "groupTabs" | "standardTabs" | "findingTabs";

type Lent = Record<TabRow, readonly PageTab[]> & {
  homePictures: readonly (HomePicture & { Body: ComponentType })[];
  boardPanels: readonly (BoardPanel & { Body: ComponentType<BoardPart> })[];
  dutyPages: Readonly<Record<string, string>>;
  personPanels: readonly (PersonPanel & { Body: ComponentType<PersonPanelProps> })[];
  findingPanels: readonly (FindingPanel & { Body: ComponentType<FindingPanelProps> })[];
};

const tabsOf = (modules: readonly WebModule[], row: TabRow) =>
  modules.flatMap((module) => module[row] ?? []).sort((a, b) => a.order - b.order);

/** Once, at start: React keeps a lazy component only as long as its identity stays. */
export const lentBy = (modules: readonly WebModule[]): Lent => ({
  groupTabs: tabsOf(modules, "groupTabs"),
  standardTabs: tabsOf(modules, "standardTabs"),
  findingTabs: tabsOf(modules, "findingTabs"),
  homePictures: modules.flatMap((module) =>
    (module.homePictures ?? []).map((one) => ({ ...one, Body: lazy(one.load) })),
  ),
  boardPanels: modules.flatMap((module) =>
    (module.boardPanels ?? []).map((one) => ({ ...one, Body: lazy(one.load) })),
  ),
  dutyPages: Object.assign({}, ...modules.map((module) => module.dutyPages ?? {})) as Record<string, string>,
  personPanels: modules.flatMap((module) =>
    (module.personPanels ?? []).map((one) => ({ ...one, Body: lazy(one.load) })),
  ),
  findingPanels: modules.flatMap((module) =>
    (module.findingPanels ?? []).map((one) => ({ ...one, Body: lazy(one.load) })),
  ),
});

export const LentContext = createContext<Lent>({
  groupTabs: [],
  standardTabs: [],
  findingTabs: [],
  homePictures: [],
  boardPanels: [],
  dutyPages: {},
  personPanels: [],
  findingPanels: [],
});

/** Where a duty of this kind is done; undefined when no capability says. */
export const useDutyPage = () => {
  const { dutyPages } = use(LentContext);
  return (kind: string): string | undefined => dutyPages[kind];
};

const isFor = (held: readonly string[]) => (one: { permissions: readonly string[] }) =>
  one.permissions.some((name) => held.includes(name));

export function useTabs(row: TabRow): PageTab[] {
  return use(LentContext)[row].filter(isFor(useSession().permissions));
}

/** One's own part of the group in pictures, for whoever may see results. */
export function HomePictures() {
  const { permissions } = useSession();
  return use(LentContext)
    .homePictures.filter(isFor(permissions))
    .map(({ id, Body }) => (
      <Suspense key={id} fallback={<Loading rows={4} />}>
        <Body />
      </Suspense>
    ));
}

/** What other capabilities show on the board of the group, at one of its places. */
export function useBoardPanels(place: BoardPanel["place"]) {
  const { permissions } = useSession();
  return use(LentContext)
    .boardPanels.filter(isFor(permissions))
    .filter((one) => one.place === place);
}

/** What later capabilities know of a person, each in a panel of its own. */
export function PersonPanels(props: PersonPanelProps) {
  const { permissions } = useSession();
  return use(LentContext)
    .personPanels.filter(isFor(permissions))
    .map(({ id, Body }) => (
      <Suspense key={id} fallback={<Loading rows={3} />}>
        <Body {...props} />
      </Suspense>
    ));
}

/** What later capabilities know of a finding. */
export function FindingPanels(props: FindingPanelProps) {
  const { permissions } = useSession();
  return use(LentContext)
    .findingPanels.filter(isFor(permissions))
    .map(({ id, Body }) => (
      <Suspense key={id} fallback={<Loading rows={2} />}>
        <Body {...props} />
      </Suspense>
    ));
}

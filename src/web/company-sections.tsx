// The parts of the company's page that later capabilities bring. The shell hands them down, so that the page itself
// imports none of them.
import { type ComponentType, createContext, lazy, Suspense, useContext } from "react";
import { useSession } from "./session.ts";
import { Loading } from "./ui/states.tsx";

export type CompanySectionProps = {
  companyId: string;
  /** The day the page shows, when it is not today. */
  asOf?: string;
};

/**
 * `title` stands beside the name (a badge), `actions` among the buttons of the head, `strip` right below the facts,
 * `tier` is a line below the tier, also while its facts are changed; `panels` in the grid of panels: there the section draws its own <Panel className="c6">.
 */
export type CompanyPlace = "title" | "actions" | "strip" | "tier" | "panels";

export type CompanySection = {
  id: string;
  place: CompanyPlace;
  /** Shown to whoever holds one of these anywhere; to everybody when absent. */
  permissions?: readonly string[];
  load: () => Promise<{ default: ComponentType<CompanySectionProps> }>;
};

const Sections = createContext<readonly LoadedSection[]>([]);
type LoadedSection = CompanySection & { Body: ComponentType<CompanySectionProps> };

/** Once per section, at start: React keeps a lazy component only as long as its identity stays. */
export const loadedSections = (sections: readonly CompanySection[]): readonly LoadedSection[] =>
  sections.map((section) => ({ ...section, Body: lazy(section.load) }));

export const CompanySectionsProvider = Sections.Provider;

/** All sections of one place that the reader may see, in the order of the modules. */
export function CompanySections({ place, ...props }: CompanySectionProps & { place: CompanyPlace }) {
  const { permissions } = useSession();
  const isBlock = place === "strip" || place === "panels";
  return useContext(Sections)
    .filter((one) => one.place === place)
    .filter((one) => !one.permissions || one.permissions.some((name) => permissions.includes(name)))
    .map(({ id, Body }) => (
      <Suspense key={id} fallback={isBlock ? <Loading rows={3} /> : null}>
        <Body {...props} />
      </Suspense>
    ));
}

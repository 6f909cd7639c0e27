// The parts of an edition that is being written.
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";

export type DraftTab = "controls" | "frame" | "changes" | "publication";

const paths = {
  controls: "/standards/$id/draft",
  frame: "/standards/$id/draft/frame",
  changes: "/standards/$id/changes",
  publication: "/standards/$id/publication",
} as const satisfies Record<DraftTab, string>;

export function DraftTabs({ id, tab }: { id: string; tab: DraftTab }) {
  const t = useText();
  return (
    <nav className="tabs" aria-label={t("draft.tabs")}>
      {(Object.keys(paths) as DraftTab[]).map((one) => (
        <Go
          key={one}
          to={paths[one]}
          params={{ id }}
          className={one === tab ? "on" : ""}
          {...(one === tab ? { isCurrent: true } : {})}
        >
          {t(`draft.tab.${one}`)}
        </Go>
      ))}
    </nav>
  );
}

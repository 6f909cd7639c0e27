// What falls short and what is done about it, side by side.
import { Go } from "../navigation.tsx";
import { useTabs } from "../slots.tsx";
import { useText } from "../text/i18n.ts";

export function FindingTabs({ at }: { at: string }) {
  const t = useText();
  return (
    <nav className="tabs" aria-label={t("rail.findings")}>
      {useTabs("findingTabs").map((tab) => (
        <Go key={tab.to} to={tab.to} className={tab.to === at ? "on" : ""} isCurrent={tab.to === at}>
          {t(tab.label)}
        </Go>
      ))}
    </nav>
  );
}

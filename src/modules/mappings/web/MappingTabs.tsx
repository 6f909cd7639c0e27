// The pages about sets and how they stand to one another, side by side.
import { useLocation } from "@tanstack/react-router";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";

const tabs = [
  ["/standards/catalogues", "catalogue.tab"],
  ["/standards/mappings", "mapping.tab"],
  ["/standards/chains", "reach.tab"],
] as const;

export function MappingTabs() {
  const t = useText();
  const { pathname } = useLocation();
  return (
    <nav className="tabs" aria-label={t("standard.tabs")}>
      <Go to="/standards">{t("standard.tab.controls")}</Go>
      <Go to="/standards/editions">{t("standard.tab.editions")}</Go>
      {tabs.map(([to, label]) => (
        <Go key={to} to={to} className={to === pathname ? "on" : ""}>
          {t(label)}
        </Go>
      ))}
    </nav>
  );
}

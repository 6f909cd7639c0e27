// The views of the whole group side by side: overview, map, tree, companies.
import { useLocation } from "@tanstack/react-router";
import { Go } from "../navigation.tsx";
import { useTabs } from "../slots.tsx";
import { useText } from "../text/i18n.ts";

export function GroupTabs() {
  const t = useText();
  const { pathname } = useLocation();
  const tabs = useTabs("groupTabs");
  if (tabs.length < 2) return null;
  return (
    <nav className="tabs" aria-label={t("frame.groupViews")}>
      {tabs.map((tab) => (
        <Go key={tab.to} to={tab.to} className={tab.to === pathname ? "on" : ""}>
          {t(tab.label)}
        </Go>
      ))}
    </nav>
  );
}

// What is measured against, side by side: the standard in force, its editions, others' catalogues and mappings.
import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Go } from "../navigation.tsx";
import { useTabs } from "../slots.tsx";
import { useText } from "../text/i18n.ts";

/**
 * @param children the views of one edition, before what stands beside it; without them its controls alone.
 * @param at the tab under which a page stands that has none of its own.
 */
export function StandardTabs({ children, at }: { children?: ReactNode; at?: string }) {
  const t = useText();
  const { pathname } = useLocation();
  const here = at ?? pathname;
  return (
    <nav className="tabs" aria-label={t("standard.tabs")}>
      {children ?? <Go to="/standards">{t("standard.tab.controls")}</Go>}
      {useTabs("standardTabs").map((tab) => (
        <Go
          key={tab.to}
          to={tab.to}
          className={tab.to === here ? "on" : ""}
          {...(tab.to === here ? { isCurrent: true } : {})}
        >
          {t(tab.label)}
        </Go>
      ))}
    </nav>
  );
}

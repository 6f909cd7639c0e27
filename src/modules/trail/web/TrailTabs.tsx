import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";

/** The search, and what is erased: for those who may do both. */
export function TrailTabs({ here }: { here: "search" | "erasures" }) {
  const t = useText();
  const mayErase = useMay("trail.erase");
  if (!mayErase) return null;
  return (
    <nav className="tabs" aria-label={t("trail.tabs")}>
      <Go to="/trail" className={here === "search" ? "on" : ""} isCurrent={here === "search"}>
        {t("trail.tab.search")}
      </Go>
      <Go to="/trail/erasures" className={here === "erasures" ? "on" : ""} isCurrent={here === "erasures"}>
        {t("trail.tab.erasures")}
      </Go>
    </nav>
  );
}

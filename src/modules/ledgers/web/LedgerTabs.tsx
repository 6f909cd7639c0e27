// What stands beside the ledgers themselves: what they hold, the rules that apply, the classes that demand.
import { useText } from "#web/text/i18n.ts";
import { Go } from "#web/navigation.tsx";

const tabs = [
  ["/ledgers", "rail.ledgers"],
  ["/ledgers/unknown", "unknown.crumb"],
  ["/ledgers/coverage", "ledgers.coverage"],
  ["/ledgers/gaps", "ledgers.gaps"],
  ["/ledgers/continuity", "ledgers.continuity"],
  ["/ledgers/sources", "ledgers.sources"],
  ["/ledgers/rules", "ledgers.rules"],
  ["/ledgers/classes", "ledgers.classes"],
] as const;

export function LedgerTabs({ at }: { at: (typeof tabs)[number][0] }) {
  const t = useText();
  return (
    <nav className="tabs" aria-label={t("rail.ledgers")}>
      {tabs.map(([to, label]) => (
        <Go key={to} to={to} className={to === at ? "on" : ""} isCurrent={to === at}>
          {t(label)}
        </Go>
      ))}
    </nav>
  );
}

// What stands side by side under Audits: how far they reach, the programme, who goes.
import { Go } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";

const tabs = [
  ["/audits", "audits.coverage", "audit.read"],
  ["/audits/programme", "audits.programme", "audit.read"],
  ["/audits/opinions", "audits.opinions", "audit.read"],
  ["/audits/auditors", "audits.auditors", "audit.pool"],
] as const;

export function AuditTabs({ at }: { at: (typeof tabs)[number][0] }) {
  const t = useText();
  const { permissions } = useSession();
  return (
    <nav className="tabs" aria-label={t("rail.audits")}>
      {tabs
        .filter(([, , permission]) => permissions.includes(permission))
        .map(([to, label]) => (
          <Go key={to} to={to} className={to === at ? "on" : ""} isCurrent={to === at}>
            {t(label)}
          </Go>
        ))}
    </nav>
  );
}

// Accounts, roles, what waits for a second person, who can see what: side by side.
import { useLocation } from "@tanstack/react-router";
import { useOperation } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import type { TextKey } from "#web/text/keys.ts";
import { useText } from "#web/text/i18n.ts";
import { access } from "../contract.ts";

const tabs: readonly { to: string; label: TextKey; permission: string }[] = [
  { to: "/accounts", label: "rights.tab.accounts", permission: "account.read" },
  { to: "/rights/roles", label: "rights.tab.roles", permission: "grant.read" },
  { to: "/rights/proposals", label: "rights.tab.proposals", permission: "grant.read" },
  { to: "/rights/who", label: "rights.tab.who", permission: "rights.ask" },
];

export function RightsTabs() {
  const t = useText();
  const { pathname } = useLocation();
  const { permissions } = useSession();
  const mine = tabs.filter((tab) => permissions.includes(tab.permission));
  const waiting = useOperation(
    access.listProposals,
    { isOpen: true },
    { enabled: permissions.includes("grant.read") },
  );
  const count = waiting.data?.rows.length ?? 0;
  if (mine.length < 2) return null;
  return (
    <nav className="tabs" aria-label={t("rights.title")}>
      {mine.map(({ to, label }) => (
        <Go
          key={to}
          to={to}
          className={to === pathname ? "on" : ""}
          {...(to === pathname ? { isCurrent: true } : {})}
        >
          {t(label)}
          {to === "/rights/proposals" && count > 0 ? <small>{count}</small> : null}
        </Go>
      ))}
    </nav>
  );
}

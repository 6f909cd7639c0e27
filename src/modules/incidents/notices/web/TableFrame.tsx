// The pages of the decision table side by side.
import type { ReactNode } from "react";
import { Page } from "#web/layout/Page.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import "../../web/incidents.css";
import "./notices.css";

const tabs = [
  { id: "table", to: "/incidents/notice-table" },
  { id: "try", to: "/incidents/notice-table/try" },
  { id: "omissions", to: "/incidents/notice-table/omissions" },
] as const;

type Props = { at: (typeof tabs)[number]["id"]; title: string; actions?: ReactNode; children: ReactNode };

export function TableFrame({ at, title, actions, children }: Props) {
  const t = useText();
  return (
    <Page
      title={title}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("notices.table") }]}
      actions={actions}
    >
      <nav className="tabs" aria-label={t("noticeTable.tabs")}>
        {tabs.map((tab) => (
          <Go key={tab.id} to={tab.to} className={tab.id === at ? "on" : ""} isCurrent={tab.id === at}>
            {t(`noticeTable.tab.${tab.id}`)}
          </Go>
        ))}
      </nav>
      {children}
    </Page>
  );
}

// The frame of every page of one incident: its name, what sets it apart, its pages side by side, and what holds of all of them.
import type { ReactNode } from "react";
import { Page } from "#web/layout/Page.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import type { Incident } from "./incident.ts";
import { Tags } from "./marks.tsx";
import { tabs } from "./tabs.ts";
import "./incidents.css";

type Props = {
  incident: Incident;
  /** The id of the page (tabs.ts). */
  at: string;
  actions?: ReactNode;
  children: ReactNode;
};

export function IncidentFrame({ incident, at, actions, children }: Props) {
  const t = useText();
  const { id } = incident;
  const readsAll = useMay("incident.read");
  const shown = tabs.filter((tab) => readsAll || tab.isOfProducts);
  return (
    <Page
      title={incident.title === "–" ? t(`incident.kind.${incident.kind}`) : incident.title}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: incident.reference }]}
      after={<Tags row={incident} />}
      actions={actions}
    >
      {incident.isExercise ? (
        <Note kind="warn">
          {t("incident.exerciseNote")} {incident.triesReceivers ? t("incident.exerciseTries") : null}
        </Note>
      ) : null}
      {incident.isConfidential ? <Note kind="warn">{t("incident.confidentialNote")}</Note> : null}
      {shown.length > 1 ? (
        <nav className="tabs" aria-label={t("incident.tabs")}>
          {shown.map((tab) => (
            <Go
              key={tab.id}
              to={tab.to}
              params={{ id }}
              className={tab.id === at ? "on" : ""}
              isCurrent={tab.id === at}
            >
              {t(tab.label)}
            </Go>
          ))}
        </nav>
      ) : null}
      {children}
    </Page>
  );
}

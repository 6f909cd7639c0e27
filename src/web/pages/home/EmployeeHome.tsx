// The home of whoever works here and runs no security: report something, see what became of it, do what one is asked for. Made for a phone.
import { IconBook2, IconChevronRight, IconListCheck, IconSpeakerphone } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { NeedsYou, useNeeds } from "#modules/duties/web/parts.tsx";
import { OwnReports } from "#modules/incidents/web/parts.tsx";
import { Page } from "../../layout/Page.tsx";
import { Go } from "../../navigation.tsx";
import { useSession } from "../../session.ts";
import { useFormat } from "../../text/format.ts";
import { useText } from "../../text/i18n.ts";

const reports = "own-reports";

export function EmployeeHome() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const needs = useNeeds();
  return (
    <Page
      title={t("home.welcome", { name: format.person(session) })}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name },
        { label: t("home.title") },
      ]}
    >
      <div className="employee-home">
        <Big
          to="/report"
          icon={IconSpeakerphone}
          title={t("home.employee.report")}
          help={t("home.employee.reportHelp")}
          isMain
        />
        <Big
          to="/"
          hash={reports}
          icon={IconListCheck}
          title={t("home.employee.own")}
          help={t("home.employee.ownHelp")}
        />
        <Big
          to="/standard"
          icon={IconBook2}
          title={t("home.employee.standard")}
          help={t("home.employee.standardHelp")}
        />
        {needs.needs.length > 0 || needs.error ? <NeedsYou {...needs} /> : null}
        <OwnReports id={reports} />
      </div>
    </Page>
  );
}

type BigProps = {
  to: string;
  hash?: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  help: string;
  isMain?: boolean;
};

function Big({ to, hash, icon: Icon, title, help, isMain = false }: BigProps) {
  return (
    <Go to={to} {...(hash ? { hash } : {})} className={isMain ? "big-way main" : "big-way"}>
      <Icon size={30} stroke={1.6} />
      <span>
        <b>{title}</b>
        <small>{help}</small>
      </span>
      <IconChevronRight size={20} stroke={1.6} />
    </Go>
  );
}

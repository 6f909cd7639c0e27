// Everything that one reported, or that somebody entered for one.
import { Page } from "#web/layout/Page.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { OwnReports } from "./OwnReports.tsx";
import "../incidents.css";

export default function MinePage() {
  const t = useText();
  return (
    <Page
      title={t("ownReports.title")}
      crumbs={[{ label: t("report.title"), to: "/report" }]}
      actions={
        <GoButton to="/report" look="main">
          {t("report.title")}
        </GoButton>
      }
    >
      <div className="inc-form">
        <p className="soft">{t("ownReports.lead")}</p>
        <OwnReports isAlone id="own-reports" />
      </div>
    </Page>
  );
}

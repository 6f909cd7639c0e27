// What needs me, then one's own part of the group.
import { Link } from "@tanstack/react-router";
import { organization } from "#modules/organization/contract.ts";
import { useOperation } from "../api.ts";
import { Page } from "../layout/Page.tsx";
import { useMay, useSession } from "../session.ts";
import { HomePictures } from "../slots.tsx";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";
import { EmptyState, Loading, Panel } from "../ui/parts.tsx";

export default function HomePage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const counts = useOperation(organization.countCompanies, {}, { enabled: useMay("organization.read") });
  const companies = counts.data?.companies ?? 0;
  const isNew = counts.data !== undefined && companies <= 1 && session.isGroupWide;
  return (
    <Page title={t("home.welcome", { name: format.person(session) })} crumbs={[{ label: t("home.title") }]}>
      <div className="cols">
        <Panel className="c8" title={isNew ? t("home.firstSteps") : t("home.nothing")}>
          {isNew ? (
            <FirstSteps />
          ) : (
            <EmptyState title={t("home.nothing")}>{t("home.nothingHelp")}</EmptyState>
          )}
        </Panel>
        <Panel
          className="c4"
          title={counts.data ? t("home.groupIs", { companies: format.number(companies) }) : t("rail.group")}
        >
          {counts.isLoading ? <Loading rows={3} /> : <Link to="/group">{t("home.openGroup")}</Link>}
        </Panel>
        <HomePictures />
      </div>
    </Page>
  );
}

function FirstSteps() {
  const t = useText();
  return (
    <ol>
      <li className="tree-row">
        <span className="num mute">1</span> <Link to="/imports">{t("home.stepImport")}</Link>
      </li>
      <li className="tree-row">
        <span className="num mute">2</span> <Link to="/group">{t("home.stepTree")}</Link>
      </li>
      <li className="tree-row">
        <span className="num mute">3</span> <Link to="/accounts">{t("home.stepPeople")}</Link>
      </li>
    </ol>
  );
}

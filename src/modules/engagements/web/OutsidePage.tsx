// Outside parties in three views: engagements, firms, people. Which one is shown, and what is looked for, stands in the address.
import { useState } from "react";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented, Tabs } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { EngagementsTable } from "./EngagementsTable.tsx";
import { FirmDialog } from "./FirmDialog.tsx";
import { FirmsTable } from "./FirmsTable.tsx";
import { PeopleTable } from "./PeopleTable.tsx";
import { type Shown, shownStates } from "./rows.ts";

const views = ["engagements", "firms", "people"] as const;
type View = (typeof views)[number];
type Url = { view: View; state: Shown; find: string; firm: string };

export default function OutsidePage() {
  const t = useText();
  const [url, setUrl] = useUrl<Url>();
  const view = views.find((one) => one === url.view) ?? "engagements";
  const state = shownStates.find((one) => one === url.state) ?? "running";
  const mayManage = useMay("engagement.manage");
  const [isAdding, setAdding] = useState(false);
  const search = url.find ?? "";
  return (
    <Page
      title={t("outside.title")}
      crumbs={[{ label: t("rail.outside") }]}
      actions={
        mayManage ? (
          <>
            <Button onClick={() => setAdding(true)}>{t("outside.registerFirm")}</Button>
            <GoButton to="/outside/new" look="main">
              {t("outside.engage")}
            </GoButton>
          </>
        ) : null
      }
    >
      <p className="soft lead-in">{t("outside.intro")}</p>
      <Tabs<View>
        label={t("outside.views")}
        value={view}
        onChange={(next) => setUrl({ view: next === "engagements" ? undefined : next, firm: undefined })}
        choices={views.map((value) => ({ value, label: t(`outside.view.${value}`) }))}
      />
      <div className="stack below">
        <div className="row">
          {view === "engagements" ? (
            <Segmented<Shown>
              label={t("outside.state")}
              value={state}
              onChange={(next) => setUrl({ state: next === "running" ? undefined : next })}
              choices={shownStates.map((value) => ({ value, label: t(`outside.state.${value}`) }))}
            />
          ) : null}
          <FindBox
            key={view}
            label={t("outside.find")}
            value={search}
            onFind={(words) => setUrl({ find: words || undefined })}
          />
        </div>
        {view === "engagements" ? (
          <EngagementsTable state={state} search={search} />
        ) : view === "firms" ? (
          <FirmsTable search={search} />
        ) : (
          <PeopleTable search={search} {...(url.firm ? { firmId: url.firm } : {})} />
        )}
      </div>
      {isAdding ? <FirmDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

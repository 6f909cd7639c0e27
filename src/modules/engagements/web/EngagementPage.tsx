// One engagement: what for, what its people see, who they are and when they last came in, and its end.
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import { AddPeopleDialog, AddRecordsDialog, EndDateDialog, EndNowDialog } from "./ChangeDialogs.tsx";
import { CoveredTable } from "./CoveredTable.tsx";
import { InvolvedTable } from "./InvolvedTable.tsx";
import type { Engagement } from "./rows.ts";

type Doing = "people" | "records" | "date" | "end";

export default function EngagementPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(engagements.getEngagement, { id });
  const [doing, setDoing] = useState<Doing | null>(null);
  const of = read.data;
  const title = of?.title ?? t("outside.engagement");
  const mayChange = of !== undefined && of.can.change === null;
  const close = () => setDoing(null);
  return (
    <Page
      title={title}
      after={of ? <Tag>{t(`outside.state.${of.state}`)}</Tag> : null}
      crumbs={[{ label: t("rail.outside"), to: "/outside" }, { label: title }]}
      actions={
        mayChange ? (
          <>
            <Button onClick={() => setDoing("date")}>{t("outside.changeEnd")}</Button>
            <Button look="danger" onClick={() => setDoing("end")}>
              {t("outside.endNow")}
            </Button>
          </>
        ) : null
      }
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <div className="stack">
          <Facts of={of} />
          <Panel
            title={t("outside.people")}
            isFlush
            more={
              mayChange ? (
                <Button size="s" onClick={() => setDoing("people")}>
                  {t("outside.addPeople")}
                </Button>
              ) : null
            }
          >
            <InvolvedTable of={of} mayChange={mayChange} />
          </Panel>
          <Panel
            title={t("outside.covers")}
            isFlush
            more={
              mayChange ? (
                <Button size="s" onClick={() => setDoing("records")}>
                  {t("outside.addRecords")}
                </Button>
              ) : null
            }
          >
            <CoveredTable of={of} mayChange={mayChange} />
          </Panel>
          {doing === "people" ? <AddPeopleDialog of={of} onClose={close} /> : null}
          <History kind="engagement" id={of.id} isOfGroup={of.companyId === null} />
          {doing === "records" ? <AddRecordsDialog of={of} onClose={close} /> : null}
          {doing === "date" ? <EndDateDialog of={of} onClose={close} /> : null}
          {doing === "end" ? <EndNowDialog of={of} onClose={close} /> : null}
        </div>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Facts({ of }: { of: Engagement }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <>
      {of.endedAt ? (
        <Note kind="warn">
          {t("outside.endedEarly", { name: of.endedByName ?? "", reason: of.endedReason ?? "" })}
        </Note>
      ) : null}
      <div className="cols">
        <Panel className="c6" title={t("outside.engagement")}>
          <KeyValue
            rows={[
              [t("outside.firm"), <LangText key="firm" text={of.firmName} />],
              [t("outside.purpose"), <LangText key="purpose" text={of.purpose} />],
              [
                t("outside.orderedBy"),
                `${of.orderedByName ?? ""} · ${of.companyName ?? t("outside.groupOffice")}`,
              ],
              [t("outside.fromUntil"), `${format.day(of.validFrom)} – ${format.day(of.lastDay)}`],
              [t("outside.endsAt"), `${format.moment(of.endsAt)} (${of.timeZone})`],
              [
                t("outside.lastSignIn"),
                of.lastSignInAt ? format.moment(of.lastSignInAt) : t("outside.never"),
              ],
            ]}
          />
        </Panel>
        <Panel className="c6" title={t("outside.sees")}>
          <ul className="lines">
            {of.permissions.map((one) => (
              <li key={one}>{any(`permission.${one}`)}</li>
            ))}
          </ul>
          <p className="soft">{t("outside.seesNothingElse")}</p>
        </Panel>
      </div>
    </>
  );
}

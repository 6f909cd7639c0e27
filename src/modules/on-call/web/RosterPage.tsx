// One roster: who is there, the weeks to come, what its keeper has to know, and what may be done.
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { onCall } from "../contract.ts";
import { ListDialog } from "./ListDialog.tsx";
import { OnCallNowList } from "./OnCallNow.tsx";
import {
  ContactDialog,
  EndRosterDialog,
  RemoveShiftDialog,
  RosterDialog,
  ShiftDialog,
} from "./RosterDialogs.tsx";
import { Handovers, People, Shifts } from "./RosterParts.tsx";
import { type Roster, unitOf } from "./rows.ts";
import { RuleWords } from "./RuleWords.tsx";
import { Warnings } from "./Warnings.tsx";
import { WeekPicture } from "./WeekPicture.tsx";

type Doing =
  | { is: "shift" | "change" | "end" | "list" }
  | { is: "contact"; personId: string }
  | { is: "remove"; shiftId: string };

export default function RosterPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(onCall.getOnCallRoster, { id }, { refetchEvery: 60_000 });
  const of = read.data;
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  return (
    <Page
      title={of?.name ?? t("onCall.roster")}
      after={of ? <LangText className="soft" text={unitOf(of)} /> : null}
      crumbs={[{ label: t("onCall.crumb"), to: "/on-call" }, { label: of?.name ?? t("onCall.roster") }]}
      actions={
        of?.mayKeep ? (
          <>
            <ActionMenu
              label={t("onCall.more")}
              actions={[
                { label: t("onCall.list.take"), onClick: () => setDoing({ is: "list" }) },
                {
                  label: t("onCall.list.export"),
                  onClick: () => void downloadFrom(onCall.exportOnCallTurns, { id }),
                },
                { label: t("onCall.change"), onClick: () => setDoing({ is: "change" }) },
                { label: t("onCall.end"), isDanger: true, onClick: () => setDoing({ is: "end" }) },
              ]}
            />
            <Button onClick={() => setDoing({ is: "shift" })}>{t("onCall.setShift")}</Button>
            <GoButton look="main" to="/on-call/rosters/$id/rules" params={{ id }}>
              {t("onCall.editRules")}
            </GoButton>
          </>
        ) : null
      }
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <div className="stack">
          <Shown of={of} onDo={setDoing} />
          {doing?.is === "shift" ? <ShiftDialog of={of} onClose={close} /> : null}
          {doing?.is === "list" ? <ListDialog of={of} onClose={close} /> : null}
          {doing?.is === "change" ? <RosterDialog of={of} onClose={close} /> : null}
          {doing?.is === "end" ? <EndRosterDialog of={of} onClose={close} /> : null}
          {doing?.is === "contact" ? (
            <ContactDialog of={of} personId={doing.personId} onClose={close} />
          ) : null}
          {doing?.is === "remove" ? <RemoveShiftDialog shiftId={doing.shiftId} onClose={close} /> : null}
        </div>
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

type Props = { of: Roster; onDo: (doing: Doing) => void };

function Shown({ of, onDo }: Props) {
  const t = useText();
  const format = useFormat();
  const mayRing = useMay("on_call.ring");
  return (
    <>
      {of.endedAt ? (
        <Note>
          {t("onCall.endedNote", { moment: format.moment(of.endedAt, "full") })}{" "}
          {of.endReason ? <LangText text={of.endReason} /> : null}
        </Note>
      ) : (
        <>
          <Warnings of={of} />
          <Weeks of={of} />
        </>
      )}
      <div className="cols">
        <div className="c7 stack">
          {of.endedAt ? null : (
            <Panel title={t("onCall.now")}>
              <OnCallNowList mayRing={mayRing} rows={[{ ...of, name: null, unit: null, isOpen: false }]} />
            </Panel>
          )}
          <Handovers of={of} />
        </div>
        <div className="c5 stack">
          <Facts of={of} />
          <Shifts of={of} onRemove={(shiftId) => onDo({ is: "remove", shiftId })} />
          <People of={of} onNumber={(personId) => onDo({ is: "contact", personId })} />
        </div>
      </div>
      <History kind="on_call_roster" id={of.id} isOfGroup />
    </>
  );
}

const weeksShown = 3;
const weekMs = 7 * 86_400_000;

function Weeks({ of }: { of: Roster }) {
  const t = useText();
  const format = useFormat();
  const [start] = useState(() => Math.floor(Date.now() / 3_600_000) * 3_600_000);
  return (
    <Panel title={t("onCall.weeksAhead")} more={t("onCall.clocksOf", { zone: of.timeZone })}>
      <div className="stack">
        {Array.from({ length: weeksShown }, (_, nth) => {
          const from = new Date(start + nth * weekMs).toISOString();
          return (
            <WeekPicture
              key={from}
              label={format.momentDay(from, "plain", of.timeZone)}
              from={from}
              until={new Date(start + (nth + 1) * weekMs).toISOString()}
              zone={of.timeZone}
              rows={[{ ...of, name: t("onCall.week", { nth: nth + 1 }) }]}
            />
          );
        })}
      </div>
    </Panel>
  );
}

function Facts({ of }: { of: Roster }) {
  const t = useText();
  return (
    <Panel title={t("onCall.rules")}>
      {of.rules.length === 0 ? <p className="soft">{t("onCall.noRules")}</p> : null}
      <ul className="lines">
        {of.rules.map((rule, nth) => (
          // oxlint-disable-next-line react/no-array-index-key -- rules have no name but their place
          <li key={nth}>
            <RuleWords rule={rule} people={of.people} />
          </li>
        ))}
      </ul>
      <KeyValue
        rows={[
          [t("onCall.purposes"), of.purposes.map((one) => t(`onCall.purpose.${one}`)).join(", ")],
          [t("onCall.zone"), of.timeZone],
          [
            t("onCall.served"),
            of.served.length === 0 ? t("onCall.servesAll") : of.served.map((one) => unitOf(one)).join(", "),
          ],
          [t("onCall.continuousShort"), t(of.isContinuous ? "onCall.yes" : "onCall.no")],
        ]}
      />
    </Panel>
  );
}

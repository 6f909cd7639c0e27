// The clocks of law and contract of an incident: what runs out first, what was notified or not, and the questions still open.
import { useState } from "react";
import { ClockRow, ClocksPicture, useSaying } from "#modules/clock-rules/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useNow } from "#web/ui/now.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { PaperMenu } from "../../paper/web/PaperMenu.tsx";
import { IncidentFrame } from "../../web/IncidentFrame.tsx";
import { Papers } from "../../web/Papers.tsx";
import { NotifyDialog, OmissionDialog, SecondDialog } from "./LawDialogs.tsx";
import { TakeBackDialog, TakenBack } from "./TakeBackDialog.tsx";
import { EndPauseDialog, PauseDialog, Pauses } from "./PauseDialogs.tsx";
import { isOver, type Law, type LawClock } from "./law.ts";
import { MomentDialog } from "./MomentDialog.tsx";
import { Answers, Questions } from "./Questions.tsx";

type Asked =
  | { act: "notify" | "omit" | "second" | "pause" | "end_pause" | "take_back"; clock: LawClock }
  | { act: "moment" };

export default function ClocksPage() {
  const t = useText();
  const id = useParam("id");
  const incident = useOperation(incidents.getIncident, { id });
  const law = useOperation(incidents.getIncidentClocks, { id });
  const [asked, ask] = useState<Asked | null>(null);
  const failed = incident.error ?? law.error;
  if (failed) return <ErrorState error={failed} onRetry={() => void law.refetch()} />;
  if (!incident.data || !law.data) return <Loading rows={10} />;
  const { data } = law;
  const close = () => ask(null);
  const props = { incident: incident.data, law: data, onClose: close };
  return (
    <IncidentFrame
      incident={incident.data}
      at="clocks"
      actions={
        data.mayWork ? <Button onClick={() => ask({ act: "moment" })}>{t("law.setMoment")}</Button> : null
      }
    >
      <p className="soft">{t("law.lead")}</p>
      {data.proposed.some((one) => one.fact === "company_concerned" && !one.value) ? (
        <Note>{t("law.productAlone")}</Note>
      ) : null}
      <div className="cols below">
        <div className="c8 stack">
          <ClocksPicture isReal of={{ ...data, clocks: data.clocks.filter((one) => !isOver(one)) }} />
          <Lists law={data} onAsk={ask} />
        </div>
        <div className="c4 stack">
          <Questions id={id} law={data} />
          <Answers id={id} law={data} />
        </div>
      </div>
      {asked?.act === "moment" ? <MomentDialog {...props} /> : null}
      {asked?.act === "notify" ? <NotifyDialog {...props} clock={asked.clock} /> : null}
      {asked?.act === "omit" ? <OmissionDialog {...props} clock={asked.clock} /> : null}
      {asked?.act === "pause" ? <PauseDialog {...props} clock={asked.clock} /> : null}
      {asked?.act === "end_pause" ? <EndPauseDialog {...props} clock={asked.clock} /> : null}
      {asked?.act === "take_back" ? <TakeBackDialog {...props} clock={asked.clock} /> : null}
      {asked?.act === "second" ? <SecondDialog {...props} clock={asked.clock} /> : null}
    </IncidentFrame>
  );
}

/** What applies, what may, and what is over; a draft of law stands with what may. */
function Lists({ law, onAsk }: { law: Law; onAsk: (asked: Asked) => void }) {
  const t = useText();
  const over = law.clocks.filter(isOver);
  const open = law.clocks.filter((one) => !isOver(one));
  const parts = [
    ["law.applies", open.filter((one) => one.outcome === "applies")],
    ["law.possible", open.filter((one) => one.outcome === "possible")],
    ["law.over", over],
  ] as const;
  if (law.clocks.length === 0) return <p className="soft">{t("law.none")}</p>;
  return (
    <>
      {parts.map(([title, clocks]) =>
        clocks.length > 0 ? (
          <Panel key={title} title={t(title, { count: clocks.length })}>
            {title === "law.possible" && clocks.length > mostUnfolded ? (
              <ByPlace clocks={clocks} law={law} onAsk={onAsk} />
            ) : (
              <Rows clocks={clocks} law={law} onAsk={onAsk} />
            )}
          </Panel>
        ) : null,
      )}
    </>
  );
}

/** What may be owed is long as long as little is known: more than these are folded by whose law they are. */
const mostUnfolded = 8;
type RowsProps = { clocks: readonly LawClock[]; law: Law; onAsk: (asked: Asked) => void };

function Rows({ clocks, law, onAsk }: RowsProps) {
  return (
    <ul className="inc-clocks">
      {clocks.map((clock) => (
        <ClockRow key={clock.id} of={clock}>
          <End clock={clock} mayWork={law.mayWork} onAsk={onAsk} />
        </ClockRow>
      ))}
    </ul>
  );
}

function ByPlace({ clocks, law, onAsk }: RowsProps) {
  const t = useText();
  const say = useSaying();
  const format = useFormat();
  const now = useNow();
  return [...Map.groupBy(clocks, (one) => one.jurisdiction)].map(([place, those]) => {
    // They stand in the order of their due times: the first is the next. What is due at once has none.
    const next = those.find((one) => one.dueAt !== null);
    const isOverdue = next?.dueAt ? Date.parse(next.dueAt) < now.getTime() : false;
    return (
      <details key={place} className="inc-place">
        <summary>
          <b>{say.jurisdiction(place)}</b> {t("law.ofPlace", { count: those.length })}
          {those.some((one) => one.state === "at_once") ? (
            <span className="inc-state open"> {t("law.atOnceOfPlace")}</span>
          ) : null}
          {next?.dueAt ? (
            <span className={isOverdue ? "inc-state open tn" : "soft tn"}>
              {" "}
              {t("law.firstOfPlace", { at: format.momentWithZone(next.dueAt, next.zone) })}
            </span>
          ) : null}
        </summary>
        <Rows clocks={those} law={law} onAsk={onAsk} />
      </details>
    );
  });
}

function End({
  clock,
  mayWork,
  onAsk,
}: {
  clock: LawClock;
  mayWork: boolean;
  onAsk: (asked: Asked) => void;
}) {
  const t = useText();
  const format = useFormat();
  const readsAll = useMay("incident.read");
  const { kept } = clock;
  const moved = kept?.firstDueAt && clock.dueAt && kept.firstDueAt !== clock.dueAt;
  return (
    <div className="inc-end">
      {moved ? (
        <span className="small soft">
          {t("law.firstDue", { at: format.momentWithZone(kept?.firstDueAt ?? "", clock.zone) })}
        </span>
      ) : null}
      <TakenBack clock={clock} />
      <Pauses clock={clock} mayWork={mayWork} onAsk={(act) => onAsk({ act, clock })} />
      {kept?.endedAs === "notified" ? (
        <span>
          ✓{" "}
          {t("law.notified", {
            recipient: kept.recipient || t("law.toGroupOffice"),
            at: format.momentWithZone(kept.endedAt ?? "", clock.zone),
          })}{" "}
          <span className="mono">{kept.proofReference}</span> <LangText text={kept.endedByName ?? ""} />
          {kept.isInTime === null ? null : (
            <Tag>{t(kept.isInTime ? "incidents.inTime" : "incidents.isLate")}</Tag>
          )}
        </span>
      ) : null}
      {kept?.endedAs === "not_notified" ? (
        <span>
          {t("law.notNotified", { name: kept.endedByName ?? "" })} <LangText text={kept.reason} />{" "}
          {kept.criteria ? (
            <span className="soft">
              {t("notice.criteria")}: <LangText text={kept.criteria} />{" "}
            </span>
          ) : null}
          <Papers files={kept.files} />
          {kept.secondedAt ? (
            <span className="soft">{t("law.seconded", { name: kept.secondedByName ?? "" })}</span>
          ) : (
            <Tag>{t("law.waitsForSecond")}</Tag>
          )}
        </span>
      ) : null}
      {kept ? (
        <span className="row wrap">
          {mayWork && kept.endedAs !== "notified" ? (
            <Button size="s" onClick={() => onAsk({ act: "notify", clock })}>
              {t("law.notify")}
            </Button>
          ) : null}
          {mayWork && kept.endedAs === null ? (
            <Button size="s" look="quiet" onClick={() => onAsk({ act: "omit", clock })}>
              {t("law.omit")}
            </Button>
          ) : null}
          {mayWork && kept.maySecond ? (
            <Button size="s" onClick={() => onAsk({ act: "second", clock })}>
              {t("law.second")}
            </Button>
          ) : null}
          {mayWork && kept.mayTakeBack ? (
            <Button size="s" look="quiet" onClick={() => onAsk({ act: "take_back", clock })}>
              {t("law.takeBack")}
            </Button>
          ) : null}
          {readsAll ? <PaperMenu of="authority" id={kept.id} size="s" /> : null}
        </span>
      ) : null}
    </div>
  );
}

// Who was asked for what and how far they are; for whoever was asked: what is theirs, and handing it back.
import { daysBetween } from "#core/time/fiscal-year.ts";
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { EmptyState, Progress } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import type { Inspection, Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

type Delegation = Inspection["delegations"][number];

export function DelegationsPane() {
  const t = useText();
  const { inspection, isContributor, show, open } = useAnswering();
  const running = inspection.delegations.filter((one) => one.endedAt === null);
  const ended = inspection.delegations.filter((one) => one.endedAt !== null);
  return (
    <section className="mid wide" aria-labelledby="delegations-title">
      <div className="mid-scroll">
        <h2 id="delegations-title">
          {isContributor
            ? t("answering.mineTitle", { count: running.length })
            : t("answering.delegationsTitle", { count: running.length })}
        </h2>
        {running.length === 0 && ended.length === 0 ? (
          <EmptyState title={t("answering.delegationsNone")}>{t("answering.delegationsNoneHelp")}</EmptyState>
        ) : null}
        <ul className="bundles">
          {[...running, ...ended].map((one) => (
            <Bundle key={one.id} one={one} />
          ))}
        </ul>
      </div>
      <div className="foot-nav">
        <div className="foot-row">
          <span className="grow" />
          <Button look="main" onClick={() => show("control")}>
            {t("answering.toControls", { count: open.length })}
          </Button>
        </div>
      </div>
    </section>
  );
}

const isOf = (one: Delegation) => (row: Row) => row.controlId === one.controlId || row.area === one.area;

function Bundle({ one }: { one: Delegation }) {
  const t = useText();
  const format = useFormat();
  const { inspection, rows, isContributor } = useAnswering();
  const those = rows.filter(isOf(one)).filter((row) => row.need === "required" || row.verdict !== null);
  const done = those.filter((row) => row.isDone).length;
  const name = one.area
    ? t("answering.delegateArea", {
        area: inspection.areas.find((area) => area.id === one.area)?.name ?? one.area,
      })
    : `${one.controlId} ${rows.find((row) => row.controlId === one.controlId)?.title ?? ""}`;
  const left = one.dueOn ? daysBetween(inspection.today, one.dueOn) : null;
  const isOver = left !== null && left < 0 && one.endedAt === null;
  return (
    <li className={one.endedAt ? "ended" : ""}>
      <div className="head">
        <b>{isContributor ? name : one.personName}</b>
        <span className="soft">
          {isContributor ? t("answering.givenBy", { who: one.givenByName ?? "–" }) : name}
        </span>
        {one.dueOn ? (
          <span className={isOver ? "over small" : "small soft"}>
            {t("answering.due", { day: format.day(one.dueOn, "week") })}
          </span>
        ) : null}
      </div>
      {one.note ? <p className="said">{one.note}</p> : null}
      <div className="row">
        <span className="tn small">{t("answering.doneOf", { done, total: those.length })}</span>
        <Progress
          done={done}
          total={those.length}
          label={t("answering.doneOf", { done, total: those.length })}
        />
      </div>
      {one.endedAt ? (
        <p className="small soft">
          {t(one.isHandedBack ? "answering.handedBackAt" : "answering.takenBackAt", {
            at: format.moment(one.endedAt, "short"),
          })}
          {one.endNote ? ` — ${one.endNote}` : ""}
        </p>
      ) : isContributor ? (
        <HandBack one={one} left={those.length - done} />
      ) : (
        <TakeBack one={one} />
      )}
    </li>
  );
}

function TakeBack({ one }: { one: Delegation }) {
  const t = useText();
  const { refresh, mayAnswer } = useAnswering();
  const end = useCommand(inspections.endDelegation);
  if (!mayAnswer) return null;
  return (
    <div className="row">
      <Button
        size="s"
        isBusy={end.isPending}
        onClick={() => end.mutate({ id: one.id }, { onSuccess: () => void refresh() })}
      >
        {t("answering.takeBack")}
      </Button>
      <FormError error={end.error} />
    </div>
  );
}

/** What is handed back is gone from one's list: the last one leads home. */
function HandBack({ one, left }: { one: Delegation; left: number }) {
  const t = useText();
  const go = useGo();
  const { inspection, refresh, drafts } = useAnswering();
  const [note, setNote] = useState("");
  const [isOpen, open] = useState(false);
  const back = useCommand(inspections.handBack);
  const running = inspection.delegations.filter((each) => each.endedAt === null).length;
  const send = async () => {
    await drafts.flush();
    back.mutate(
      { id: one.id, ...(note.trim() ? { note: note.trim() } : {}) },
      { onSuccess: () => (running === 1 ? go({ to: "/" }) : void refresh()) },
    );
  };
  if (!isOpen)
    return (
      <Button size="s" onClick={() => open(true)}>
        {left === 0 ? t("answering.handBackDone") : t("answering.handBackOpen", { count: left })}
      </Button>
    );
  return (
    <div className="form">
      <TextArea
        label={t("answering.handBackNote")}
        isOptional
        value={note}
        maxLength={1000}
        onChange={setNote}
      />
      <FormError error={back.error} />
      <div className="row">
        <Button look="accent" isBusy={back.isPending} onClick={() => void send()}>
          {t("answering.handBackSend")}
        </Button>
        <Button onClick={() => open(false)}>{t("action.cancel")}</Button>
      </div>
    </div>
  );
}

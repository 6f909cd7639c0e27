// One unit's own row: what to do, take note with one press, say how far it is, done with proof. Made for a phone first.
import { useState } from "react";
import { duties } from "#modules/duties/contract.ts";
import { PostponeDialog } from "#modules/duties/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button, ThumbZone } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { instructions } from "../contract.ts";
import { Changes, Decision, Facts, titleOf, WhatToDo } from "./Content.tsx";
import { JudgePanel } from "./JudgePanel.tsx";
import { PassedOn } from "./PassedOn.tsx";
import { Replies } from "./Replies.tsx";
import { ReplyDialog } from "./ReplyDialog.tsx";
import { type ReceivedRecord, refreshed, unitOf } from "./rows.ts";
import { Progress } from "./State.tsx";

export default function ReceivedPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(instructions.getReceived, { id });
  const of = read.data;
  const { language } = useFormat();
  return (
    <Page
      title={of ? titleOf(of.instruction, language) : t("instruction.one")}
      after={of ? <Progress of={of.recipient.progress} /> : null}
      crumbs={[
        { label: t("rail.instructions"), to: "/instructions" },
        ...(of?.isIssuers && of.instruction.number
          ? [{ label: of.instruction.number, to: `/instructions/${of.instruction.id}` }]
          : []),
        { label: of ? unitOf(of.recipient) : t("instruction.one") },
      ]}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <Body of={of} />
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

function Body({ of }: { of: ReceivedRecord }) {
  return (
    <div className="stack">
      <DueLine of={of} />
      <div className="cols">
        <div className="c8 stack">
          <WhatToDo of={of.instruction} />
          <Changes of={of.instruction.changes} />
          <PassedOn rows={of.children} />
          <Replies of={of.replies} />
          <JudgePanel of={of} />
        </div>
        <div className="c4 stack">
          <Facts of={of.instruction} />
          <Decision of={of.instruction} />
        </div>
      </div>
      <Acts of={of} />
    </div>
  );
}

function DueLine({ of }: { of: ReceivedRecord }) {
  const t = useText();
  const format = useFormat();
  const { recipient, instruction } = of;
  if (instruction.endReason)
    return (
      <Note kind="warn">
        {t(`instruction.ended.${instruction.state === "withdrawn" ? "withdrawn" : "closed"}`, {
          reason: instruction.endReason,
        })}
      </Note>
    );
  if (recipient.leftReason)
    return (
      <Note>
        {t(recipient.leftReason === "unit.moved" ? "instruction.leftMoved" : "instruction.leftGroup")}
      </Note>
    );
  if (recipient.doneAt)
    return <p className="soft">{t("instruction.doneOn", { day: format.moment(recipient.doneAt) })}</p>;
  return (
    <p className={recipient.isLate ? "told-late" : "soft"}>
      <LangText text={unitOf(recipient)} /> ·{" "}
      {of.dueAt
        ? t(recipient.isLate ? "instruction.wasDue" : "instruction.isDue", {
            moment: format.momentWithZone(of.dueAt, of.timeZone),
          })
        : format.day(recipient.dueOn)}
    </p>
  );
}

/** The one thing to do next stands where the thumb is; the rest below it. */
function Acts({ of }: { of: ReceivedRecord }) {
  const t = useText();
  const [doing, setDoing] = useState<"done" | "progress" | "postpone" | null>(null);
  const acknowledge = useCommand(instructions.acknowledgeInstruction, [
    ...refreshed,
    duties.getMyWork,
    duties.listMyDuties,
  ]);
  const { can, recipient } = of;
  const mayPostpone = useMay("duty.ask_postponement") && of.dutyId !== null && !of.isPostponementOpen;
  if (can.reply !== null) return null;
  const note = can.acknowledge === null;
  return (
    <div className="told-acts">
      <FormError error={acknowledge.error} />
      <ThumbZone
        rest={
          <>
            {note ? <Button onClick={() => setDoing("done")}>{t("instruction.reportDone")}</Button> : null}
            <Button onClick={() => setDoing("progress")}>{t("instruction.reportProgress")}</Button>
            {can.passOn === null ? (
              <GoButton to="/instructions/new" search={{ above: recipient.id }}>
                {t("instruction.passOn")}
              </GoButton>
            ) : null}
            {mayPostpone ? <Button onClick={() => setDoing("postpone")}>{t("duty.postpone")}</Button> : null}
          </>
        }
        note={of.isPostponementOpen ? t("instruction.postponementOpen") : undefined}
      >
        {note ? (
          <Button
            look="main"
            size="l"
            isBusy={acknowledge.isPending}
            onClick={() => acknowledge.mutate({ id: recipient.id, rowVersion: recipient.rowVersion })}
          >
            {t("instruction.acknowledge")}
          </Button>
        ) : (
          <Button look="main" size="l" onClick={() => setDoing("done")}>
            {t("instruction.reportDone")}
          </Button>
        )}
      </ThumbZone>
      {doing === "done" || doing === "progress" ? (
        <ReplyDialog of={of} isDone={doing === "done"} onClose={() => setDoing(null)} />
      ) : null}
      {doing === "postpone" ? <Postpone of={of} onClose={() => setDoing(null)} /> : null}
    </div>
  );
}

/** The duty's own postponement: this page asks for none of its own. */
function Postpone({ of, onClose }: { of: ReceivedRecord; onClose: () => void }) {
  const t = useText();
  const mine = useOperation(duties.listMyDuties, {
    kind: "instruction.carry_out",
    subjectId: of.recipient.id,
  });
  const duty = mine.data?.rows.find((one) => one.id === of.dutyId);
  if (duty) return <PostponeDialog duty={duty} refreshes={refreshed} onClose={onClose} />;
  return mine.isError ? <ErrorState error={mine.error} /> : <Go to="/duties">{t("instruction.toDuties")}</Go>;
}

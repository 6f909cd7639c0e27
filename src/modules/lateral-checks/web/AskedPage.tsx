// What one company is asked, answered in under a minute on a phone: what it is about, four answers, and nothing more for whoever is
// not affected.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { lateralChecks } from "../contract.ts";
import { AnswerForm } from "./AnswerForm.tsx";
import { ExerciseMark, StandingMark } from "./marks.tsx";
import { type Asked, refreshed, saidIn, unitOf, wordsOf } from "./rows.ts";
import { Said } from "./Said.tsx";
import { WhatIsAsked } from "./WhatIsAsked.tsx";
import "./lateral.css";

export default function AskedPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(lateralChecks.getLateralMember, { id });
  const of = read.data;
  const { language } = useFormat();
  return (
    <Page
      title={of ? wordsOf(of.check, language).title : t("lateral.crumb")}
      after={
        of ? (
          <>
            <StandingMark of={of.member.standing} isLate={of.member.isLate} on={of.member.fixedOn} />{" "}
            <ExerciseMark of={of.check} />
          </>
        ) : null
      }
      crumbs={[
        { label: t("lateral.crumb"), to: "/lateral-checks" },
        ...(of
          ? [{ label: of.check.number, to: `/lateral-checks/${of.check.id}` }, { label: unitOf(of.member) }]
          : []),
      ]}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <Body key={of.member.id} of={of} onStale={() => void read.refetch()} />
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

function Body({ of, onStale }: { of: Asked; onStale: () => void }) {
  const t = useText();
  const [isCorrecting, setCorrecting] = useState(false);
  // A new turn begins from what stands now; within one, nothing that is typed is lost to a newer answer.
  const [turn, setTurn] = useState(0);
  const end = () => {
    setCorrecting(false);
    setTurn(turn + 1);
    onStale();
  };
  const mayAnswer = of.can.answer === null;
  const isAsked = mayAnswer && (of.answer === null || of.answer === "not_known" || isCorrecting);
  return (
    <div className="stack lateral-asked">
      {of.check.isExercise ? <Note kind="warn">{t("lateral.exerciseAsked")}</Note> : null}
      <DueLine of={of} />
      <NoteLine of={of} onNoted={onStale} />
      <WhatIsAsked of={of.check} />
      {of.check.sourceTold ? (
        <Note>
          {t("lateral.foundAt")} <LangText text={of.check.sourceTold} />
        </Note>
      ) : null}
      {isAsked ? <OwnEntries of={of} /> : null}
      {isAsked ? (
        <AnswerForm key={turn} of={of} onDone={end} />
      ) : (
        <>
          <Answered of={of} />
          {mayAnswer ? (
            <div>
              <Button onClick={() => setCorrecting(true)}>{t("lateral.correct")}</Button>
            </div>
          ) : null}
        </>
      )}
      <Said of={of} />
    </div>
  );
}

/** Before the answer is known: that somebody here has seen it. */
function NoteLine({ of, onNoted }: { of: Asked; onNoted: () => void }) {
  const t = useText();
  const format = useFormat();
  const note = useCommand(lateralChecks.noteLateralCheck, refreshed);
  const { member } = of;
  if (member.notedAt)
    return (
      <p className="soft">
        {t("lateral.notedBy", { name: member.notedByName ?? "–", moment: format.moment(member.notedAt) })}
      </p>
    );
  if (of.can.note !== null) return null;
  return (
    <div>
      <FormError error={note.error} />
      <Button isBusy={note.isPending} onClick={() => note.mutate({ id: member.id }, { onSuccess: onNoted })}>
        {t("lateral.note.do")}
      </Button>
    </div>
  );
}

/** Before one answers: what the own ledgers already say of it. */
function OwnEntries({ of: { entries, member } }: { of: Asked }) {
  const t = useText();
  const named = entries.slice(0, 3).map(({ name, about }) => (about ? `${name} (${about})` : name));
  if (named.length === 0) return null;
  return (
    <Note>
      {t("lateral.yourEntries", { count: member.matched })} <LangText text={named.join(t("list.comma"))} />
      {member.matched > named.length ? " …" : ""}
    </Note>
  );
}

function DueLine({ of: { member, check, dueAt, timeZone } }: { of: Asked }) {
  const t = useText();
  const format = useFormat();
  if (check.closedAt)
    return (
      <Note>
        {t(check.state === "withdrawn" ? "lateral.withdrawnNote" : "lateral.closedNote", {
          moment: format.moment(check.closedAt),
        })}{" "}
        {check.endReason ? <LangText text={check.endReason} /> : null}
      </Note>
    );
  if (member.leftOn) return <Note>{t("lateral.leftNote", { day: format.day(member.leftOn) })}</Note>;
  return (
    <p className={member.isLate ? "lateral-late" : "soft"}>
      <LangText text={unitOf(member)} /> ·{" "}
      {dueAt
        ? t(member.isLate ? "lateral.wasDue" : "lateral.isDue", {
            moment: format.momentWithZone(dueAt, timeZone),
          })
        : t("lateral.dueBy", { day: format.day(member.dueOn, "plain") })}
    </p>
  );
}

/** What stands: the state, what was replied, and what was said of single entries. */
function Answered({ of }: { of: Asked }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { member, check } = of;
  const replyOf = (id: string) => {
    const value = member.replies.find((one) => one.id === id)?.value;
    const question = check.questions.find((one) => one.id === id);
    if (!question || value === undefined) return "–";
    if (question.kind === "yes_no") return any(`lateral.reply.${value}`);
    const option = question.kind === "choice" ? question.options[Number(value)] : undefined;
    return option ? saidIn(option, format.language, check.originalLanguage) : value;
  };
  return (
    <Panel title={of.answer ? t("lateral.answered") : t("lateral.notAnswered")}>
      <div className="stack s">
        <p>
          <StandingMark of={member.standing} isLate={member.isLate} on={member.fixedOn} />{" "}
          {member.fixedOn ? format.day(member.fixedOn) : null}
        </p>
        {member.note ? (
          <p className="lateral-words">
            <LangText text={member.note} />
          </p>
        ) : null}
        {member.replies.length > 0 ? (
          <KeyValue
            rows={check.questions.map((question) => [
              saidIn(question.words, format.language, check.originalLanguage),
              <LangText key={question.id} text={replyOf(question.id)} />,
            ])}
          />
        ) : null}
        {of.entries.length > 0 ? (
          <ul className="lines">
            {of.entries.map((entry) => (
              <li key={entry.entryId}>
                <LangText text={entry.name} /> <span className="small soft">{entry.about}</span>{" "}
                {entry.says ? <StandingMark of={entry.says} /> : null}
              </li>
            ))}
          </ul>
        ) : null}
        {member.findingId && member.findingReference ? (
          <p>
            {t("lateral.becameFinding")}{" "}
            <Go to="/findings/$id" params={{ id: member.findingId }}>
              <span className="mono">{member.findingReference}</span>
            </Go>
          </p>
        ) : null}
      </div>
    </Panel>
  );
}

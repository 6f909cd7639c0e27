// Try a case: what is known on the left, what would run on the right, and every question with what its answer would decide.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Tick } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useUrl } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { clockRules } from "../contract.ts";
import { instantIn } from "../mechanism/due.ts";
import { type CaseFact, caseFactIds } from "../mechanism/facts.ts";
import { type CaseDraft, emptyCase, readCase, sentCase } from "./case.ts";
import { CompaniesField, MomentsField, PeopleField } from "./CaseFields.tsx";
import { ClocksPicture } from "./ClocksPicture.tsx";
import { FactInput } from "./FactInput.tsx";
import { ClockRow } from "./clock-row.tsx";
import type { Tried, TriedClock } from "./rows.ts";
import { useSaying } from "./saying.ts";

type Url = { case: string; drafts: string };
const fewQuestions = 8;

export default function TryPage() {
  const t = useText();
  const [url, set] = useUrl<Url>();
  const zone = useSession().timeZone;
  const [draft, setDraft] = useState<CaseDraft>(() => readCase(url.case));
  const change = (part: Partial<CaseDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    set({ case: next === emptyCase ? undefined : JSON.stringify(next) });
  };
  const tried = useOperation(
    clockRules.tryClockCase,
    sentCase(draft, (local) => instantIn(local, zone), Boolean(url.drafts)),
    { keep: true, enabled: draft.companies.length > 0 },
  );
  const isBegun = draft.companies.length > 0;
  return (
    <Page
      title={t("clockTry.title")}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("clockRule.tab"), to: "/standards/clocks" },
        { label: t("clockRule.try") },
      ]}
      actions={<Button onClick={() => change(emptyCase)}>{t("clockTry.clear")}</Button>}
    >
      <p className="soft lead-in">{t("clockTry.lead")}</p>
      <div className="cols">
        <div className="c4 stack">
          <CompaniesField draft={draft} onChange={change} />
          <MomentsField draft={draft} zone={zone} onChange={change} />
          <PeopleField draft={draft} onChange={change} />
          <Answered draft={draft} onChange={change} />
          <Tick
            label={t("clockTry.drafts")}
            isOn={Boolean(url.drafts)}
            onChange={(isOn) => set({ drafts: isOn ? "1" : undefined })}
          />
        </div>
        <div className="c8 stack">
          {!isBegun ? (
            <EmptyState title={t("clockTry.noCompany")}>{t("clockTry.noCompanyHelp")}</EmptyState>
          ) : tried.isError ? (
            <ErrorState error={tried.error} onRetry={() => void tried.refetch()} />
          ) : tried.data ? (
            <>
              <ClocksPicture of={tried.data} />
              <Questions of={tried.data} draft={draft} onChange={change} />
              <Lists of={tried.data} />
            </>
          ) : (
            <Loading rows={10} />
          )}
        </div>
      </div>
    </Page>
  );
}

type PartProps = { draft: CaseDraft; onChange: (part: Partial<CaseDraft>) => void };

function useAnswer({ draft, onChange }: PartProps) {
  return (fact: CaseFact) => (value: CaseDraft["facts"][CaseFact] | undefined) => {
    const { [fact]: _, ...others } = draft.facts;
    onChange({ facts: value === undefined ? others : { ...others, [fact]: value } });
  };
}

function Answered(props: PartProps) {
  const t = useText();
  const answer = useAnswer(props);
  const answered = caseFactIds.filter((fact) => props.draft.facts[fact] !== undefined);
  return (
    <Panel title={t("clockTry.answered")}>
      {answered.length === 0 ? (
        <p className="soft">{t("clockTry.noneAnswered")}</p>
      ) : (
        <div className="stack s">
          {answered.map((fact) => (
            <div key={fact} className="clock-item">
              <span className="small">{t(`clockFact.ask.${fact}`)}</span>
              <FactInput fact={fact} value={props.draft.facts[fact]} onChange={answer(fact)} />
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}

function Questions({ of, ...props }: PartProps & { of: Tried }) {
  const t = useText();
  const say = useSaying();
  const answer = useAnswer(props);
  const [isAll, showAll] = useState(false);
  const shown = isAll ? of.questions : of.questions.slice(0, fewQuestions);
  return (
    <Panel
      title={
        of.questions.length === 0
          ? t("clockTry.openNone")
          : t("clockTry.open", { count: of.questions.length })
      }
    >
      {shown.map(({ question, companyId, companyName, clocks, ...named }) => (
        <div key={`${JSON.stringify(question)} ${companyId}`} className="clock-question">
          <div>
            {companyName ? (
              <span className="sub clock-sub">
                <LangText text={companyName} />
              </span>
            ) : null}
            <p>{say.question(question)}</p>
            <p className="small soft">{t("clockTry.decides", { count: clocks, rules: say.rules(named) })}</p>
          </div>
          <div>
            {question.of === "fact" ? (
              <FactInput fact={question.fact} value={undefined} onChange={answer(question.fact)} />
            ) : (question.of === "law" || question.of === "country") && companyId ? (
              <Go to="/companies/$id" params={{ id: companyId }}>
                {t("clockTry.keepLaw")}
              </Go>
            ) : null}
          </div>
        </div>
      ))}
      {of.questions.length > shown.length ? (
        <div className="below">
          <Button size="s" onClick={() => showAll(true)}>
            {t("clockTry.moreOpen", { count: of.questions.length })}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function Lists({ of }: { of: Tried }) {
  const t = useText();
  const lists = [
    {
      key: "running",
      title: t("clock.running"),
      rows: of.clocks.filter((one) => one.outcome === "applies" && one.state !== "waits"),
    },
    {
      key: "waiting",
      title: t("clock.waiting"),
      rows: of.clocks.filter((one) => one.outcome === "applies" && one.state === "waits"),
    },
    {
      key: "possible",
      title: t("clock.perhaps"),
      rows: of.clocks.filter((one) => one.outcome === "possible"),
    },
  ].filter((one) => one.rows.length > 0);
  return lists.map(({ key, title, rows }) => (
    <Panel key={key} title={title} more={String(rows.length)}>
      <Rows rows={rows} isFolded={key === "possible"} />
    </Panel>
  ));
}

/** What only may run is folded: there is much of it while little is known. */
function Rows({ rows, isFolded }: { rows: readonly TriedClock[]; isFolded: boolean }) {
  const t = useText();
  const list = (
    <ul className="clock-list">
      {rows.map((one) => (
        <ClockRow key={one.id} of={one} />
      ))}
    </ul>
  );
  return isFolded ? (
    <details>
      <summary>{t("clockTry.showRows", { count: rows.length })}</summary>
      {list}
    </details>
  ) : (
    list
  );
}

// Right: what was said last year and by the provider of a shared service, evidence, talk, and how it is audited.
import { useOperation } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { currentLanguage, useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Assurance, Sym, symbolOfVerdict } from "#web/ui/marks.tsx";
import { LangText } from "#web/ui/small.tsx";
import { inspections } from "../../contract.ts";
import { DelegateHere } from "./DelegateHere.tsx";
import { EvidencePart } from "./EvidencePart.tsx";
import { type Answer, fieldsOf, type Origin, type WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { TalkPart } from "./TalkPart.tsx";
import { useTakeOver } from "./useTakeOver.ts";
import { useAnswering } from "./work.ts";

export function Beside() {
  const t = useText();
  const { inspection, current, isContributor } = useAnswering();
  const controlId = current?.controlId ?? "";
  const whole = useOperation(
    inspections.getAskedControl,
    { id: inspection.id, controlId },
    { enabled: current !== null },
  );
  if (!current || !whole.data) return <aside className="beside" aria-label={t("answering.beside")} />;
  return (
    <aside className="beside" key={controlId} aria-label={t("answering.beside")}>
      {whole.data.inherited ? <Inherited row={current} whole={whole.data} /> : null}
      <LastYear row={current} whole={whole.data} />
      <EvidencePart row={current} whole={whole.data} />
      <TalkPart whole={whole.data} />
      {isContributor ? null : <DelegateHere row={current} whole={whole.data} />}
      <AuditTest whole={whole.data} />
    </aside>
  );
}

/** What was answered in words, and what closes a gap. */
function Said({ answer }: { answer: Answer }) {
  const t = useText();
  const format = useFormat();
  const said = [answer.missing, answer.reason, answer.how, answer.exceptions].filter(Boolean);
  return (
    <>
      <p>
        <Sym kind={symbolOfVerdict[answer.verdict]} /> <b>{t(`verdict.${answer.verdict}`)}</b>
        {answer.coveragePercent === null ? "" : ` ${format.number(answer.coveragePercent)}%`}
      </p>
      {said.map((text) => (
        <p key={text} className="said">
          <LangText text={text ?? ""} />
        </p>
      ))}
      {answer.owner || answer.dueOn ? (
        <p className="small soft">
          {[answer.owner, answer.dueOn ? format.day(answer.dueOn, "plain") : null]
            .filter(Boolean)
            .join(" · ")}
        </p>
      ) : null}
    </>
  );
}

function LastYear({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const format = useFormat();
  const { last } = whole;
  if (!last)
    return (
      <section>
        <h2>{t("answering.last")}</h2>
        <p className="soft">{t("answering.lastNone")}</p>
      </section>
    );
  return (
    <section>
      <h2>
        {t("answering.last")}
        <span className="age">
          {format.fiscalYear(last.fiscalYear)} · <Assurance level={last.answer.assurance} />
        </span>
      </h2>
      <Said answer={last.answer} />
      {last.isSameControl ? (
        <Choice row={row} origin="carried_over" answer={last.answer} />
      ) : (
        <p className="small soft">{t("answering.lastChangedControl")}</p>
      )}
    </section>
  );
}

function Inherited({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const format = useFormat();
  const { inspection } = useAnswering();
  const { inherited } = whole;
  if (!inherited) return null;
  const name =
    inspection.services.find((one) => one.service === inherited.service)?.name ?? inherited.service;
  return (
    <section>
      <h2>
        {t("answering.inherited", { service: name })}
        <span className="age">
          {t("answering.share", { share: format.percent(inherited.sharePercent / 100) })}
        </span>
      </h2>
      <p className="small soft">{t("answering.inheritedFrom", { provider: inherited.providerName })}</p>
      <Said answer={inherited.answer} />
      <Choice row={row} origin="inherited" answer={inherited.answer} />
      {inherited.sharePercent < 100 ? (
        <p className="small soft">
          {t("answering.inheritedRest", { share: format.percent(1 - inherited.sharePercent / 100) })}
        </p>
      ) : null}
    </section>
  );
}

type ChoiceProps = { row: Row; origin: Origin; answer: Answer };

/** "Still true" takes the proposal over; "changed" begins from it, so that nothing is typed twice. */
function Choice({ row, origin, answer }: ChoiceProps) {
  const t = useText();
  const any = useAnyText();
  const { mayAnswer, kept, drafts } = useAnswering();
  const takeOver = useTakeOver();
  const isAnswered = row.verdict !== null;
  const from = origin === "inherited" ? "service" : "last_year";
  const isOffered = !isAnswered && row.proposal?.from === from;
  const still = () => takeOver.take(from, [row.controlId]);
  const changed = () => drafts.edit(row.controlId, fieldsOf(answer), row.rowVersion, "entered");
  useKey(
    isOffered && mayAnswer
      ? { key: "l", label: t("answering.keys.stillTrue"), run: () => void still() }
      : null,
  );
  if (!mayAnswer) return null;
  if (isAnswered) {
    const isSame = row.verdict === answer.verdict;
    return (
      <p className="small soft">
        {kept.drafts.get(row.controlId)?.state === "pending"
          ? ""
          : t(isSame ? "answering.sameAsLast" : "answering.otherThanLast")}
      </p>
    );
  }
  if (!isOffered) return null;
  return (
    <>
      <div className="prop">
        <Button shortcut="L" isBusy={takeOver.isBusy} onClick={() => void still()}>
          {t("answering.stillTrue")}
        </Button>
        <Button onClick={changed}>{t("answering.changed")}</Button>
      </div>
      {row.proposal && row.proposal.lacks.length > 0 ? (
        <p className="small soft">
          {t("answering.takenLacks", {
            what: row.proposal.lacks.map((code) => any(`answering.lacks.${code}`)).join(t("list.comma")),
          })}
        </p>
      ) : null}
      {takeOver.error ? <p className="small over">{any(`errors.${takeOver.error}`)}</p> : null}
    </>
  );
}

/** Short names of the outside catalogues; names of standards are the same in every language. */
const setNames: Record<string, string> = {
  iso27001_2022: "ISO/IEC 27001 Annex A",
  iso27001_2022_clauses: "ISO/IEC 27001",
  nist_csf_2_0: "NIST CSF 2.0",
  scs_2026: "SCS",
};

function AuditTest({ whole }: { whole: WholeControl }) {
  const t = useText();
  const language = currentLanguage();
  const test = whole.texts.auditTest;
  const at = test[language] ? language : Object.keys(test)[0];
  if (!at) return null;
  return (
    <section>
      <h2>{t("answering.auditTest")}</h2>
      <p lang={at}>{test[at]}</p>
      {whole.references.length > 0 ? (
        <p className="small soft refs">
          {[...Map.groupBy(whole.references, (one) => one.set)].map(([set, items]) => (
            <span key={set}>
              {setNames[set] ?? set} {items.map((one) => one.item).join(", ")}
            </span>
          ))}
        </p>
      ) : null}
    </section>
  );
}

import type { Output } from "#core/contract.ts";
import type { inspections } from "#modules/inspections/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { Assurance, Verdict } from "#web/ui/marks.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";

export type AskedControl = Output<typeof inspections.getAskedControl>;
type GivenAnswer = NonNullable<AskedControl["answer"]>;

/** What is asked, in the reader's language with the original beside it. */
export function Said({ texts }: { texts: Record<string, string> }) {
  const { language } = useFormat();
  const own = texts[language] ?? texts["en"] ?? "";
  const original = texts["en"] ?? "";
  return (
    <>
      <p className="ask" lang={texts[language] ? language : "en"}>
        {own}
      </p>
      {original !== own ? (
        <p className="original" lang="en">
          {original}
        </p>
      ) : null}
    </>
  );
}

export function EvidenceList({ evidence, today }: { evidence: AskedControl["evidence"]; today: string }) {
  const t = useText();
  const format = useFormat();
  if (evidence.length === 0) return <p className="soft small">{t("control.noEvidence")}</p>;
  return (
    <ul className="lines">
      {evidence.map((one) => (
        <li key={one.id}>
          <span className="grow">
            {one.fileId ? (
              <button type="button" className="linkish" onClick={() => void download(`/files/${one.fileId}`)}>
                {one.title}
              </button>
            ) : (
              one.title
            )}
            <small>
              {one.place ?? one.fileName ?? ""}
              {one.place || one.fileName ? " · " : ""}
              <span className={one.validUntil < today ? "over-text" : undefined}>
                {one.validUntil < today
                  ? t("control.expiredOn", { day: format.day(one.validUntil) })
                  : t("answers.until", { day: format.day(one.validUntil) })}
              </span>
            </small>
          </span>
          <span className="end">
            <Assurance level={one.kind} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What stands beside the answer: last year's, and the provider's of a shared service. */
export function Proposals({ control }: { control: AskedControl }) {
  const t = useText();
  const format = useFormat();
  const { last, inherited } = control;
  return (
    <>
      {inherited ? (
        <Panel title={t("control.inherited", { provider: inherited.providerName })}>
          <AnswerFacts answer={inherited.answer} />
        </Panel>
      ) : null}
      {last ? (
        <Panel
          title={t("control.lastYear", { year: format.fiscalYear(last.fiscalYear) })}
          more={
            last.isSameControl && !last.isTranslatedAnew ? t("control.sameWords") : t("control.otherWords")
          }
        >
          <AnswerFacts answer={last.answer} />
        </Panel>
      ) : null}
    </>
  );
}

export function AnswerFacts({ answer }: { answer: GivenAnswer }) {
  const t = useText();
  const format = useFormat();
  const rows: [string, React.ReactNode][] = [
    [t("answers.verdict"), <Verdict key="v" verdict={answer.verdict} />],
    ...(answer.how ? [[t("control.how"), answer.how] as [string, string]] : []),
    ...(answer.missing ? [[t("control.missing"), answer.missing] as [string, string]] : []),
    ...(answer.owner ? [[t("control.owner"), answer.owner] as [string, string]] : []),
    ...(answer.dueOn ? [[t("control.dueOn"), format.day(answer.dueOn)] as [string, string]] : []),
    ...(answer.reason ? [[t("control.reason"), answer.reason] as [string, string]] : []),
    ...(answer.coveragePercent === null
      ? []
      : [[t("control.coverage"), format.percent(answer.coveragePercent / 100, 1)] as [string, string]]),
    ...(answer.exceptions ? [[t("control.exceptions"), answer.exceptions] as [string, string]] : []),
    ...(answer.maturity === null
      ? []
      : [[t("control.maturity"), String(answer.maturity)] as [string, string]]),
    [
      t("control.by"),
      [answer.answeredByName, format.momentWithZone(answer.answeredAt)].filter(Boolean).join(" · "),
    ],
  ];
  return <KeyValue look="wide" rows={rows} />;
}

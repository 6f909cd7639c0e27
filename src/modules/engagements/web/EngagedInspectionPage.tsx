// An inspection as somebody from outside reads it: what was asked, what was answered, by what it is shown.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam, useUrl } from "#web/navigation.tsx";
import { downloadFrom } from "#web/transfer.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Verdict, type VerdictKind } from "#web/ui/marks.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";

type Inspection = Output<typeof engagements.getEngagedInspection>;
type Control = Inspection["controls"][number];
const shown = ["all", "short", "open"] as const;
type Shown = (typeof shown)[number];

export default function EngagedInspectionPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(engagements.getEngagedInspection, { id });
  const of = read.data;
  const title = of ? `${of.companyName} · ${of.roundName}` : t("engaged.records");
  return (
    <Page title={title} crumbs={[{ label: t("engaged.title"), to: "/" }, { label: title }]}>
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <Whole of={of} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

const isShown: Record<Shown, (control: Control) => boolean> = {
  all: () => true,
  short: (control) => control.verdict === "not_met" || control.verdict === "partly",
  open: (control) => control.verdict === null || control.verdict === "unknown",
};

function Whole({ of }: { of: Inspection }) {
  const t = useText();
  const format = useFormat();
  const [url, setUrl] = useUrl<{ show: Shown }>();
  const show = shown.find((one) => one === url.show) ?? "all";
  const controls = of.controls.filter(isShown[show]);
  return (
    <div className="stack below">
      <div className="row">
        <Segmented<Shown>
          label={t("engaged.filter")}
          value={show}
          onChange={(next) => setUrl({ show: next === "all" ? undefined : next })}
          choices={shown.map((value) => ({ value, label: t(`engaged.filter.${value}`) }))}
        />
        <span className="soft">
          {t("engaged.answered", {
            answered: format.number(of.controls.filter((one) => one.verdict !== null).length),
            asked: format.number(of.controls.length),
          })}
        </span>
      </div>
      {of.papers.length > 0 ? (
        <Panel title={t("engaged.papers")}>
          <div className="row">
            {of.papers.map((paper) => (
              <Button
                key={paper.id}
                icon="download"
                onClick={() => void downloadFrom(engagements.downloadEngagedPaper, { id: paper.id })}
              >
                {t("engaged.paper", {
                  at: format.moment(paper.madeAt),
                  language: format.tongue(paper.language),
                })}
              </Button>
            ))}
          </div>
        </Panel>
      ) : null}
      {controls.length === 0 ? (
        <EmptyState icon="check" title={t("engaged.noneOfThese")}>
          {t("engaged.noneOfTheseHelp")}
        </EmptyState>
      ) : null}
      {controls.map((control) => (
        <OneControl key={control.controlId} of={control} opensFiles={of.opensFiles} />
      ))}
    </div>
  );
}

function OneControl({ of, opensFiles }: { of: Control; opensFiles: boolean }) {
  const t = useText();
  const format = useFormat();
  const said: [string, string | null][] = [
    [t("engaged.how"), of.how],
    [t("engaged.missing"), of.missing],
    [t("engaged.because"), of.reason],
    [t("engaged.exceptions"), of.exceptions],
    [t("engaged.owner"), of.owner],
    [t("engaged.due"), of.dueOn ? format.day(of.dueOn) : null],
  ];
  return (
    <Panel
      title={
        <>
          <span className="mono">{of.controlId}</span> <LangText text={of.title} />
        </>
      }
      more={
        of.verdict ? <Verdict verdict={of.verdict as VerdictKind} /> : <Tag>{t("engaged.unanswered")}</Tag>
      }
    >
      <p>
        <LangText text={of.requirement} />
      </p>
      {of.auditTest ? (
        <p className="soft">
          {t("engaged.test")}: <LangText text={of.auditTest} />
        </p>
      ) : null}
      <KeyValue
        rows={said.flatMap(([name, value]) =>
          value ? [[name, <LangText key={name} text={value} />] as const] : [],
        )}
      />
      <Proofs of={of} opensFiles={opensFiles} />
    </Panel>
  );
}

function Proofs({ of, opensFiles }: { of: Control; opensFiles: boolean }) {
  const t = useText();
  const format = useFormat();
  if (of.evidence.length === 0)
    return of.verdict ? (
      <p className="soft">
        {t("engaged.evidence")}: {t("engaged.noEvidence")}
      </p>
    ) : null;
  return (
    <>
      <h3>{t("engaged.evidence")}</h3>
      <ul className="lines">
        {of.evidence.map((proof) => (
          <li key={proof.id} className="row">
            <LangText text={proof.title} />
            <span className="soft">
              {proof.place ?? ""} {format.day(proof.validFrom)} – {format.day(proof.validUntil)}
            </span>
            {opensFiles && proof.fileName ? (
              <Button
                size="s"
                icon="download"
                onClick={() => void downloadFrom(engagements.downloadEngagedEvidence, { id: proof.id })}
              >
                {proof.fileName}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

// One answer with what it rests on: the last step from a number of the overview to its proof. Read only.
import { WhoCanSee } from "#modules/access/web/parts.tsx";
import { inspections } from "#modules/inspections/contract.ts";
import { History } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Assurance, Verdict } from "#web/ui/marks.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { AnswerFacts, type AskedControl, EvidenceList, Proposals, Said } from "./company/ControlParts.tsx";

export default function ControlResultPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [id, controlId] = [useParam("id"), useParam("controlId")];
  const asked = useOperation(inspections.getAskedControl, { id, controlId });
  const inspection = useOperation(inspections.getInspection, { id });
  const error = asked.error ?? inspection.error;
  if (error) return <ErrorState error={error} onRetry={() => void asked.refetch()} />;
  if (!asked.data || !inspection.data) return <Loading rows={12} />;
  const { data } = asked;
  const company = inspection.data;
  const title = data.texts.title[format.language] ?? data.texts.title["en"] ?? data.controlId;
  return (
    <Page
      title={title}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        { label: nameFor(company), to: `/companies/${company.companyId}/result` },
        { label: `${format.fiscalYear(company.fiscalYear)} · ${data.controlId}` },
      ]}
      after={data.answer ? <Verdict verdict={data.answer.verdict} /> : <Verdict verdict={null} />}
      actions={<WhoCanSee companyId={company.companyId} permission="inspection.read" />}
    >
      <div className="cols">
        <div className="c7 stack">
          <Panel
            title={t("control.asked")}
            more={`${data.controlId} · ${t("companyResult.edition", { edition: company.edition })}`}
          >
            <Said texts={data.texts.requirement} />
          </Panel>
          <AnswerPanel control={data} />
          <Proposals control={data} />
        </div>
        <div className="c5 stack">
          <Panel title={t("control.evidence", { count: data.evidence.length })}>
            <EvidenceList evidence={data.evidence} today={session.today} />
          </Panel>
          <ReviewPanel control={data} />
          <Panel title={t("control.proof")}>
            <ul className="bullets">
              {data.texts.evidence.map((one, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <li key={index}>{one[format.language] ?? one["en"]}</li>
              ))}
            </ul>
          </Panel>
        </div>
      </div>
      <History kind="inspection" id={id} controlId={controlId} />
    </Page>
  );
}

function AnswerPanel({ control }: { control: AskedControl }) {
  const t = useText();
  const { answer } = control;
  if (!answer)
    return (
      <Panel title={t("control.answer")}>
        <EmptyState title={t("verdict.none")}>{t("control.noAnswer")}</EmptyState>
      </Panel>
    );
  return (
    <Panel title={t("control.answer")} more={<Assurance level={answer.assurance} />}>
      <AnswerFacts answer={answer} />
    </Panel>
  );
}

function ReviewPanel({ control }: { control: AskedControl }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { review } = control;
  if (!review) return null;
  return (
    <Panel title={t(review.decision === "accepted" ? "control.reviewAccepted" : "control.reviewReturned")}>
      <KeyValue
        rows={[
          [t("control.reviewVerdict"), <Verdict key="v" verdict={review.verdict} />],
          ...(review.reason || review.reasonKind
            ? [
                [t("control.reason"), review.reason ?? any(`reasonKind.${review.reasonKind}`)] as [
                  string,
                  string,
                ],
              ]
            : []),
          [
            t("control.by"),
            [review.reviewedByName, format.momentWithZone(review.reviewedAt)].filter(Boolean).join(" · "),
          ],
        ]}
      />
    </Panel>
  );
}

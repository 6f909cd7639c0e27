// One company's result: three days side by side, its areas, what would lift it, and the answers behind it.
import { WhoCanSee } from "#modules/access/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import { AnswersPanel } from "./company/AnswersPanel.tsx";
import { AreasPanel } from "./company/AreasPanel.tsx";
import { LiftPanel } from "./company/LiftPanel.tsx";
import { PartsPanel } from "./company/PartsPanel.tsx";
import { RecommendedPanel } from "./company/RecommendedPanel.tsx";
import { type CompanyResult, threeOf } from "./company/years.ts";
import { YearsPanel } from "./company/YearsPanel.tsx";
import { MaturityPicture } from "./Maturity.tsx";
import { SaveOscal } from "./SaveOscal.tsx";

export default function CompanyResultPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const mayRead = useMay("inspection.read");
  const id = useParam("id");
  const [{ roundId }] = useUrl<{ roundId: string }>();
  const result = useOperation(
    overview.getCompanyResult,
    { id, ...(roundId ? { roundId } : {}) },
    { keep: true },
  );
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (!result.data) return <Loading rows={12} />;
  const { data } = result;
  const { standing } = threeOf(data);
  return (
    <Page
      title={data.name}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        { label: data.name, to: `/companies/${id}` },
        { label: t("companyResult.crumb") },
      ]}
      after={
        standing ? (
          <ResultBadge
            result={standing.result}
            isProvisional={standing.isProvisional && standing.result !== "not_known"}
          />
        ) : null
      }
      actions={
        <>
          <WhoCanSee companyId={id} permission="result.read" />
          {data.inspectionId && mayRead ? (
            <SaveOscal
              of="inspection"
              id={data.inspectionId}
              planOff={
                data.unmet.some((one) => one.reading === "partly" || one.reading === "not_met")
                  ? null
                  : t("errors.result.no_shortfall")
              }
            />
          ) : null}
          <GoButton
            to="/group/trend"
            search={{ companyId: id, ...(roundId ? { roundId } : {}) }}
            look="quiet"
          >
            {t("trend.open")}
          </GoButton>
          <GoButton to="/companies/$id" params={{ id }} look="outlined">
            {t("companyResult.openCompany")}
          </GoButton>
        </>
      }
    >
      {data.round ? (
        <div className="stack">
          <OtherStandards result={data} />
          <div className="company-2">
            <AreasPanel result={data} />
            <LiftPanel result={data} />
          </div>
          <div className="company-2b">
            <YearsPanel result={data} />
            <PartsPanel result={data} />
          </div>
          {data.maturity ? (
            <MaturityPicture
              maturity={data.maturity}
              note={t("maturity.companyNote", { tier: data.tier ?? "" })}
            />
          ) : null}
          <AnswersPanel result={data} />
          <RecommendedPanel result={data} />
        </div>
      ) : (
        <EmptyState title={t("companyResult.neverAsked")}>{t("companyResult.neverAskedHelp")}</EmptyState>
      )}
    </Page>
  );
}

/** A round on a catalogue taken over runs beside the group's own: each has a result of its own. */
function OtherStandards({ result: { companyId, round, others } }: { result: CompanyResult }) {
  const t = useText();
  const format = useFormat();
  if (!round || others.length === 0) return null;
  return (
    <Note>
      {t("companyResult.ofStandard", { standard: `${round.standard} ${round.edition}` })}{" "}
      {others.map((other) => (
        <GoButton
          key={other.id}
          size="s"
          to="/companies/$id/result"
          params={{ id: companyId }}
          search={{ roundId: other.id }}
        >
          {t("companyResult.otherStandard", {
            standard: `${other.standard} ${other.edition}`,
            year: format.fiscalYear(other.fiscalYear),
          })}
        </GoButton>
      ))}
    </Note>
  );
}

// "What would happen": a case is put to the table; nothing is written and nobody is told.
import { CompanyChoice, useOnlyCompany } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { SelectField, Tick } from "#web/forms/fields.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { type Actual, actuals, type Kind, kinds, type Severity, severities } from "../../rules.ts";
import { ruleOf, Whom } from "./marks.tsx";
import { Letter } from "./Preview.tsx";
import { TableFrame } from "./TableFrame.tsx";

type Case = {
  company: string;
  kind: Kind;
  potential: Severity;
  actual: Actual;
  personal: boolean;
  product: boolean;
  nothing: boolean;
};
type Called = Output<typeof incidents.tryNoticeTable>["notices"][number];

export default function TrialPage() {
  const t = useText();
  const [url, set] = useUrl<Case>();
  const only = useOnlyCompany();
  const of = {
    companyId: url.company ?? only ?? "",
    kind: url.kind ?? ("ransomware" as const),
    potential: url.potential ?? ("high" as const),
    actual: url.actual ?? ("none" as const),
    personal: url.personal === true,
    product: url.product === true,
    nothing: url.nothing === true,
  };
  return (
    <TableFrame at="try" title={t("noticeTrial.title")}>
      <div className="cols below">
        <div className="c4">
          <Panel>
            <div className="form">
              <p className="soft">{t("noticeTrial.help")}</p>
              <CompanyChoice
                label={t("noticeTrial.company")}
                value={of.companyId}
                onChange={(company) => set({ company })}
              />
              <SelectField
                label={t("incidents.kind")}
                value={of.kind}
                choices={kinds.map((value) => ({ value, label: t(`incident.kind.${value}`) }))}
                onChange={(kind) => set({ kind })}
              />
              <div className="two">
                <SelectField
                  label={t("noticeTrial.potential")}
                  value={of.potential}
                  choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
                  onChange={(potential) => set({ potential })}
                />
                <SelectField
                  label={t("noticeTrial.actual")}
                  value={of.actual}
                  choices={actuals.map((value) => ({ value, label: t(`incident.actual.${value}`) }))}
                  onChange={(actual) => set({ actual })}
                />
              </div>
              <Tick
                label={t("noticeTable.personal")}
                isOn={of.personal}
                onChange={(is) => set({ personal: is ? true : undefined })}
              />
              <Tick
                label={t("noticeTable.product")}
                isOn={of.product}
                onChange={(is) => set({ product: is ? true : undefined })}
              />
              <Tick
                label={t("noticeTable.nothing")}
                isOn={of.nothing}
                onChange={(is) => set({ nothing: is ? true : undefined })}
              />
            </div>
          </Panel>
        </div>
        <div className="c8">
          {of.companyId ? (
            <Outcome of={of} />
          ) : (
            <EmptyState title={t("noticeTrial.title")}>{t("noticeTrial.companyFirst")}</EmptyState>
          )}
        </div>
      </div>
    </TableFrame>
  );
}

function Outcome({ of }: { of: Omit<Case, "company"> & { companyId: string } }) {
  const t = useText();
  const trial = useOperation(incidents.tryNoticeTable, of, { keep: true });
  if (trial.isError) return <ErrorState error={trial.error} onRetry={() => void trial.refetch()} />;
  if (!trial.data) return <Loading rows={8} />;
  const { notices, companyName, severity } = trial.data;
  if (notices.length === 0)
    return <EmptyState title={t("noticeTrial.none")}>{t("noticeTrial.help")}</EmptyState>;
  return (
    <Panel
      isFlush
      title={t("noticeTrial.result", {
        count: notices.length,
        company: companyName,
        severity: t(`severity.${severity}`),
      })}
    >
      {notices.map((one) => (
        <CalledFor key={one.lineId} one={one} />
      ))}
    </Panel>
  );
}

function CalledFor({ one }: { one: Called }) {
  const t = useText();
  const any = useAnyText();
  return (
    <article className="notice-item">
      <div className="when tn">{ruleOf(any, one)}</div>
      <div className="what">
        <span className="strong">
          <LangText text={one.name} />{" "}
          {one.level === "group" ? null : <Tag>{t(`noticeTable.level.${one.level}`)}</Tag>}
        </span>
        <span className="small soft">
          {t(`notice.audience.${one.audience}`)} · {t(`notice.channel.${one.channel}`)}
        </span>
        <details>
          <summary className="small">{t("noticeTrial.text")}</summary>
          <Letter texts={one.texts} />
        </details>
      </div>
      <div className="who">
        <Whom who={one.owner} />
      </div>
      <div className="how">
        {one.approver ? (
          <>
            <span className="small soft">
              {t("notice.approver")}
              {one.approvals > 1 ? ` × ${one.approvals}` : ""}
            </span>
            <Whom who={one.approver} />
          </>
        ) : (
          <span className="mute">{t("notice.noApproval")}</span>
        )}
      </div>
    </article>
  );
}

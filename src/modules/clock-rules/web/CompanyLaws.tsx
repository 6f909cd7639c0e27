// On the company's page: what it is in the eyes of the laws that clocks follow from.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { clockRules } from "../contract.ts";
import { companyLawIds } from "../mechanism/facts.ts";
import { LawDialog } from "./LawDialog.tsx";

export default function CompanyLaws({ companyId, asOf }: CompanySectionProps) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [isChanging, change] = useState(false);
  const read = useOperation(clockRules.getCompanyLaws, { id: companyId, ...(asOf ? { asOf } : {}) });
  const { data } = read;
  return (
    <Panel
      className="c6"
      title={t("companyLaw.title", { count: data?.rows.length ?? 0, all: companyLawIds.length })}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : !data ? (
        <Loading rows={3} />
      ) : (
        <>
          {data.rows.length === 0 ? (
            <p className="soft">{t("companyLaw.none")}</p>
          ) : (
            <ul className="lines">
              {data.rows.map((one) => (
                <li key={one.law}>
                  <span>
                    {t(`companyLaw.is.${one.law}`)}: <strong>{any(`companyLaw.value.${one.value}`)}</strong>
                    <span className="sub clock-sub soft">
                      {t("companyLaw.line", { day: format.day(one.validFrom, "plain"), source: "" })}
                      <Written text={one.source} />
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          )}
          <p className="small soft">{t("companyLaw.help")}</p>
          {asOf ? null : (
            <div className="below">
              <Button
                size="s"
                offBecause={data.mayKeep ? null : t("companyLaw.notYours")}
                onClick={() => change(true)}
              >
                {t("companyLaw.enter")}
              </Button>
            </div>
          )}
        </>
      )}
      {isChanging && data ? (
        <LawDialog companyId={companyId} laws={data.rows} onClose={() => change(false)} />
      ) : null}
    </Panel>
  );
}

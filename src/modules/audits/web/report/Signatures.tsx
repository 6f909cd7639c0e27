// Who signed under a final report; the company's executive says that it was received, or the lead notes that nobody would.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../../contract.ts";
import { refreshedByReport, type Report, type Whole } from "./report.ts";

export function Signatures({ whole, report }: { whole: Whole; report: Report }) {
  const t = useText();
  const format = useFormat();
  const [isRefusing, setRefusing] = useState(false);
  const sign = useCommand(audits.signForReport, refreshedByReport);
  const company = report.signatures.find((one) => one.side === "company");
  return (
    <Panel title={t("audits.report.signatures")}>
      <dl className="audited-signs">
        {(["lead", "company"] as const).map((side) => {
          const one = report.signatures.find((each) => each.side === side);
          return (
            <div key={side}>
              <dt>{t(`audits.report.side.${side}`)}</dt>
              <dd>{one ? <LangText text={one.name ?? "–"} /> : t("audits.report.unsigned")}</dd>
              {one ? (
                <dd className="soft small">
                  {t(`audits.report.${one.outcome}`)} · {format.moment(one.signedAt)}
                  {one.reason ? <Written text={` · ${one.reason}`} /> : null}
                </dd>
              ) : null}
            </div>
          );
        })}
      </dl>
      {report.contentSha256 ? (
        <p className="soft small below" style={{ overflowWrap: "anywhere" }}>
          SHA-256 {report.contentSha256}
        </p>
      ) : null}
      <FormError error={sign.error} />
      {whole.can.acknowledge ? (
        <div className="row wrap below">
          <Button
            look="main"
            isBusy={sign.isPending}
            onClick={() =>
              sign.mutate(
                { id: report.id, outcome: "signed", reason: "" },
                { onSuccess: () => toast(t("audits.report.acknowledged")) },
              )
            }
          >
            {t("audits.report.acknowledge")}
          </Button>
          <span className="soft small">{t("audits.report.acknowledgeHelp")}</span>
        </div>
      ) : whole.can.lead && !company ? (
        <div className="row below">
          <Button onClick={() => setRefusing(true)}>{t("audits.report.refuse")}</Button>
        </div>
      ) : null}
      <ConfirmDialog
        isOpen={isRefusing}
        title={t("audits.report.refuse")}
        effect={t("audits.report.acknowledgeHelp")}
        action={t("audits.report.refuse")}
        reason={{ label: t("audits.report.reason") }}
        isBusy={sign.isPending}
        onClose={() => setRefusing(false)}
        onConfirm={(reason) =>
          sign.mutate({ id: report.id, outcome: "refused", reason }, { onSuccess: () => setRefusing(false) })
        }
      />
    </Panel>
  );
}

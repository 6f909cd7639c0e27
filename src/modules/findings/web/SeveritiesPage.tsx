// What each severity means: days to remedy, how long it may be lived with, who verifies.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { SelectField, TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Severity } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { findings } from "../contract.ts";

type Rule = Output<typeof findings.listFindingSeverities>["rows"][number];

export default function SeveritiesPage() {
  const t = useText();
  const rules = useOperation(findings.listFindingSeverities, {});
  const [changed, change] = useState<Rule | null>(null);
  if (rules.isError) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  if (!rules.data) return <Loading rows={5} />;
  const { rows, mayChange } = rules.data;
  return (
    <Page
      title={t("severities.title")}
      crumbs={[{ label: t("findings.crumb"), to: "/findings" }, { label: t("findings.severities") }]}
    >
      <p className="soft lead-in">{t("severities.lead")}</p>
      <Panel isFlush>
        <table className="grid">
          <Heads
            of={[
              [t("findings.severity")],
              [t("severities.remedyDays"), "num"],
              [t("severities.acceptedDays"), "num"],
              [t("severities.who")],
              [""],
            ]}
          />
          <tbody>
            {rows.map((rule) => (
              <tr key={rule.severity}>
                <th scope="row">
                  <Severity level={rule.severity} />
                </th>
                <td className="num">{t("severities.days", { count: rule.remedyDays })}</td>
                <td className="num">{t("severities.days", { count: rule.mostAcceptedDays })}</td>
                <td>{t(rule.verifiedWithin ? "severities.within" : "severities.outside")}</td>
                <td className="ends-cell">
                  {mayChange ? (
                    <Button size="s" onClick={() => change(rule)}>
                      {t("severities.change")}
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      {changed ? <RuleDialog rule={changed} onClose={() => change(null)} /> : null}
    </Page>
  );
}

function RuleDialog({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const t = useText();
  const [remedyDays, setRemedyDays] = useState<number | null>(rule.remedyDays);
  const [acceptedDays, setAcceptedDays] = useState<number | null>(rule.mostAcceptedDays);
  const [who, setWho] = useState<"within" | "outside">(rule.verifiedWithin ? "within" : "outside");
  const [reason, setReason] = useState("");
  const set = useCommand(findings.setFindingSeverity, [findings.listFindingSeverities]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      {
        severity: rule.severity,
        remedyDays: remedyDays ?? 0,
        mostAcceptedDays: acceptedDays ?? 0,
        verifiedWithin: who === "within",
        reason: reason.trim(),
        rowVersion: rule.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="s"
      title={t("severities.changeTitle", { severity: t(`severity.${rule.severity}`) })}
    >
      <form className="form" onSubmit={submit}>
        <NumberField label={t("severities.remedyDays")} value={remedyDays} onChange={setRemedyDays} />
        <NumberField label={t("severities.acceptedDays")} value={acceptedDays} onChange={setAcceptedDays} />
        <SelectField
          label={t("severities.who")}
          value={who}
          choices={[
            { value: "within", label: t("severities.within") },
            { value: "outside", label: t("severities.outside") },
          ]}
          onChange={setWho}
        />
        <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
        <FormEnds
          error={set.error}
          isBusy={set.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("severities.change")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

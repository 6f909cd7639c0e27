// Whom the rules pick while they are being made: who is in and by which rule, who is out and why.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { instructions } from "../contract.ts";
import type { Exception, Rule } from "./draft.ts";
import { unitOf } from "./rows.ts";

type Props = {
  issuerUnitId: string;
  rules: Rule[];
  exceptions: Exception[];
  /** Null where the rules are only looked at. */
  onExcept: ((exceptions: Exception[]) => void) | null;
};
/** As many rows as anybody reads; the counts are of all. */
const most = 200;

export function AudiencePreview({ issuerUnitId, rules, exceptions, onExcept }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [side, setSide] = useState<"in" | "out">("in");
  const [leaving, setLeaving] = useState<{ unitId: string; name: string } | null>(null);
  const seen = useOperation(
    instructions.previewRecipients,
    { issuerUnitId, rules, exceptions },
    { keep: true },
  );
  if (seen.isError) return <ErrorState error={seen.error} onRetry={() => void seen.refetch()} />;
  if (!seen.data) return <Loading rows={10} />;
  const { told, out, byRule, companies, departments, divisions, rows } = seen.data;
  const shown = rows.filter((row) => row.isIn === (side === "in"));
  const kinds = [
    companies > 0 ? t("instruction.companies", { count: companies }) : "",
    departments > 0 ? t("instruction.departments", { count: departments }) : "",
    divisions > 0 ? t("instruction.divisions", { count: divisions }) : "",
  ].filter(Boolean);
  return (
    <section
      className="panel told-preview"
      aria-label={t("instruction.preview")}
      aria-busy={seen.isPlaceholderData}
    >
      <FactStrip
        isFigures
        facts={[
          {
            label: t("instruction.told"),
            value: format.number(told),
            notes: [kinds.join(t("list.comma"))],
            isLive: true,
          },
          { label: t("instruction.out"), value: format.number(out), notes: [t("instruction.outNote")] },
        ]}
      />
      {byRule.length > 1 ? (
        <p className="small soft body">
          {byRule
            .map((one) => `${any(`instruction.rule.${one.kind}`)} ${format.number(one.told)}`)
            .join(t("list.comma"))}
        </p>
      ) : null}
      <Tabs
        label={t("instruction.preview")}
        value={side}
        choices={[
          { value: "in", label: t("instruction.told"), count: format.number(told) },
          { value: "out", label: t("instruction.out"), count: format.number(out) },
        ]}
        onChange={setSide}
      />
      {shown.length === 0 ? (
        <div className="body">
          <EmptyState title={t(side === "in" ? "instruction.nobody" : "instruction.nobodyOut")}>
            {t(side === "in" ? "instruction.nobodyHelp" : "instruction.nobodyOutHelp")}
          </EmptyState>
        </div>
      ) : (
        <div className="rows">
          <table className="grid">
            <thead>
              <tr>
                <th>{t("instruction.unit")}</th>
                <th>{t(side === "in" ? "instruction.byRule" : "instruction.because")}</th>
                <th aria-label={t("instruction.leaveOut")} />
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, most).map((row) => (
                <tr key={row.unitId}>
                  <td>
                    <LangText text={unitOf(row)} />
                  </td>
                  <td className="soft">
                    {side === "in"
                      ? row.pickedBy.map((kind) => any(`instruction.rule.${kind}`)).join(t("list.comma"))
                      : row.outBecause?.startsWith("instruction.out.")
                        ? any(row.outBecause)
                        : row.outBecause}
                  </td>
                  <td>
                    {!onExcept ? null : side === "in" ? (
                      <Button
                        size="s"
                        look="quiet"
                        onClick={() => setLeaving({ unitId: row.unitId, name: unitOf(row) })}
                      >
                        {t("instruction.leaveOut")}
                      </Button>
                    ) : exceptions.some((one) => one.unitId === row.unitId) ? (
                      <Button
                        size="s"
                        look="quiet"
                        onClick={() => onExcept(exceptions.filter((one) => one.unitId !== row.unitId))}
                      >
                        {t("instruction.takeIn")}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length > most ? (
            <p className="small soft body">{t("instruction.andMore", { count: shown.length - most })}</p>
          ) : null}
        </div>
      )}
      <ConfirmDialog
        key={leaving?.unitId}
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t("instruction.leaveOutTitle", { name: leaving?.name ?? "" })}
        effect={t("instruction.leaveOutEffect")}
        action={t("instruction.leaveOut")}
        reason={{ label: t("change.reason") }}
        onConfirm={(reason) => {
          if (leaving) onExcept?.([...exceptions, { unitId: leaving.unitId, reason: reason.slice(0, 500) }]);
          setLeaving(null);
        }}
      />
    </section>
  );
}

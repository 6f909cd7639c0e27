// Whom the rules pick while they are being made: how many, by which rule, how many entries of their ledgers fit, and who is out.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { lateralChecks } from "../contract.ts";
import type { Exception, Sent } from "./draft.ts";
import { type Preview as Previewed, unitOf } from "./rows.ts";

type Props = {
  of: Pick<Sent, "issuerUnitId" | "rules" | "needsAll" | "exceptions">;
  onExcept: (exceptions: Exception[]) => void;
};
type Side = "in" | "out";

export const usePreview = ({ issuerUnitId, rules, needsAll, exceptions }: Props["of"], search = "") =>
  useOperation(
    lateralChecks.previewLateralCheck,
    { issuerUnitId, rules, needsAll, exceptions, ...(search ? { search } : {}) },
    { keep: true },
  );

export function Preview({ of, onExcept }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [side, setSide] = useState<Side>("in");
  const [search, setSearch] = useState("");
  const seen = usePreview(of, search);
  if (seen.isError) return <ErrorState error={seen.error} onRetry={() => void seen.refetch()} />;
  if (!seen.data) return <Loading rows={10} />;
  const { asked, out, matched, byRule, rows } = seen.data;
  const shown = rows.filter((row) => row.isIn === (side === "in"));
  const isOfLedgers = of.rules.some((rule) => rule.kind === "ledgers");
  return (
    <section
      className="panel lateral-preview"
      aria-label={t("lateral.preview")}
      aria-busy={seen.isPlaceholderData}
    >
      <FactStrip
        isFigures
        facts={[
          {
            label: t("lateral.asked"),
            value: format.number(asked),
            notes: [t("lateral.askedNote")],
            isLive: true,
          },
          ...(isOfLedgers
            ? [
                {
                  label: t("lateral.matched"),
                  value: format.number(matched),
                  notes: [t("lateral.matchedNote")],
                },
              ]
            : []),
          { label: t("lateral.out"), value: format.number(out), notes: [t("lateral.outNote")] },
        ]}
      />
      {byRule.length > 1 ? (
        <p className="small soft body">
          {byRule
            .map((one) => `${any(`instruction.rule.${one.kind}`)} ${format.number(one.asked)}`)
            .join(t("list.comma"))}
        </p>
      ) : null}
      <Tabs<Side>
        label={t("lateral.preview")}
        value={side}
        choices={[
          { value: "in", label: t("lateral.asked"), count: format.number(asked) },
          { value: "out", label: t("lateral.out"), count: format.number(out) },
        ]}
        onChange={setSide}
      />
      <div className="body">
        <FindBox label={t("lateral.findCompany")} value={search} onFind={setSearch} />
      </div>
      {shown.length === 0 ? (
        <div className="body">
          <EmptyState title={t(side === "in" ? "lateral.nobody" : "lateral.nobodyOut")}>
            {t(side === "in" ? "lateral.nobodyHelp" : "lateral.nobodyOutHelp")}
          </EmptyState>
        </div>
      ) : (
        <Rows
          rows={shown}
          side={side}
          isOfLedgers={isOfLedgers}
          exceptions={of.exceptions}
          onExcept={onExcept}
          more={search ? 0 : (side === "in" ? asked : out) - shown.length}
        />
      )}
    </section>
  );
}

type RowsProps = Pick<Props, "onExcept"> & {
  rows: Previewed["rows"];
  side: Side;
  isOfLedgers: boolean;
  exceptions: readonly Exception[];
  more: number;
};

function Rows({ rows, side, isOfLedgers, exceptions, onExcept, more }: RowsProps) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [leaving, setLeaving] = useState<{ unitId: string; name: string } | null>(null);
  const act = (row: Previewed["rows"][number]) =>
    side === "in" ? (
      <Button size="s" look="quiet" onClick={() => setLeaving({ unitId: row.companyId, name: unitOf(row) })}>
        {t("lateral.leaveOut")}
      </Button>
    ) : exceptions.some((one) => one.unitId === row.companyId) ? (
      <Button
        size="s"
        look="quiet"
        onClick={() => onExcept(exceptions.filter((one) => one.unitId !== row.companyId))}
      >
        {t("lateral.takeIn")}
      </Button>
    ) : null;
  return (
    <div className="rows">
      <table className="grid">
        <thead>
          <tr>
            <th>{t("lateral.company")}</th>
            <th>{t(side === "in" ? "lateral.byRule" : "lateral.because")}</th>
            {isOfLedgers ? <th className="num">{t("lateral.matched")}</th> : null}
            <th aria-label={t("lateral.leaveOut")} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.companyId}>
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
              {isOfLedgers ? <td className="num">{format.number(row.matched)}</td> : null}
              <td>{act(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 ? <p className="small soft body">{t("lateral.andMore", { count: more })}</p> : null}
      <ConfirmDialog
        key={leaving?.unitId}
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t("lateral.leaveOutTitle", { name: leaving?.name ?? "" })}
        effect={t("lateral.leaveOutEffect")}
        action={t("lateral.leaveOut")}
        reason={{ label: t("change.reason") }}
        onConfirm={(reason) => {
          if (leaving) onExcept([...exceptions, { unitId: leaving.unitId, reason: reason.slice(0, 500) }]);
          setLeaving(null);
        }}
      />
    </div>
  );
}

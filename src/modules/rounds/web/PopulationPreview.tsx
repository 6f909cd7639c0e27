// Everyone in and everyone out, and why, while the rule is being made. The ownership graph's own count stands beside it.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Tabs, Token } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import type { rounds } from "../contract.ts";
import { type Lack, lackingIn, Missing } from "./Missing.tsx";
import type { Member, Rule } from "./opening.ts";
import { PreviewRows } from "./PreviewRows.tsx";

type Preview = Output<typeof rounds.previewPopulation>;
type Props = {
  preview: Preview | undefined;
  isStale: boolean;
  rule: Rule;
  onChange: (rule: Rule) => void;
};

export function PopulationPreview({ preview, isStale, rule, onChange }: Props) {
  const t = useText();
  const format = useFormat();
  const [side, setSide] = useState<"in" | "out">("in");
  const [search, setSearch] = useState("");
  const [leaving, setLeaving] = useState<Member | null>(null);
  const [lack, setLack] = useState<Lack | null>(null);
  if (!preview)
    return (
      <section className="panel">
        {rule.relations.length === 0 || rule.tiers.length === 0 ? (
          <EmptyState title={t("round.nobody")}>{t("round.nobodyHelp")}</EmptyState>
        ) : (
          <div className="body">
            <Loading rows={10} />
          </div>
        )}
      </section>
    );
  const asked = preview.rows.filter((row) => row.isIn && row.binding === "asked").length;
  const proposed = preview.rows.filter((row) => row.proposedTier !== null).length;
  const wanted = search.normalize("NFKC").trim().toLowerCase();
  const rows = preview.rows.filter(
    (row) =>
      row.isIn === (side === "in") &&
      (side === "out" || lack === null || row.lacks.includes(lack)) &&
      (wanted === "" || wordsOf(row).includes(wanted)),
  );
  const isNarrowed = side === "in" && lack !== null && preview.lacks[lack] > 0;
  return (
    <section className="panel preview" aria-busy={isStale} aria-label={t("round.preview")}>
      <FactStrip
        isFigures
        facts={[
          {
            label: t("round.graph"),
            value: format.number(preview.groupCount),
            notes: [format.day(rule.asOf, "plain")],
          },
          {
            label: t("round.in"),
            value: format.number(preview.inCount),
            notes: [t("round.boundAsked", { bound: preview.inCount - asked, asked })],
            isLive: true,
          },
          {
            label: t("round.out"),
            value: format.number(preview.outCount),
            notes: [<Reasons key="r" rows={preview.rows} />],
          },
          {
            label: t("round.missing"),
            value: format.number(preview.missing),
            notes: [t("round.missingNote")],
          },
        ]}
      />
      <div className="preview-list">
        <Tabs
          label={t("round.preview")}
          value={side}
          choices={[
            { value: "in", label: t("round.in"), count: format.number(preview.inCount) },
            { value: "out", label: t("round.out"), count: format.number(preview.outCount) },
          ]}
          onChange={setSide}
          after={
            <input
              type="search"
              className="find"
              aria-label={t("round.findCompany")}
              placeholder={t("round.findCompany")}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          }
        />
        {isNarrowed ? (
          <div className="filters">
            <Token
              name={t("round.lacksName")}
              value={t(`round.lackTag.${lack}`)}
              onRemove={() => setLack(null)}
            />
          </div>
        ) : lackingIn(preview.lacks).length > 0 ? (
          <Missing
            lacks={preview.lacks}
            line={(one, words) => (
              <button
                type="button"
                className="linkish"
                onClick={() => {
                  setSide("in");
                  setLack(one);
                }}
              >
                {words}
              </button>
            )}
          />
        ) : null}
        {proposed > 0 ? <Note>{t("round.tiersProposed", { count: proposed })}</Note> : null}
        <PreviewRows
          rows={rows}
          side={side}
          rule={rule}
          onLeave={setLeaving}
          onTakeIn={(member) =>
            onChange({
              ...rule,
              leaveOut: rule.leaveOut.filter((one) => one.companyId !== member.companyId),
            })
          }
        />
      </div>
      <ConfirmDialog
        key={leaving?.companyId}
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t("round.leaveOutTitle", { name: leaving ? nameFor(leaving) : "" })}
        effect={t("round.leaveOutEffect")}
        action={t("round.leaveOut")}
        reason={{ label: t("round.reason") }}
        onConfirm={(reason) => {
          if (leaving)
            onChange({
              ...rule,
              leaveOut: [...rule.leaveOut, { companyId: leaving.companyId, reason: reason.slice(0, 500) }],
            });
          setLeaving(null);
        }}
      />
    </section>
  );
}

const wordsOf = (row: Member) =>
  [row.code, row.name, row.nameEn, row.nameJa, row.nameZh].join("\n").normalize("NFKC").toLowerCase();

function Reasons({ rows }: { rows: readonly Member[] }) {
  const t = useText();
  const any = useAnyText();
  const out = rows.filter((row) => !row.isIn);
  const counts = Map.groupBy(out, (row) =>
    row.reason.startsWith("population.") ? any(row.reason) : t("round.byHand"),
  );
  return <>{[...counts].map(([reason, of]) => `${reason} ${of.length}`).join(t("list.comma"))}</>;
}

// Everyone in and everyone out, and why, while the rule is being made. The ownership graph's own count stands beside it.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import type { rounds } from "../contract.ts";
import type { Member, Rule } from "./opening.ts";

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
    (row) => row.isIn === (side === "in") && (wanted === "" || wordsOf(row).includes(wanted)),
  );
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
        {proposed > 0 ? <Note>{t("round.tiersProposed", { count: proposed })}</Note> : null}
        <Rows
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

/** A reason of the rule is a key of the catalogue; anything else is somebody's words. */
export function useReason() {
  const any = useAnyText();
  return (reason: string) => (reason.startsWith("population.") ? any(reason) : reason);
}

function Reasons({ rows }: { rows: readonly Member[] }) {
  const t = useText();
  const say = useReason();
  const out = rows.filter((row) => !row.isIn);
  const counts = Map.groupBy(out, (row) =>
    row.reason.startsWith("population.") ? say(row.reason) : t("round.byHand"),
  );
  return <>{[...counts].map(([reason, of]) => `${reason} ${of.length}`).join(t("list.comma"))}</>;
}

type RowsProps = {
  rows: readonly Member[];
  side: "in" | "out";
  rule: Rule;
  onLeave: (member: Member) => void;
  onTakeIn: (member: Member) => void;
};

const mostDrawn = 300;

function Rows({ rows, side, rule, onLeave, onTakeIn }: RowsProps) {
  const t = useText();
  const format = useFormat();
  const say = useReason();
  const byHand = new Set(rule.leaveOut.map((one) => one.companyId));
  if (rows.length === 0) return <p className="preview-none soft">{t("round.noneHere")}</p>;
  return (
    // A scrolling region has to be reachable by keyboard (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll preview-rows" tabIndex={0} role="region" aria-label={t("round.preview")}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t("rounds.col.company")}</th>
            <th scope="col">{t("standard.tier")}</th>
            <th scope="col">{t("rounds.col.relation")}</th>
            <th scope="col" className="num wide-only">
              {t("rounds.col.workers")}
            </th>
            <th scope="col">{t("round.why")}</th>
            <th scope="col">
              <span className="unseen">{t("round.change")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostDrawn).map((row) => (
            <tr key={row.companyId}>
              <td>
                <span title={row.code}>
                  <LangText text={nameFor(row)} />
                </span>
              </td>
              <td className="nowrap">
                {row.tier ?? "–"}{" "}
                {row.proposedTier ? (
                  <Go to="/companies/$id" params={{ id: row.companyId }} title={t("round.tierProposedHelp")}>
                    <Tag>{t("round.tierProposed", { tier: row.proposedTier })}</Tag>
                  </Go>
                ) : null}
              </td>
              <td className="nowrap">{row.relation ? t(`relation.${row.relation}`) : "–"}</td>
              <td className="num wide-only">{row.workers === null ? "–" : format.number(row.workers)}</td>
              <td>
                {byHand.has(row.companyId) ? (
                  <Tag>{row.reason}</Tag>
                ) : (
                  <span className="soft nowrap">{say(row.reason)}</span>
                )}
              </td>
              <td className="num">
                {side === "in" ? (
                  <Button size="s" look="quiet" onClick={() => onLeave(row)}>
                    {t("round.leaveOut")}
                  </Button>
                ) : byHand.has(row.companyId) ? (
                  <Button size="s" look="quiet" onClick={() => onTakeIn(row)}>
                    {t("round.takeBack")}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostDrawn ? (
        <p className="small mute preview-none">
          {t("round.moreThan", { shown: mostDrawn, all: rows.length })}
        </p>
      ) : null}
    </div>
  );
}

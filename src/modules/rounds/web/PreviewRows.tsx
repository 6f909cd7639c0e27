// The companies of a preview, one line each: why it is in or out, who is missing there, and taking it out or in.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText, Tag, Written } from "#web/ui/small.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import { LackTags } from "./Missing.tsx";
import type { Member, Rule } from "./opening.ts";
import { Reason } from "./Reason.tsx";

type RowsProps = {
  rows: readonly Member[];
  side: "in" | "out";
  rule: Rule;
  onLeave: (member: Member) => void;
  onTakeIn: (member: Member) => void;
};

const mostDrawn = 300;

export function PreviewRows({ rows, side, rule, onLeave, onTakeIn }: RowsProps) {
  const t = useText();
  const format = useFormat();
  const byHand = new Set(rule.leaveOut.map((one) => one.companyId));
  if (rows.length === 0) return <p className="preview-none soft">{t("round.noneHere")}</p>;
  return (
    <>
      <Scroll className="scroll preview-rows" label={t("round.preview")}>
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
                  <LackTags lacks={row.lacks} />
                </td>
                <td className="nowrap">
                  {row.tier ?? "–"}{" "}
                  {row.proposedTier ? (
                    <Go
                      to="/companies/$id"
                      params={{ id: row.companyId }}
                      title={t("round.tierProposedHelp")}
                    >
                      <Tag>{t("round.tierProposed", { tier: row.proposedTier })}</Tag>
                    </Go>
                  ) : null}
                </td>
                <td className="nowrap">{row.relation ? t(`relation.${row.relation}`) : "–"}</td>
                <td className="num wide-only">{row.workers === null ? "–" : format.number(row.workers)}</td>
                <td>
                  {byHand.has(row.companyId) ? (
                    <Tag>
                      <Written text={row.reason} />
                    </Tag>
                  ) : (
                    <span className="soft nowrap">
                      <Reason of={row.reason} />
                    </span>
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
      </Scroll>
      <p className="small mute preview-end">
        {rows.length > mostDrawn
          ? t("round.moreThan", { shown: mostDrawn, all: rows.length })
          : t("round.previewAll", { count: rows.length })}
      </p>
    </>
  );
}

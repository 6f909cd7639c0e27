// What came back, in numbers and as bars by division or tier; each number narrows the table below to its rows.
import { useState } from "react";
import { Picture } from "#web/charts/Picture.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Standing } from "../rules.ts";
import { parts, ResultBar, StandingMark } from "./marks.tsx";
import type { Check, Counted } from "./rows.ts";

type By = "division" | "tier";
type Row = Counted & { key: string; name: string };
type Narrowing = { divisionId: string; tier: string; standing: Standing };

export function ResultPicture({ of }: { of: Check }) {
  const t = useText();
  const format = useFormat();
  const [by, setBy] = useState<By>("division");
  const [url, set] = useUrl<Narrowing>();
  const rows: Row[] =
    by === "division"
      ? of.byDivision.map((row) => ({
          ...row,
          key: row.divisionId ?? "",
          name: row.name ?? t("lateral.noDivision"),
        }))
      : of.byTier.map((row) => ({ ...row, key: row.tier ?? "", name: row.tier ?? t("lateral.noTier") }));
  const column = by === "division" ? "divisionId" : "tier";
  const answered = of.asked - of.open - of.left;
  const title =
    of.affected > 0
      ? t("lateral.titleAffected", { count: of.affected, answered, asked: of.asked - of.left })
      : t(of.closedAt ? "lateral.titleNobody" : "lateral.titleNone", { answered, asked: of.asked - of.left });
  return (
    <>
      <Figures of={of} />
      <Picture
        title={title}
        summary={parts
          .map(([count, name]) => `${t(`lateral.standing.${name}`)} ${format.number(of[count])}`)
          .join(t("list.comma"))}
        fileName={`yagura-${of.number}`}
        table={{
          heads: [
            t(`lateral.${by}`),
            t("lateral.asked"),
            ...parts.map(([, name]) => t(`lateral.standing.${name}`)),
            t("lateral.late"),
          ],
          rows: rows.map((row) => [row.name, row.asked, ...parts.map(([count]) => row[count]), row.late]),
        }}
        tools={
          <div className="body row">
            <Segmented<By>
              label={t("lateral.by")}
              value={by}
              choices={[
                { value: "division", label: t("lateral.division") },
                { value: "tier", label: t("lateral.tier") },
              ]}
              onChange={setBy}
            />
            <span className="lateral-legend small">
              {parts.map(([count, name]) => (of[count] > 0 ? <StandingMark key={name} of={name} /> : null))}
            </span>
          </div>
        }
        isFlush
      >
        <div className="scroll-x">
          <table className="grid">
            <tbody>
              {rows.map((row) => (
                <tr key={row.key} className={url[column] && url[column] === row.key ? "on" : ""}>
                  <td>
                    {row.key ? (
                      <button
                        type="button"
                        className="linkish"
                        onClick={() => set({ [column]: url[column] === row.key ? undefined : row.key })}
                      >
                        <LangText text={row.name} />
                      </button>
                    ) : (
                      row.name
                    )}
                  </td>
                  <td style={{ width: "46%" }}>
                    <ResultBar of={row} />
                  </td>
                  <td className="num">
                    {t("lateral.affectedOf", { affected: row.affected, count: row.asked - row.left })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Picture>
    </>
  );
}

function Figures({ of }: { of: Check }) {
  const t = useText();
  const format = useFormat();
  const [, set] = useUrl<Narrowing>();
  const toRaise = of.toRaise > 0 ? [t("lateral.withoutFinding", { count: of.toRaise })] : [];
  const figure = (standing: Standing, count: number, notes: string[] = []) => ({
    label: t(`lateral.standing.${standing}`),
    value: (
      <button type="button" className="linkish" onClick={() => set({ standing })}>
        {format.number(count)}
      </button>
    ),
    notes,
  });
  return (
    <div className="lateral-figures">
      <FactStrip
        isFigures
        facts={[
          {
            label: t("lateral.asked"),
            value: format.number(of.asked),
            notes: of.left > 0 ? [t("lateral.leftCount", { count: of.left })] : [],
          },
          figure("affected", of.affected, of.affected > 0 ? toRaise : []),
          figure("fixed", of.fixed, of.affected > 0 ? [] : toRaise),
          figure("not_affected", of.notAffected),
          figure("not_known", of.notKnown),
          figure("open", of.open, of.late > 0 ? [t("lateral.lateCount", { count: of.late })] : []),
        ]}
      />
    </div>
  );
}

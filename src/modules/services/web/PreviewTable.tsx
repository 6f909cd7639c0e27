// What would happen to each company, what stops it first: what was pasted in vain must not go unseen.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import type { services } from "../contract.ts";
import { doing, type Effect } from "../rules.ts";

type Preview = Output<typeof services.previewServiceChange>;

const order: readonly Effect[] = [
  "unknown",
  "twice",
  "not_in_group",
  "is_provider",
  "new",
  "changed",
  "ended",
  "same",
  "not_connected",
];
const most = 200;

export function PreviewTable({ rows, counts }: Pick<Preview, "rows" | "counts">) {
  const t = useText();
  const format = useFormat();
  const [only, choose] = useState<readonly Effect[]>([]);
  const there = order.filter((effect) => (counts[effect] ?? 0) > 0);
  const shown = rows
    .filter((row) => only.length === 0 || only.includes(row.effect))
    .map((row, index) => ({ ...row, index }))
    .sort((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect) || a.index - b.index);
  return (
    <>
      <Chips
        label={t("services.effects")}
        values={only}
        choices={there.map((effect) => ({
          value: effect,
          label: t(`services.effect.${effect}`),
          count: format.number(counts[effect] ?? 0),
        }))}
        onToggle={(effect) =>
          choose(only.includes(effect) ? only.filter((one) => one !== effect) : [...only, effect])
        }
      />
      <Scroll className="preview-rows" label={t("services.preview")}>
        <table className="grid">
          <thead>
            <tr>
              <th>{t("company.code")}</th>
              <th>{t("companies.nameColumn")}</th>
              <th className="num">{t("services.share")}</th>
              <th>{t("services.effectColumn")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, most).map((row) => (
              <tr key={`${row.code}${row.index}`}>
                <td className="mono mute">{row.code}</td>
                <td>{row.name ? <LangText text={row.name} /> : "–"}</td>
                <td className="num">
                  {row.effect === "changed" &&
                  row.shareBefore !== null &&
                  row.shareBefore !== row.sharePercent
                    ? `${format.percent(row.shareBefore / 100)} → `
                    : ""}
                  {row.sharePercent !== null && doing.includes(row.effect)
                    ? format.percent(row.sharePercent / 100)
                    : row.shareBefore === null
                      ? "–"
                      : format.percent(row.shareBefore / 100)}
                </td>
                <td className={doing.includes(row.effect) ? undefined : "soft"}>
                  {t(`services.effect.${row.effect}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {shown.length > most ? (
        <p className="small soft">{t("services.moreRows", { count: shown.length - most })}</p>
      ) : null}
    </>
  );
}

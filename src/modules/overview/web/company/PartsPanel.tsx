// The same answers by purpose and by function. Tags overlap: each line stands for itself with its n (T-08, R-29).
import { useState } from "react";
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Sym } from "#web/ui/marks.tsx";
import { useKnown, usePoints, useRemarkable } from "../known.ts";
import { toneOfPart } from "./shown.ts";
import type { CompanyResult } from "./years.ts";

export function PartsPanel({ result }: { result: CompanyResult }) {
  const t = useText();
  const format = useFormat();
  const beside = useKnown();
  const remarkable = useRemarkable();
  const points = usePoints();
  const [of, setOf] = useState<"harms" | "functions">("harms");
  const { round } = result;
  if (!round) return null;
  const rows = result[of];
  const shown = (percent: number | null) => (percent === null ? "–" : format.score(percent / 100, true));
  const known = rows.filter((part) => part.percent !== null);
  const lowest = known.toSorted((a, b) => (a.percent ?? 0) - (b.percent ?? 0))[0];
  return (
    <Picture
      title={
        lowest
          ? t(`parts.lowest.${of}`, { name: lowest.name, score: shown(lowest.percent) })
          : t(`views.${of}`)
      }
      summary={rows
        .map((part) =>
          t("parts.summary", { name: part.name, score: shown(part.percent), controls: part.controls }),
        )
        .join(" ")}
      table={{
        heads: [
          t(`views.${of}`),
          t("views.controls"),
          t("results.score"),
          t("results.points"),
          t("known.title"),
          t("companyResult.lastYear"),
          t("companyResult.tierMedian", { tier: result.tier ?? "" }),
        ],
        rows: rows.map((part) => [
          part.name,
          part.controls,
          shown(part.percent),
          points(part),
          beside(part.known),
          shown(part.lastPercent),
          shown(part.tierMedian),
        ]),
      }}
      fileName={`yagura-${of}`}
      tools={
        <div className="picture-bar">
          <Segmented
            label={t("views.choose")}
            value={of}
            choices={(["harms", "functions"] as const).map((value) => ({
              value,
              label: t(`views.${value}`),
            }))}
            onChange={setOf}
          />
        </div>
      }
    >
      <table className="views">
        <tbody>
          {rows.map((part) => (
            <tr key={part.id}>
              <th scope="row">
                <Sym kind={toneOfPart(part, round)} />{" "}
                <Go
                  to="/companies/$id/result"
                  params={{ id: result.companyId }}
                  search={{ roundId: round.id, part: part.id }}
                  hash="answers"
                >
                  {part.name}
                </Go>
                <small>
                  {t("views.n", { count: part.controls })} · {points(part)} · {remarkable(part.known)}
                </small>
              </th>
              <td className="b" aria-hidden="true">
                <span className="meter">
                  <i
                    className={toneOfPart(part, round) === "meets" ? "" : "low"}
                    style={{ width: `${part.percent ?? 0}%` }}
                  />
                  {part.tierMedian === null ? null : (
                    <u style={{ left: `calc(${part.tierMedian}% - 1px)` }} />
                  )}
                </span>
              </td>
              <td className="num strong">{shown(part.percent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="age ruled">{t("parts.overlap")}</p>
    </Picture>
  );
}

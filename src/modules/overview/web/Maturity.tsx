// How mature the controls are, area by area: how many stand at each level, the middle and the lowest; never a mean.
import type { Output } from "#core/contract.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Heads } from "#web/ui/small.tsx";
import type { overview } from "../contract.ts";

export type MaturityData = NonNullable<Output<typeof overview.getMaturity>["maturity"]>;
type Line = MaturityData["areas"][number];

const levels = [0, 1, 2, 3, 4, 5] as const;

export function MaturityPicture({ maturity, note }: { maturity: MaturityData; note: string }) {
  const t = useText();
  const level = (at: number | null) => (at === null ? "–" : t("maturity.level", { level: at }));
  const all: Line = {
    id: "",
    name: t("overview.all"),
    asked: maturity.asked,
    given: maturity.given,
    ...maturity.all,
  };
  const lines = [...maturity.areas, all];
  return (
    <Picture
      title={useTitle(maturity)}
      more={t("maturity.given", { given: maturity.given, asked: maturity.asked })}
      summary={lines
        .map((line) =>
          t("maturity.summary", {
            area: line.name,
            median: level(line.median),
            lowest: level(line.lowest),
            given: line.given,
            asked: line.asked,
          }),
        )
        .join(" ")}
      table={{
        heads: [
          t("companyResult.area"),
          ...levels.map((at) => t("maturity.level", { level: at })),
          t("maturity.median"),
          t("maturity.lowest"),
          t("maturity.said"),
          t("maturity.asked"),
        ],
        rows: lines.map((line) => [
          line.name,
          ...line.distribution,
          line.median,
          line.lowest,
          line.given,
          line.asked,
        ]),
      }}
      fileName="yagura-maturity"
    >
      <div className="scroll">
        <table className="maturity">
          <Heads
            of={[
              [t("companyResult.area")],
              ...levels.map((at): [string, string] => [String(at), "level"]),
              [t("maturity.median"), "num"],
              [t("maturity.lowest"), "num"],
              [t("maturity.said"), "num"],
            ]}
          />
          <tbody>
            {lines.map((line) => (
              <Row key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="age ruled">{note}</p>
    </Picture>
  );
}

function Row({ line }: { line: Line }) {
  const t = useText();
  const format = useFormat();
  const most = Math.max(1, ...line.distribution);
  return (
    <tr className={line.id === "" ? "all" : undefined}>
      <th scope="row">
        {line.id === "" ? null : <b>{line.id}</b>} {line.name}
      </th>
      {levels.map((at) => {
        const count = line.distribution[at] ?? 0;
        return (
          <td key={at} className="level">
            {/* The ground repeats the number: the fuller, the more controls stand there. */}
            <span style={{ "--share": `${Math.round((60 * count) / most)}%` } as React.CSSProperties}>
              {count === 0 ? <i>0</i> : format.number(count)}
            </span>
          </td>
        );
      })}
      <td className="num strong">{line.median ?? "–"}</td>
      <td className="num">{line.lowest ?? "–"}</td>
      <td className="num mute">{t("maturity.of", { given: line.given, asked: line.asked })}</td>
    </tr>
  );
}

/** The area whose middle is lowest, where one is; else the middle of all. */
function useTitle({ all, areas }: MaturityData): string {
  const t = useText();
  const said = areas.filter((area) => area.median !== null);
  if (all.median === null || all.lowest === null) return t("maturity.nothing");
  const least = Math.min(...said.map((area) => area.median ?? 0));
  const behind = said.filter((area) => area.median === least);
  const values = { median: all.median, lowest: all.lowest };
  return behind.length === 1 && least < all.median
    ? t("maturity.behind", { ...values, area: behind[0]?.name ?? "", least })
    : t("maturity.title", values);
}

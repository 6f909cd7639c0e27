// Controls by area, one line each: number, title, must, weight, what each tier is asked, what it stands against.
import type { Output } from "#core/contract.ts";
import { Go, useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Lang, Tag } from "#web/ui/small.tsx";
import type { standards } from "../contract.ts";
import type { Edition } from "./EditionFrame.tsx";
import type { ControlUrl } from "./filters.ts";
import { TierMark, Weight } from "./marks.tsx";

type Row = Output<typeof standards.listControls>["rows"][number];

export function ControlList({ edition, rows }: { edition: Edition; rows: readonly Row[] }) {
  const t = useText();
  const inArea = Map.groupBy(rows, (row) => row.area);
  return (
    <table className="grid control-table">
      <thead>
        <tr>
          <th scope="col">{t("standard.number")}</th>
          <th scope="col">{t("standard.control")}</th>
          <th scope="col">{t("standard.mandatory")}</th>
          <th scope="col" className="wide-only">
            {t("standard.weight")}
          </th>
          {edition.tiers.map((tier) => (
            <th key={tier.id} scope="col" className="tier" title={tier.name.text}>
              {tier.id}
            </th>
          ))}
          <th scope="col" className="wide-only tags">
            {t("standard.purpose")}
          </th>
        </tr>
      </thead>
      {edition.areas
        .filter((area) => inArea.has(area.id))
        .map((area) => (
          <tbody key={area.id}>
            <tr className="area">
              <th scope="rowgroup" colSpan={5 + edition.tiers.length}>
                <span className="mono">{area.id}</span> <Lang lang={area.name.lang}>{area.name.text}</Lang>
                <small>
                  {t("standard.areaCount", { controls: area.controls, mandatory: area.mandatory })} ·{" "}
                  {t("standard.weightOf", { weight: area.weight })}
                </small>
              </th>
            </tr>
            {inArea.get(area.id)?.map((row) => (
              <ControlLine key={row.id} edition={edition} row={row} />
            ))}
          </tbody>
        ))}
    </table>
  );
}

function ControlLine({ edition, row }: { edition: Edition; row: Row }) {
  const t = useText();
  const [url] = useUrl<ControlUrl>();
  const harms = edition.harms.filter((harm) => row.harms.includes(harm.id));
  return (
    <tr className={url.control === row.id ? "on" : ""}>
      <td className="mono mute nowrap">{row.id}</td>
      <td>
        <Go
          to="/standards/$id"
          params={{ id: edition.id }}
          search={{ ...url, control: row.id }}
          isCurrent={url.control === row.id}
        >
          <Lang lang={row.title.lang}>{row.title.text}</Lang>
        </Go>
        {row.besideTitle ? (
          <Lang lang={row.besideTitle.lang} className="sub beside">
            {row.besideTitle.text}
          </Lang>
        ) : null}
      </td>
      <td>{row.mandatory ? <Tag isMust>{t("demand.mandatoryShort")}</Tag> : null}</td>
      <td className="wide-only">
        <Weight weight={row.weight} />
      </td>
      {edition.tiers.map((tier) => (
        <td key={tier.id} className="tier">
          <TierMark demand={row.tiers[tier.id] ?? "none"} tier={tier.id} />
        </td>
      ))}
      <td className="wide-only tags">
        {harms.map((harm) => (
          <Tag key={harm.id}>
            <Lang lang={harm.name.lang}>{harm.name.text}</Lang>
          </Tag>
        ))}
      </td>
    </tr>
  );
}

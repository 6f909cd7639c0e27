// One's own part of the group, small: for the home page.
import { useMemo } from "react";
import { useOperation } from "#web/api.ts";
import { treemapLayout } from "#web/charts/treemap.ts";
import { useUnit } from "#web/layout/units.ts";
import { Go, useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { ResultLegend } from "#web/ui/figures.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { overview } from "../contract.ts";
import { useGroupName } from "./groupName.ts";
import { OwnResult } from "./company/OwnResult.tsx";
import { rowsOf } from "./map/rows.ts";
import { TileMap } from "./map/TileMap.tsx";

/** A map of fewer companies shows nothing that their list does not. */
const fewest = 2;

export default function HomeMap() {
  const t = useText();
  const go = useGo();
  const nameOf = useGroupName();
  const { divisionId: division } = useUnit();
  const map = useOperation(overview.getGroupMap, division ? { division } : {});
  const rows = useMemo(() => (map.data ? rowsOf(map.data) : []), [map.data]);
  if (!map.data) return null;
  const [own] = rows;
  if (own && rows.length < fewest) return <OwnResult companyId={own.id} />;
  if (!own) return null;
  const groups = map.data.groups.map((group) => ({ key: group.key, name: nameOf("division", group) }));
  const layout = treemapLayout(
    groups,
    rows.map((row) => ({ id: row.id, name: row.name, group: row.group, weight: row.people })),
    420,
    230,
  );
  const count = (result: string) => rows.filter((row) => row.result === result).length;
  const open = (id: string) => go({ to: "/companies/$id/result", params: { id } });
  return (
    <Panel
      className="c8"
      title={t("overview.meetOf", { meets: count("meets"), companies: rows.length })}
      more={<Go to="/group/overview">{t("overview.title")} ›</Go>}
    >
      <TileMap
        layout={layout}
        rows={new Map(rows.map((row) => [row.id, row]))}
        colour="result"
        chosen={null}
        label={t("groupMap.label")}
        onChoose={() => undefined}
        onOpen={open}
        onZoom={() => go({ to: "/group/map" })}
        onBack={() => undefined}
      />
      <ResultLegend
        counts={{
          meets: count("meets"),
          improve: count("improve"),
          serious: count("serious"),
          not_known: count("not_known"),
        }}
      />
    </Panel>
  );
}

// Who is where, who is late, who is weak: every company asked as an area by its people.
import { useMemo, useState } from "react";
import { useOperation } from "#web/api.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { icicleLayout, treemapLayout } from "#web/charts/treemap.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import { useGroupName } from "./groupName.ts";
import { mapDrawing } from "./map/drawing.ts";
import { MapSide } from "./map/MapSide.tsx";
import { type Colour, colours, type MapData, rowsOf } from "./map/rows.ts";
import { TileMap } from "./map/TileMap.tsx";
import { useView, type View } from "./view.ts";

const groupings = ["division", "tier", "region"] as const;
type By = (typeof groupings)[number];

export default function GroupMapPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [view, url] = useView();
  const by = (url.by ?? "division") as By;
  const map = useOperation(overview.getGroupMap, { ...view, by }, { keep: true });
  const people = map.data ? peopleOf(map.data) : null;
  return (
    <Page
      title={people && map.data?.rows.length ? t("groupMap.title", people) : t("groupMap.tab")}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        { label: t("groupMap.tab") },
      ]}
      actions={
        <GoButton to="/group/results" search={view} look="main">
          {t("overview.asList")}
        </GoButton>
      }
    >
      <GroupTabs />
      {map.isError ? (
        <ErrorState error={map.error} onRetry={() => void map.refetch()} />
      ) : !map.data ? (
        <Loading rows={14} />
      ) : map.data.rows.length === 0 ? (
        <EmptyState icon="group" title={t("overview.empty")} example={t("overview.emptyExample")}>
          {t("overview.emptyHelp")}
        </EmptyState>
      ) : (
        <MapBoard data={map.data} by={by} view={view} />
      )}
    </Page>
  );
}

function peopleOf(data: MapData) {
  const rows = rowsOf(data);
  const meeting = rows.filter((row) => row.result === "meets").reduce((sum, row) => sum + row.people, 0);
  return { meeting, people: data.people };
}

function MapBoard({ data, by, view }: { data: MapData; by: By; view: View }) {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const nameOf = useGroupName();
  const [, , setUrl] = useView();
  const [look, setLook] = useState<"treemap" | "icicle">("treemap");
  const [colour, setColour] = useState<Colour>("result");
  const [zoom, setZoom] = useState<string | null>(null);
  const [chosen, choose] = useState<string | null>(null);
  const rows = useMemo(() => rowsOf(data), [data]);
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  const groups = data.groups.map((group) => ({ key: group.key, name: nameOf(by, group) }));
  const shown = zoom === null ? groups : groups.filter((group) => group.key === zoom);
  const keys = new Set(shown.map((group) => group.key));
  const companies = rows
    .filter((row) => keys.has(row.group))
    .map((row) => ({ id: row.id, name: row.name, group: row.group, weight: row.people }));
  const layout = (look === "treemap" ? treemapLayout : icicleLayout)(shown, companies, 850, 668);
  const open = (id: string) =>
    go({ to: "/companies/$id/result", params: { id }, search: { roundId: view.roundId } });
  const zoomed = groups.find((group) => group.key === zoom);
  return (
    <Picture
      title={
        zoomed
          ? t("groupMap.zoomed", { group: zoomed.name })
          : t("groupMap.picture", { count: data.companies })
      }
      more={[
        data.fiscalYear === null ? "" : format.fiscalYear(data.fiscalYear),
        t("groupMap.provisional", { count: data.provisional }),
        data.dataAt ? format.age(data.dataAt) : "",
      ]
        .filter(Boolean)
        .join(" · ")}
      drawing={mapDrawing(layout, byId, colour, format.number)}
      fileName="yagura-group-map"
      summary={t("groupMap.summary", { companies: data.companies, ...peopleOf(data) })}
      table={{
        heads: [
          t(`overview.by.${by}`),
          t("results.company"),
          t("results.tier"),
          t("results.people"),
          t("results.result"),
          t("results.score"),
          t("results.state"),
          t("results.answered"),
          t("results.na"),
          t("results.unknown"),
          t("results.verified"),
        ],
        rows: rows.map((row) => [
          groups.find((group) => group.key === row.group)?.name ?? "",
          row.name,
          row.tier,
          row.people,
          t(`result.${row.result}`),
          row.percent === null ? null : format.score(row.percent / 100, true),
          t(`inspection.${row.state}`),
          ...[row.shares.answered, row.shares.na, row.shares.unknown, row.shares.verified].map((share) =>
            format.percent(share / 100),
          ),
        ]),
      }}
      tools={
        <div className="picture-bar">
          <Segmented
            label={t("groupMap.form")}
            value={look}
            choices={(["treemap", "icicle"] as const).map((value) => ({
              value,
              label: t(`groupMap.${value}`),
            }))}
            onChange={setLook}
          />
          <Segmented
            label={t("overview.groupBy")}
            value={by}
            choices={groupings.map((value) => ({ value, label: t(`overview.by.${value}`) }))}
            onChange={(value) => {
              setZoom(null);
              setUrl({ by: value === "division" ? undefined : value });
            }}
          />
          <Segmented
            label={t("groupMap.colour")}
            value={colour}
            choices={colours.map((value) => ({ value, label: t(`groupMap.colour.${value}`) }))}
            onChange={setColour}
          />
          <select
            className="input s auto"
            aria-label={t("groupMap.zoom")}
            value={zoom ?? ""}
            onChange={(event) => setZoom(event.target.value || null)}
          >
            <option value="">{t("groupMap.whole")}</option>
            {groups.map((group) => (
              <option key={group.key} value={group.key}>
                {group.name}
              </option>
            ))}
          </select>
          {zoom === null ? null : (
            <Button size="s" shortcut="Esc" onClick={() => setZoom(null)}>
              {t("groupMap.back")}
            </Button>
          )}
        </div>
      }
    >
      <div className="map-board">
        <figure>
          <TileMap
            layout={layout}
            rows={byId}
            colour={colour}
            chosen={chosen}
            label={t("groupMap.label")}
            onChoose={choose}
            onOpen={open}
            onZoom={(group) => setZoom(zoom === group ? null : group)}
            onBack={() => setZoom(null)}
          />
          <p className="age">{t("groupMap.note")}</p>
        </figure>
        <MapSide
          rows={rows}
          colour={colour}
          chosen={chosen ? (byId.get(chosen) ?? null) : null}
          groupName={(key) => groups.find((group) => group.key === key)?.name ?? ""}
          view={view}
          onChoose={choose}
          onZoom={setZoom}
        />
      </div>
    </Picture>
  );
}

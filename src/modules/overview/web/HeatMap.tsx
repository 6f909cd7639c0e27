// Which areas, which companies: rows of companies by need, those that meet the standard folded per group.
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { call, keyOf, useOperation } from "#web/api.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented, Token } from "#web/ui/choices.tsx";
import { Sym } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import { useGroupName } from "./groupName.ts";
import { HeatGrid } from "./HeatGrid.tsx";
import { companyLine, type HeatMapData, type Line, linesOf } from "./heat-rows.ts";
import { useView, type View } from "./view.ts";

const groupings = ["division", "tier", "region"] as const;
const columnSets = ["areas", "topics", "harms", "functions"] as const;

export function HeatMap({ view }: { view: View }) {
  const t = useText();
  const [, url, setUrl] = useView();
  const by = url.by ?? "division";
  const input = {
    ...view,
    ...(url.by ? { by: url.by } : {}),
    ...(url.columns ? { columns: url.columns } : {}),
    ...(url.show ? { show: url.show } : {}),
  };
  const map = useOperation(overview.getHeatMap, input, { keep: true });
  const [opened, toggle] = useOpened(input);
  if (!map.data)
    return (
      <Panel title={t("heatMap.title")}>
        {map.isError ? <ErrorState error={map.error} /> : <Loading rows={12} />}
      </Panel>
    );
  return (
    <HeatPicture
      map={map.data}
      opened={opened}
      onFold={toggle}
      by={by}
      view={view}
      tools={
        <div className="picture-bar">
          <Segmented
            label={t("overview.groupBy")}
            value={by}
            choices={groupings.map((value) => ({ value, label: t(`overview.by.${value}`) }))}
            onChange={(value) => setUrl({ by: value === "division" ? undefined : value })}
          />
          <Segmented
            label={t("heatMap.columns")}
            value={url.columns ?? "areas"}
            choices={columnSets.map((value) => ({ value, label: t(`heatMap.columns.${value}`) }))}
            onChange={(value) => setUrl({ columns: value === "areas" ? undefined : value })}
          />
          <Token name={t("heatMap.sort")} value={t("heatMap.mostNeed")} />
          {url.show === "all" ? (
            <Token
              name={t("heatMap.show")}
              value={t("heatMap.showAll")}
              onRemove={() => setUrl({ show: undefined })}
            />
          ) : (
            <Token
              name={t("heatMap.show")}
              value={t("heatMap.showBelow")}
              removeLabel={t("heatMap.showAllToo")}
              onRemove={() => setUrl({ show: "all" })}
            />
          )}
        </div>
      }
    />
  );
}

type HeatInput = View & { by?: string; columns?: string; show?: string };

type HeatRows = HeatMapData["groups"][number]["rows"];

/** Every company of an opened group: one reply holds what 100 KB hold. */
async function wholeGroup(input: Parameters<typeof call<typeof overview.getHeatMap>>[1]): Promise<HeatRows> {
  const rows: HeatRows = [];
  for (;;) {
    const group = (await call(overview.getHeatMap, { ...input, from: rows.length })).groups[0];
    rows.push(...(group?.rows ?? []));
    if (!group?.fold || group.rows.length === 0) return rows;
  }
}

/** The folds that are open: their companies are read only then. In the URL, so that a link shows the same. */
function useOpened(input: HeatInput): [Map<string, Line[]>, (key: string) => void] {
  const [, url, setUrl] = useView();
  const keys = String(url.open ?? "")
    .split(",")
    .filter(Boolean);
  const { show: _, ...rest } = input;
  const reads = useQueries({
    queries: keys.map((open) => {
      const one = { ...rest, open } as Parameters<typeof call<typeof overview.getHeatMap>>[1];
      return { queryKey: keyOf(overview.getHeatMap, one), queryFn: () => wholeGroup(one) };
    }),
  });
  const opened = new Map(
    keys.map((key, index) => {
      const rows = reads[index]?.data ?? [];
      return [key, rows.map(companyLine) as Line[]];
    }),
  );
  const toggle = (key: string) => {
    const next = keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key];
    setUrl({ open: next.join(",") || undefined });
  };
  return [opened, toggle];
}

type HeatPictureProps = {
  map: HeatMapData;
  opened: ReadonlyMap<string, readonly Line[]>;
  onFold: (key: string) => void;
  by: (typeof groupings)[number];
  view: View;
  tools: React.ReactNode;
};

function HeatPicture({ map, opened, onFold, by, view, tools }: HeatPictureProps) {
  const t = useText();
  const format = useFormat();
  const nameOf = useGroupName();
  const lines = useMemo(() => linesOf(map.groups, opened), [map.groups, opened]);
  const table = useMemo(
    () => tableOf(lines, map, (group) => nameOf(by, group), format.score),
    [lines, map, nameOf, by, format],
  );
  return (
    <Picture
      className="heat-panel"
      title={useTitle(map)}
      more={t("heatMap.below", { below: map.below, companies: map.companies })}
      summary={t("heatMap.summary", {
        below: map.below,
        companies: map.companies,
        columns: map.columns.length,
      })}
      table={{
        heads: [
          t("heatMap.group"),
          t("heatMap.company"),
          t("heatMap.tier"),
          t("heatMap.people"),
          t("heatMap.result"),
          t("heatMap.score"),
          ...map.columns.map((column) => column.name),
          t("results.answered"),
          t("results.na"),
          t("results.unknown"),
          t("heatMap.verified"),
        ],
        rows: table.map((row) =>
          row.map((cell) =>
            typeof cell === "string" && cell.startsWith("result.") ? t(cell as "result.meets") : cell,
          ),
        ),
      }}
      fileName="yagura-heat-map"
      isFlush
      tools={tools}
      footer={
        <>
          <span className="legend">
            <span>
              <i className="cell meets key">{format.score(map.meetsFromPercent / 100, true)}</i>
              {t("heatMap.key.meets")}
            </span>
            <span>
              <Sym kind="improve" />
              {t("heatMap.key.improve")}
            </span>
            <span>
              <Sym kind="serious" />
              {t("heatMap.key.serious", { limit: format.score(map.seriousBelowPercent / 100, true) })}
            </span>
            <span>
              <Sym kind="not_known" />
              {t("heatMap.key.unknown")}
            </span>
          </span>
          <span>
            {map.isOverlapping ? `${t("heatMap.overlap")} ` : ""}
            {t("heatMap.medians")}
          </span>
        </>
      }
    >
      <div id="heat-map">
        <HeatGrid map={map} lines={lines} by={by} view={view} onFold={onFold} />
      </div>
    </Picture>
  );
}

function useTitle(map: HeatMapData): string {
  const t = useText();
  const { weakest } = map;
  const column = weakest ? map.columns.find((one) => one.id === weakest.id) : undefined;
  if (!weakest || !column) return t("heatMap.title");
  return weakest.groups === weakest.of
    ? t("heatMap.weakestAll", { area: column.name, groups: weakest.of })
    : t("heatMap.weakest", { area: column.name, groups: weakest.groups, of: weakest.of });
}

type TableRow = (string | number | null)[];

function tableOf(
  lines: readonly Line[],
  map: HeatMapData,
  nameOf: (group: { key: string; name: string | null }) => string,
  score: (value: number | null, isCell?: boolean) => string,
): TableRow[] {
  let group = "";
  return lines.flatMap((line): TableRow[] => {
    if (line.kind === "group") group = nameOf(line.group);
    if (line.kind !== "company") return [];
    const said = (percent: number | null) => (percent === null ? null : score(percent / 100, true));
    return [
      [
        group,
        line.name,
        line.tier,
        line.people,
        `result.${line.result}`,
        said(line.score),
        ...map.columns.map((_, at) => said(line.cells[at]?.percent ?? null)),
        `${line.shares.answered} %`,
        `${line.shares.na} %`,
        `${line.shares.unknown} %`,
        `${line.shares.verified} %`,
      ],
    ];
  });
}

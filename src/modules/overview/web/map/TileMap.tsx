// The map itself: groups with their companies as areas. One tab stop; arrows walk to the nearest tile, Enter opens,
// click on a group's head zooms into it.
import { type KeyboardEvent, useRef } from "react";
import { Hatch, ShapeMark } from "#web/charts/Drawing.tsx";
import type { GroupTile, MapLayout, Tile } from "#web/charts/treemap.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf } from "#web/text/names.ts";
import { type Colour, type MapRow, toneOf } from "./rows.ts";

type TileMapProps = {
  layout: MapLayout;
  rows: ReadonlyMap<string, MapRow>;
  colour: Colour;
  chosen: string | null;
  label: string;
  onChoose: (id: string) => void;
  onOpen: (id: string) => void;
  onZoom: (group: string) => void;
  onBack: () => void;
};

export function TileMap({
  layout,
  rows,
  colour,
  chosen,
  label,
  onChoose,
  onOpen,
  onZoom,
  onBack,
}: TileMapProps) {
  const box = useRef<SVGSVGElement>(null);
  const current = layout.tiles.find((tile) => tile.id === chosen) ?? layout.tiles[0];
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") return onBack();
    if (!current) return;
    if (event.key === "Enter") return onOpen(current.id);
    const next = neighbour(layout.tiles, current, event.key);
    if (!next) return;
    event.preventDefault();
    onChoose(next.id);
    box.current?.querySelector<SVGElement>(`[data-tile="${next.id}"]`)?.focus();
  };
  return (
    // One tab stop: the keys of its tiles are handled here.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <svg
      ref={box}
      className="tile-map"
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="application"
      aria-label={label}
      onKeyDown={press}
    >
      <Hatch />
      {layout.groups.map((group) => (
        <Head key={group.key} group={group} onZoom={() => onZoom(group.key)} />
      ))}
      {layout.tiles.map((tile) => {
        const row = rows.get(tile.id);
        return row ? (
          <TileShape
            key={tile.id}
            tile={tile}
            row={row}
            colour={colour}
            isCurrent={tile.id === current?.id}
            isChosen={tile.id === chosen}
            onChoose={() => onChoose(tile.id)}
            onOpen={() => onOpen(tile.id)}
          />
        ) : null;
      })}
      {chosen ? <Ring tile={layout.tiles.find((tile) => tile.id === chosen)} /> : null}
    </svg>
  );
}

function Head({ group, onZoom }: { group: GroupTile; onZoom: () => void }) {
  const format = useFormat();
  const number = format.number(group.weight);
  const hasNumber = group.w > 90;
  return (
    // The keyboard zooms by the list of groups beside the map.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <g className="head" onClick={onZoom}>
      <title>{`${group.name}: ${number}`}</title>
      <rect x={group.x} y={group.y} width={Math.max(0, group.w)} height={Math.max(0, group.h)} rx={4} />
      {group.w > 30 ? (
        <text x={group.x + 6} y={group.y + 14} lang={langOf(group.name)}>
          {group.label}
        </text>
      ) : null}
      {hasNumber ? (
        <text x={group.x + group.w - 6} y={group.y + 14} textAnchor="end" className="n">
          {number}
        </text>
      ) : null}
    </g>
  );
}

type TileShapeProps = {
  tile: Tile;
  row: MapRow;
  colour: Colour;
  isCurrent: boolean;
  isChosen: boolean;
  onChoose: () => void;
  onOpen: () => void;
};

function TileShape({ tile, row, colour, isCurrent, isChosen, onChoose, onOpen }: TileShapeProps) {
  const t = useText();
  const format = useFormat();
  const tone = toneOf(row, colour);
  const said = t("groupMap.tile", {
    company: row.name,
    result: t(`result.${row.result}`),
    people: row.people,
    tier: row.tier,
  });
  // Whoever meets needs no symbol: it is the ground, and there are hundreds.
  const mark =
    colour === "result" && row.result !== "meets" && Math.min(tile.w, tile.h) > 11 ? row.result : null;
  // A name stands below its mark where both fit; else the mark stands alone.
  const nameEnd = (mark ? 20 : 4) + tile.lines.length * (tile.size + 2.5);
  const isLow = mark !== null && tile.lines.length > 0 && nameEnd + 4 <= tile.h;
  const size = Math.min(10, Math.min(tile.w, tile.h) - 4);
  const top = tile.y + (isLow ? 20 : 4) + tile.size;
  return (
    // Keys are handled by the map, which has one tab stop.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <g
      className={`tile ${tone}`}
      role="button"
      data-tile={tile.id}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={said}
      aria-pressed={isChosen}
      onClick={onChoose}
      onDoubleClick={onOpen}
      onFocus={onChoose}
    >
      <title>{said}</title>
      <rect
        x={tile.x}
        y={tile.y}
        width={Math.max(0.5, tile.w)}
        height={Math.max(0.5, tile.h)}
        rx={Math.min(2, tile.w / 8)}
      />
      {mark ? (
        <ShapeMark
          shape={{
            kind: "mark",
            of: mark,
            x: isLow ? tile.x + 10 : tile.x + tile.w / 2,
            y: isLow ? tile.y + 11 : tile.y + tile.h / 2,
            size,
            fill: mark === "serious" ? "paper" : mark === "improve" ? "improve-ink" : "ink",
          }}
        />
      ) : null}
      {mark && !isLow
        ? null
        : tile.lines.map((line, index) => (
            <text
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              x={tile.x + 5}
              y={top + index * (tile.size + 2.5)}
              fontSize={tile.size}
              lang={langOf(row.name)}
            >
              {line}
            </text>
          ))}
      {tile.hasNumber && (!mark || (isLow && nameEnd + 17 <= tile.h)) ? (
        <text className="n" x={tile.x + 5} y={top + tile.lines.length * (tile.size + 2.5)} fontSize={10.5}>
          {format.number(row.people)}
        </text>
      ) : null}
    </g>
  );
}

const Ring = ({ tile }: { tile: Tile | undefined }) =>
  tile ? (
    <g className="ring" aria-hidden="true">
      <rect x={tile.x} y={tile.y} width={tile.w} height={tile.h} rx={3} className="outer" />
      <rect x={tile.x} y={tile.y} width={tile.w} height={tile.h} rx={3} className="inner" />
    </g>
  ) : null;

const ways: Record<string, readonly [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The nearest tile in a direction: distance along it, plus twice what it lies aside. */
function neighbour(tiles: readonly Tile[], from: Tile, key: string): Tile | null {
  const way = ways[key];
  if (!way) return null;
  const [cx, cy] = [from.x + from.w / 2, from.y + from.h / 2];
  let best: { tile: Tile; cost: number } | null = null;
  for (const tile of tiles) {
    const [dx, dy] = [tile.x + tile.w / 2 - cx, tile.y + tile.h / 2 - cy];
    const along = dx * way[0] + dy * way[1];
    if (along <= 1) continue;
    const cost = along + 2 * Math.abs(dx * way[1]) + 2 * Math.abs(dy * way[0]);
    if (!best || cost < best.cost) best = { tile, cost };
  }
  return best?.tile ?? null;
}

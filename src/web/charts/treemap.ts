// Who is where: companies as areas by their people, within their division; or level by level as an icicle.
import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import { labelLines } from "./labels.ts";

export type MapCompany = { id: string; name: string; group: string; weight: number };
export type MapGroup = { key: string; name: string };
export type Tile = {
  id: string;
  x: number;
  y: number;
  w: number;
  h: number;
  /** Lines that fit; none where not even the first does: then the tip and the table say the name. */
  lines: readonly string[];
  size: number;
  hasNumber: boolean;
};
export type GroupTile = {
  key: string;
  name: string;
  x: number;
  y: number;
  w: number;
  h: number;
  label: string;
  weight: number;
};
export type MapLayout = {
  width: number;
  height: number;
  groups: readonly GroupTile[];
  tiles: readonly Tile[];
};

const headHeight = 20;
/** A company of nobody still has a place that can be seen and pressed. */
const least = 1;

type Node = { key: string; company?: MapCompany; children?: Node[]; value?: number };

/** Squarified, the largest first; groups keep a head with their name and their people. */
export function treemapLayout(
  groups: readonly MapGroup[],
  companies: readonly MapCompany[],
  width: number,
  height: number,
): MapLayout {
  const byGroup = Map.groupBy(companies, (company) => company.group);
  const root = hierarchy<Node>({
    key: "",
    children: groups
      .filter((group) => byGroup.has(group.key))
      .map((group) => ({
        key: group.key,
        children: (byGroup.get(group.key) ?? []).map((company) => ({
          key: company.id,
          company,
          value: Math.max(least, company.weight),
        })),
      })),
  })
    .sum((node) => node.value ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const laid = treemap<Node>()
    .tile(treemapSquarify.ratio(1.2))
    .size([width, height])
    .paddingOuter(2)
    .paddingTop((node) => (node.depth === 1 ? headHeight : 0))
    .paddingInner((node) => (node.depth === 0 ? 3 : 1))(root);
  const names = new Map(groups.map((group) => [group.key, group.name]));
  const inner = laid.children ?? [];
  return {
    width,
    height,
    groups: inner.map((node) => {
      const { data, x0, y0, x1, y1 } = node;
      const name = names.get(data.key) ?? "";
      return {
        key: data.key,
        name,
        x: x0,
        y: y0,
        w: x1 - x0,
        h: y1 - y0,
        label: cutTo(name, x1 - x0 - 60),
        weight: node.leaves().reduce((total, leaf) => total + (leaf.data.company?.weight ?? 0), 0),
      };
    }),
    tiles: laid.leaves().flatMap(({ data, x0, y0, x1, y1 }) => {
      if (!data.company) return [];
      return [
        {
          id: data.key,
          x: x0,
          y: y0,
          w: x1 - x0,
          h: y1 - y0,
          ...labelIn(data.company.name, x1 - x0, y1 - y0),
        },
      ];
    }),
  };
}

/**
 * An icicle: groups in a column as high as their people, their companies beside them in columns of equal width. Reads as
 * a list, for whoever wants to compare lengths instead of areas.
 */
export function icicleLayout(
  groups: readonly MapGroup[],
  companies: readonly MapCompany[],
  width: number,
  height: number,
): MapLayout {
  const byGroup = Map.groupBy(companies, (company) => company.group);
  const sized = groups
    .flatMap((group) => {
      const those = (byGroup.get(group.key) ?? []).toSorted((a, b) => b.weight - a.weight);
      return those.length > 0 ? [{ ...group, those, weight: sum(those) }] : [];
    })
    .sort((a, b) => b.weight - a.weight);
  const all = sized.reduce((total, group) => total + group.weight, 0);
  const headWidth = Math.min(190, width / 4);
  let y = 0;
  const tiles: Tile[] = [];
  const heads = sized.map((group): GroupTile => {
    const h = (height * group.weight) / all;
    let x = headWidth + 2;
    const room = width - x;
    for (const company of group.those) {
      const w = (room * Math.max(least, company.weight)) / group.weight;
      tiles.push({
        id: company.id,
        x,
        y: y + 1,
        w: Math.max(0.5, w - 1),
        h: Math.max(0.5, h - 2),
        ...labelIn(company.name, w - 1, h - 2),
      });
      x += w;
    }
    const tile = {
      key: group.key,
      name: group.name,
      x: 0,
      y: y + 1,
      w: headWidth,
      h: Math.max(0.5, h - 2),
      label: cutTo(group.name, headWidth - 60),
      weight: group.weight,
    };
    y += h;
    return tile;
  });
  return { width, height, groups: heads, tiles };
}

const sum = (companies: readonly MapCompany[]) =>
  companies.reduce((total, company) => total + Math.max(least, company.weight), 0);

function labelIn(name: string, w: number, h: number): Pick<Tile, "lines" | "size" | "hasNumber"> {
  const size = w > 150 && h > 60 ? 12 : 11;
  const room = Math.floor((h - 6) / (size + 2.5));
  const lines = room < 1 || w < 34 ? [] : labelLines(name, w - 10, size, room);
  return { lines, size, hasNumber: lines.length > 0 && lines.length < room };
}

/** A name that is too long ends in "…"; its tile has the whole in the tip. */
function cutTo(text: string, width: number): string {
  const [line] = labelLines(text, width, 12, 1, true);
  return line ?? "";
}

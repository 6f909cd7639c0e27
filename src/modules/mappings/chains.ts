// Ways from one item to the items of another set through the sets between. Pure.
import { compose, type Derived, inverse, type Relation, strength } from "./rules.ts";

/** A set of items that links lead to: an outside catalogue, or an edition of a standard. */
export type Space = `set:${string}` | `edition:${string}`;
export type Node = { space: Space; item: string };
export type Link = {
  from: Node;
  to: Node;
  relation: Relation;
  /** How sure whoever mapped it was, 0 to 100; null where nobody said. */
  confidence: number | null;
  /** The mapping it stands in; null for a reference of the edition itself. */
  mappingId: string | null;
};
export type Hop = Omit<Link, "from">;
export type Way = {
  to: string;
  relation: Derived;
  hops: readonly Hop[];
  /** Which hop says least: the first of the weakest relation, of equal ones the one nobody was as sure of. */
  weakest: number;
};

/** Edition → pivot → pivot → set is three; what is longer hardly says anything and nobody follows it. */
export const longestWay = 4;

const keyOf = ({ space, item }: Node) => `${space}\u001f${item}`;

export type Net = ReadonlyMap<string, readonly Hop[]>;

/** Links in both directions: A ⊆ B is B ⊇ A. The surest come first. */
export function netOf(links: readonly Link[]): Net {
  const net = new Map<string, Hop[]>();
  const add = (from: Node, hop: Hop) => {
    const hops = net.get(keyOf(from));
    if (hops) hops.push(hop);
    else net.set(keyOf(from), [hop]);
  };
  for (const { from, to, relation, confidence, mappingId } of links) {
    add(from, { to, relation, confidence, mappingId });
    add(to, { to: from, relation: inverse(relation), confidence, mappingId });
  }
  for (const hops of net.values())
    hops.sort((a, b) => strength[b.relation] - strength[a.relation] || sure(b) - sure(a));
  return net;
}

const sure = (hop: Hop) => hop.confidence ?? 0;

type Step = { at: Node; relation: Derived; hops: readonly Hop[] };

/** Of ways to one item that say the same, so many may come through different sets; few lie between in practice. */
const mostRoutes = 32;

/**
 * Whether a way need not be followed: one came there that says the same and went through no other set than this, so it
 * can go on wherever this one could.
 */
function isSeen(seen: Map<string, Space[][]>, key: string, through: readonly Hop[]): boolean {
  const before = seen.get(key);
  const spaces = through.map((hop) => hop.to.space);
  if (!before) {
    seen.set(key, [spaces]);
    return false;
  }
  if (before.length >= mostRoutes || before.some((route) => route.every((one) => spaces.includes(one))))
    return true;
  before.push(spaces);
  return false;
}

/**
 * The best way from an item to each item of a set: what says most, then the shortest, then the surest. A way enters no
 * set twice, so that there are no circles. Each item is entered once per relation that leads to it and per sets passed,
 * so that the work grows with the links and not with the ways. Where a person linked the pair directly, that judgement stands alone.
 */
export function waysFrom(net: Net, start: Node, target: Space, most = longestWay): Map<string, Way> {
  const best = new Map<string, Way>();
  const seen = new Map<string, Space[][]>();
  const direct = new Set(
    (net.get(keyOf(start)) ?? []).flatMap(({ to, mappingId }) =>
      to.space === target && mappingId !== null ? [to.item] : [],
    ),
  );
  let front: Step[] = [{ at: start, relation: "equal", hops: [] }];
  for (let length = 1; length <= most && front.length > 0; length += 1) {
    const next: Step[] = [];
    for (const step of front) {
      for (const hop of net.get(keyOf(step.at)) ?? []) {
        if (hop.to.space === start.space || step.hops.some((one) => one.to.space === hop.to.space)) continue;
        if (length === most && hop.to.space !== target) continue;
        const relation = compose(step.relation, hop.relation);
        // What has arrived goes nowhere from there, so it does not matter through which sets it came.
        const through = hop.to.space === target ? [] : step.hops;
        if (isSeen(seen, `${keyOf(hop.to)}\u001f${relation}`, through)) continue;
        const hops = [...step.hops, hop];
        if (hop.to.space === target) {
          if (length === 1 || !direct.has(hop.to.item)) keepBetter(best, hop.to.item, relation, hops);
        }
        // Nothing follows from "nothing in common" or from what says nothing already.
        else if (relation !== "none" && relation !== "unknown") next.push({ at: hop.to, relation, hops });
      }
    }
    front = next;
  }
  for (const [item, way] of best) if (way.relation === "none") best.delete(item);
  return best;
}

function keepBetter(best: Map<string, Way>, to: string, relation: Derived, hops: readonly Hop[]): void {
  const before = best.get(to);
  if (before && strength[before.relation] >= strength[relation]) return;
  best.set(to, { to, relation, hops, weakest: weakestOf(hops) });
}

export function weakestOf(hops: readonly Hop[]): number {
  let weakest = 0;
  for (const [at, hop] of hops.entries()) {
    const other = hops[weakest];
    if (!other || at === 0) continue;
    const less = strength[hop.relation] - strength[other.relation];
    if (less < 0 || (less === 0 && (hop.confidence ?? 100) < (other.confidence ?? 100))) weakest = at;
  }
  return weakest;
}

/** Every way from the items of one set to those of another, by the item it leads to. */
export function evidenceFor(
  net: Net,
  from: { space: Space; items: readonly string[] },
  target: Space,
): Map<string, { from: string; way: Way }[]> {
  const byItem = new Map<string, { from: string; way: Way }[]>();
  for (const item of from.items) {
    for (const [to, way] of waysFrom(net, { space: from.space, item }, target)) {
      const ways = byItem.get(to);
      if (ways) ways.push({ from: item, way });
      else byItem.set(to, [{ from: item, way }]);
    }
  }
  for (const ways of byItem.values())
    ways.sort((a, b) => strength[b.way.relation] - strength[a.way.relation]);
  return byItem;
}

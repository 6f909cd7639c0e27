// Which links count for an edition: what the group adopted, and what its controls refer to.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { evidenceFor, type Link, type Net, netOf, type Space, type Way } from "./chains.ts";
import { referencesOf } from "./references.ts";
import type { Relation } from "./rules.ts";

export type Evidence = ReadonlyMap<string, readonly { from: string; way: Way }[]>;
export type EditionNet = {
  /** Of the edition and what is adopted. */
  key: string;
  editionId: string;
  net: Net;
  controlIds: readonly string[];
  /** Sets that some link, however far, leads to. */
  reached: ReadonlySet<Space>;
  /** Those of which the edition's own controls are judged; a reference alone shows no more than that something is shared. */
  judged: ReadonlySet<Space>;
  /** Kept, since finding the ways is the same for every reader. */
  evidence: Map<Space, Evidence>;
};

const kept = new Map<string, EditionNet>();
const mostKept = 8;

/**
 * Adopted and withdrawn ones change it, and items taken over anew; a published edition does not. So it is made once for
 * each state of them.
 */
export async function netFor(ctx: Ctx, editionId: string): Promise<EditionNet> {
  const { rows } = await sql<{ state: string }>`
    select concat((select string_agg(id::text, ',' order by id) from mapping_collections where state = 'adopted'), ' ',
      (select string_agg(id || taken, ',' order by id) from reference_sets where taken > 0)) as state`.execute(
    ctx.db,
  );
  const key = `${editionId} ${rows[0]?.state ?? ""}`;
  const before = kept.get(key);
  if (before) return before;
  const made = { key, ...(await make(ctx, editionId)) };
  kept.set(key, made);
  const oldest = kept.keys().next().value;
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return made;
}

async function make(ctx: Ctx, editionId: string): Promise<Omit<EditionNet, "key">> {
  const own: Space = `edition:${editionId}`;
  const adopted = await adoptedLinks(ctx, own, await earlierEditions(ctx, editionId));
  const controls = await referencesOf(ctx.db, editionId);
  const judged = new Set(
    adopted.flatMap(({ from, to }) =>
      from.space === own
        ? [`${from.item} ${to.space} ${to.item}`]
        : to.space === own
          ? [`${to.item} ${from.space} ${from.item}`]
          : [],
    ),
  );
  const referring = controls.flatMap(({ controlId, references }) =>
    references
      .filter(([set, item]) => !judged.has(`${controlId} set:${set} ${item}`))
      .map(
        ([set, item, relation]): Link => ({
          from: { space: own, item: controlId },
          to: { space: `set:${set}`, item },
          relation,
          confidence: null,
          mappingId: null,
        }),
      ),
  );
  const links = [...adopted, ...referring];
  return {
    editionId,
    net: netOf(links),
    controlIds: controls.map((one) => one.controlId),
    reached: reachedFrom(own, links),
    judged: directlyJudged(own, links),
    evidence: new Map(),
  };
}

const directlyJudged = (own: Space, links: readonly Link[]): Set<Space> =>
  new Set(
    links.flatMap(({ from, to, mappingId, relation }) =>
      mappingId === null && relation !== "equal"
        ? []
        : from.space === own
          ? [to.space]
          : to.space === own
            ? [from.space]
            : [],
    ),
  );

/** The set to begin with: one of which something is judged, before one that is only referred to. */
export const firstSpace = <T extends { space: Space }>(
  spaces: readonly T[],
  { judged }: EditionNet,
): T | null => spaces.find((one) => judged.has(one.space)) ?? spaces[0] ?? null;

function reachedFrom(own: Space, links: readonly Link[]): Set<Space> {
  const reached = new Set<Space>([own]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { from, to } of links) {
      if (reached.has(from.space)) reached.add(to.space);
      if (reached.has(to.space)) reached.add(from.space);
    }
  }
  reached.delete(own);
  return reached;
}

/** Controls that ask the same in an earlier edition as now: what was mapped then holds for them. */
async function earlierEditions(ctx: Ctx, editionId: string): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ id: string; same: string[] }>`
    with recursive line as (
      select id, previous_id, 0 as depth from editions where id = ${editionId}::uuid
      union all select e.id, e.previous_id, l.depth + 1 from line l join editions e on e.id = l.previous_id where l.depth < 10)
    select l.id, (select coalesce(array_agg(x.control_id), '{}') from (
        select c.control_id from line n join edition_changes c on c.edition_id = n.id
        where n.depth < l.depth and c.change in ('unchanged', 'reworded') group by c.control_id having count(*) = l.depth) x) as same
    from line l where l.depth > 0`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, new Set(row.same)]));
}

type Row = {
  mappingId: string;
  source: Space;
  target: Space;
  sourceId: string;
  targetId: string;
  relation: Relation;
  confidence: number | null;
};

async function adoptedLinks(
  ctx: Ctx,
  own: Space,
  earlier: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Link[]> {
  const { rows } = await sql<Row>`
    select m.id as mapping_id, coalesce('set:' || m.source_set_id, 'edition:' || m.source_edition_id) as source,
      coalesce('set:' || m.target_set_id, 'edition:' || m.target_edition_id) as target, l.source_id, l.target_id, l.relation, l.confidence
    from mapping_collections c join mappings m on m.collection_id = c.id join mapping_links l on l.mapping_id = m.id
    where c.state = 'adopted' order by c.adopted_at desc, m.position, l.position`.execute(ctx.db);
  const node = (space: Space, item: string) => {
    const same = space.startsWith("edition:") ? earlier.get(space.slice("edition:".length)) : undefined;
    if (!same) return { space, item };
    return same.has(item) ? { space: own, item } : null;
  };
  return rows.flatMap((row) => {
    const [from, to] = [node(row.source, row.sourceId), node(row.target, row.targetId)];
    const { relation, confidence, mappingId } = row;
    return from && to ? [{ from, to, relation, confidence, mappingId }] : [];
  });
}

/** The ways from the edition's controls to the items of a set. */
export function evidenceOf(one: EditionNet, target: Space): Evidence {
  const before = one.evidence.get(target);
  if (before) return before;
  const found = evidenceFor(one.net, { space: `edition:${one.editionId}`, items: one.controlIds }, target);
  one.evidence.set(target, found);
  return found;
}

// Looking for events: the same searches in a small trail and in one of a million more.
import { trail } from "#modules/trail/contract.ts";
import type { Bench } from "../bench.ts";
import { median, quantile, type Line } from "../table.ts";

const more = 1_000_000;
const atOnce = 50_000;
const verbs = ["answer.saved", "inspection.submitted", "person.changed", "evidence.added", "session.opened"];

/** A group's yearly work: events of its companies and people, spread over them, a few of one. */
async function write({ place }: Bench): Promise<void> {
  for (let done = 0; done < more; done += atOnce)
    await place.owner.query(
      `with c as (select array_agg(id) as ids from units where kind = 'company'),
         p as (select array_agg(id) as ids from (select id from people limit 5000) x)
       select count(record_event(($3::text[])[1 + n % 5], p.ids[1 + (n * 7919) % cardinality(p.ids)], null, 'inspection',
         new_id(), c.ids[1 + (n * 104729) % cardinality(c.ids)], null, '{"verdict": "met"}', null))
       from generate_series($1::bigint, $1::bigint + $2 - 1) n, c, p`,
      [done, atOnce, verbs],
    );
  await place.owner.query("analyze events");
}

export async function searchTrail(bench: Bench): Promise<Line[]> {
  const { office, casting, place } = bench;
  const { rows } = await place.owner.query<{ id: string }>("select id from people order by id limit 1");
  const first = rows[0]?.id ?? "";
  let deep: string | undefined;
  const asked = [
    ["newest first", () => ({})],
    ["of one company", () => ({ companyId: casting.companyId })],
    ["of one kind", () => ({ verb: "inspection.submitted" })],
    ["of one person", () => ({ actorId: first })],
    ["of one person at one company", () => ({ actorId: first, companyId: casting.companyId })],
    ["a deep page", () => (deep ? { after: deep } : {})],
  ] as const;
  const measured = async (input: object) => {
    const times: number[] = [];
    for (let turn = 0; turn < 25; turn += 1)
      times.push((await office.call(trail.searchEvents, { limit: 50, ...input })).ms);
    return times.slice(5);
  };
  const turnPages = async () => {
    deep = undefined;
    for (let page = 0; page < 100; page += 1) {
      const { body }: { body: { next: string | null } } = await office.call(trail.searchEvents, {
        limit: 500,
        ...(deep ? { after: deep } : {}),
      });
      if (!body.next) break;
      deep = body.next;
    }
  };
  await turnPages();
  const few: number[][] = [];
  for (const [, input] of asked) few.push(await measured(input()));
  await write(bench);
  await turnPages();
  const lines: Line[] = [];
  for (const [nth, [name, input]] of asked.entries()) {
    const many = await measured(input());
    const ratio = quantile(many, 0.95) / quantile(few[nth] ?? [], 0.95);
    lines.push({
      scenario: `search the trail, ${more.toLocaleString("en")} events more: ${name}`,
      p50: median(many),
      p95: quantile(many, 0.95),
      ratio,
      bar: "p95 ≤ 2× of few",
      isMet: ratio <= 2,
      note: `p50 before ${median(few[nth] ?? []).toFixed(1)} ms`,
    });
  }
  return lines;
}

// Opening a round for everybody: from the order to the last duty, beside the bare inserts of the same rows.
import { rounds } from "#modules/rounds/contract.ts";
import { until } from "../../until.ts";
import type { Bench } from "../bench.ts";
import { type Line, median } from "../table.ts";

const years = [2040, 2041, 2042];

/** Three launches, each beside its floor: the first one of a process also meets cold connections. */
export async function launchRound(bench: Bench): Promise<Line[]> {
  const turns = [];
  for (const year of years) turns.push(await launchOnce(bench, year));
  const taken = median(turns.map((turn) => turn.taken));
  const floor = median(turns.map((turn) => turn.floor));
  const last = turns.at(-1);
  return [
    {
      scenario: "freeze a population, 1,000 companies",
      p50: median(turns.map((turn) => turn.frozen.ms)),
      p95: null,
      bytes: last?.frozen.bytes ?? 0,
    },
    {
      scenario: `launch a round for ${last?.members} companies, order to open`,
      p50: taken,
      p95: null,
      ratio: taken / floor,
      bar: "≤ 2×",
      isMet: taken / floor <= 2,
      note: `bare inserts ${floor.toFixed(0)} ms; ${last?.events} trail event`,
    },
  ];
}

async function launchOnce(bench: Bench, fiscalYear: number) {
  const { office, place } = bench;
  const { body: proposal } = await office.call(rounds.proposeRound, { fiscalYear });
  const { rows } = await place.owner.query<{ rule: object; today: string }>(
    "select population_rule as rule, group_today()::text as today from rounds where state = 'open' limit 1",
  );
  const day = (days: number) =>
    new Date(Date.parse(rows[0]?.today ?? "") + days * 86_400_000).toISOString().slice(0, 10);
  const drafted = await office.call(rounds.draftRound, {
    fiscalYear,
    name: `Measured round ${fiscalYear}`,
    editionId: proposal.editionId ?? "",
    opensOn: day(0),
    dueOn: day(60),
    reviewDueOn: day(75),
    confirmDueOn: day(85),
    populationRule: { ...rows[0]?.rule, asOf: day(0) } as never,
  });
  const { id } = drafted.body;
  const version = async () => (await office.call(rounds.getRound, { id })).body.round.rowVersion;
  const frozen = await office.call(rounds.freezeRound, { id, rowVersion: await version() });
  const rowVersion = await version();
  const began = performance.now();
  await office.call(rounds.launchRound, { id, rowVersion, evenIfOtherYear: true });
  const count = async (sql: string) =>
    (await place.owner.query<{ n: number }>(`select count(*)::int as n from ${sql}`, [id])).rows[0]?.n ?? 0;
  // Looked at every few milliseconds: at the usual pace the look itself would be a tenth of what is measured.
  await until(
    "the round is open",
    async () => ((await count("rounds where id = $1 and state = 'open'")) > 0 ? true : undefined),
    120_000,
    4,
  );
  const taken = performance.now() - began;
  const members = await count("inspections where round_id = $1");
  // What follows an opening by itself must not stand in the way of the floor.
  await until(
    "every company has its first result",
    async () =>
      (await count("inspection_results where round_id = $1 and basis = 'live'")) === members
        ? true
        : undefined,
    120_000,
  );
  const floor = await bareInserts(bench, id);
  const events = await count("events where subject_id = $1 and verb = 'round.launched'");
  return { frozen, taken, floor, members, events };
}

/** The same inspections and duties into the same tables with the same indexes, by two statements. */
async function bareInserts({ place: { owner } }: Bench, id: string): Promise<number> {
  const kept = ["inspections", "duties", "inspection_results"];
  await owner.query(`drop table if exists ${kept.map((table) => `bare_${table}`).join()}`);
  await owner.query("create temp table bare_inspections as select * from inspections where round_id = $1", [
    id,
  ]);
  const of = { duties: "subject_id", inspection_results: "inspection_id" };
  for (const [table, column] of Object.entries(of))
    await owner.query(
      `create temp table bare_${table} as select * from ${table} where ${column} in (select id from bare_inspections)`,
    );
  for (const [table, column] of Object.entries(of))
    await owner.query(`delete from ${table} where ${column} in (select id from bare_inspections)`);
  await owner.query("delete from inspections where round_id = $1", [id]);
  const began = performance.now();
  await owner.query("begin");
  await owner.query("insert into inspections select * from bare_inspections");
  await owner.query("insert into duties select * from bare_duties");
  await owner.query("commit");
  const taken = performance.now() - began;
  await owner.query("insert into inspection_results select * from bare_inspection_results");
  return taken;
}

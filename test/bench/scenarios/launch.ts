// Opening a round for everybody: from the order to the last duty, beside the bare inserts of the same rows.
import { rounds } from "#modules/rounds/contract.ts";
import type { Bench } from "../bench.ts";
import type { Line } from "../table.ts";

export async function launchRound(bench: Bench): Promise<Line[]> {
  const { office, place } = bench;
  const fiscalYear = 2040;
  const { body: proposal } = await office.call(rounds.proposeRound, { fiscalYear });
  const { rows } = await place.owner.query<{ rule: object; today: string }>(
    "select population_rule as rule, group_today()::text as today from rounds where state = 'open' limit 1",
  );
  const day = (days: number) =>
    new Date(Date.parse(rows[0]?.today ?? "") + days * 86_400_000).toISOString().slice(0, 10);
  const drafted = await office.call(rounds.draftRound, {
    fiscalYear,
    name: "Measured round",
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
  await office.call(rounds.launchRound, { id, rowVersion });
  for (;;) {
    const { rows: state } = await place.owner.query<{ state: string }>(
      "select state from rounds where id = $1",
      [id],
    );
    if (state[0]?.state === "open") break;
    if (performance.now() - began > 120_000) throw new Error("the launch does not end");
    await new Promise((done) => setTimeout(done, 5));
  }
  const taken = performance.now() - began;
  const floor = await bareInserts(bench, id);
  const [counted] = (
    await place.owner.query<{ events: number; members: number }>(
      `select (select count(*)::int from events where subject_id = $1 and verb in ('round.launched')) as events,
       (select count(*)::int from inspections where round_id = $1) as members`,
      [id],
    )
  ).rows;
  return [
    { scenario: "freeze a population, 1,000 companies", p50: frozen.ms, p95: null, bytes: frozen.bytes },
    {
      scenario: `launch a round for ${counted?.members} companies, order to open`,
      p50: taken,
      p95: null,
      ratio: taken / floor,
      bar: "≤ 2×",
      isMet: taken / floor <= 2,
      note: `bare inserts ${floor.toFixed(0)} ms; ${counted?.events} trail event`,
    },
  ];
}

/** The same inspections and duties into the same tables with the same indexes, by two statements. */
async function bareInserts({ place }: Bench, id: string): Promise<number> {
  const { owner } = place;
  await owner.query("create temp table bare_inspections as select * from inspections where round_id = $1", [
    id,
  ]);
  await owner.query(
    "create temp table bare_duties as select * from duties where subject_id in (select id from bare_inspections)",
  );
  await owner.query(
    "create temp table bare_results as select * from inspection_results where inspection_id in (select id from bare_inspections)",
  );
  await owner.query("delete from duties where subject_id in (select id from bare_inspections)");
  await owner.query(
    "delete from inspection_results where inspection_id in (select id from bare_inspections)",
  );
  await owner.query("delete from inspections where round_id = $1", [id]);
  const began = performance.now();
  await owner.query("begin");
  await owner.query("insert into inspections select * from bare_inspections");
  await owner.query("insert into duties select * from bare_duties");
  await owner.query("insert into inspection_results select * from bare_results");
  await owner.query("commit");
  return performance.now() - began;
}

// A lateral check to everybody: from the press to the last duty, beside the bare inserts of the same rows; what ledgers hold; the result.
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import type { Bench } from "../bench.ts";
import { type Line, median } from "../table.ts";
import { read } from "./reads.ts";

const turns = 3;
const held = [
  {
    kind: "ledgers" as const,
    held: [{ ledger: "devices" as const, contains: [{ field: "model", words: "latitude" }] }],
  },
];

export async function lateralToAll(bench: Bench): Promise<Line[]> {
  const { office, place } = bench;
  const { body } = await office.call(lateralChecks.listLateralIssuers, {});
  const issuerUnitId = body.issuers[0]?.unitId ?? "";
  const { rows } = await place.owner.query<{ due: string }>("select (group_today() + 5)::text as due");
  const whom = { issuerUnitId, needsAll: false, exceptions: [] };
  const open = (rules: Parameters<typeof office.call<typeof lateralChecks.openLateralCheck>>[1]["rules"]) =>
    office.call(lateralChecks.openLateralCheck, {
      ...whom,
      rules,
      originalLanguage: "en",
      title: "Measured check",
      why: "Measured.",
      look: "Measured.",
      translations: {},
      questions: [],
      contact: "",
      sourceWords: "",
      isSourceTold: false,
      severity: "high",
      dueOn: rows[0]?.due ?? "",
    });
  const launches: { taken: number; floor: number; asked: number; id: string }[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const { ms, body: opened } = await open([{ kind: "all" }]);
    launches.push({
      taken: ms,
      floor: await bareInserts(bench, opened.id),
      asked: opened.asked,
      id: opened.id,
    });
  }
  const last = launches.at(-1);
  const taken = median(launches.map((one) => one.taken));
  const floor = median(launches.map((one) => one.floor));
  const { rows: events } = await place.owner.query<{ n: number }>(
    "select count(*)::int as n from events where subject_id = $1",
    [last?.id],
  );
  await answerMost(bench, last?.id ?? "");
  return [
    {
      scenario: `open a lateral check to ${last?.asked} companies`,
      p50: taken,
      p95: null,
      ratio: taken / floor,
      bar: "≤ 4×",
      isMet: taken / floor <= 4,
      // The floor knows already whom to ask.
      note: `bare inserts ${floor.toFixed(0)} ms; ${events[0]?.n} trail event`,
    },
    await read(bench, {
      scenario: "whom a rule on what ledgers hold would ask",
      user: office,
      operation: lateralChecks.previewLateralCheck,
      input: { ...whom, rules: held },
      bar: 1.5,
      most: 200 * 1024,
      turns: 10,
    }),
    await read(bench, {
      scenario: "result of a lateral check, 1,000 companies by division and tier",
      user: office,
      operation: lateralChecks.getLateralCheck,
      input: { id: last?.id ?? "" },
      bar: 1.5,
      most: 100 * 1024,
    }),
    await read(bench, {
      scenario: "result table of a lateral check, a page",
      user: office,
      operation: lateralChecks.listLateralMembers,
      input: { id: last?.id ?? "", limit: 100 },
      bar: 1.5,
      most: 100 * 1024,
    }),
  ];
}

/** The same rows into the same tables with the same indexes, by two statements. */
async function bareInserts({ place: { owner } }: Bench, id: string): Promise<number> {
  await owner.query("drop table if exists bare_members, bare_duties");
  // A column that the table makes of the others cannot be given.
  const { rows } = await owner.query<{ names: string }>(
    `select string_agg(attname, ', ') as names from pg_attribute where attrelid = 'lateral_check_members'::regclass and attnum > 0
       and not attisdropped and attgenerated = ''`,
  );
  const names = rows[0]?.names ?? "";
  await owner.query(
    `create temp table bare_members as select ${names} from lateral_check_members where check_id = $1`,
    [id],
  );
  await owner.query(
    "create temp table bare_duties as select * from duties where subject_id in (select id from bare_members)",
  );
  await owner.query("delete from duties where subject_id in (select id from bare_members)");
  await owner.query("delete from lateral_check_members where check_id = $1", [id]);
  const began = performance.now();
  await owner.query("begin");
  await owner.query(`insert into lateral_check_members (${names}) select ${names} from bare_members`);
  await owner.query("insert into duties select * from bare_duties");
  await owner.query("commit");
  return performance.now() - began;
}

/** Nine of ten have answered, as a check looks on its third day. */
const answerMost = ({ place: { owner } }: Bench, id: string) =>
  owner.query(
    `with m as (update lateral_check_members set answer = case when random() < 0.1 then 'affected' else 'not_affected' end, answered_at = now()
       where check_id = $1 and random() < 0.9 returning id)
     update duties d set state = 'done', closed_at = now(), next_at = null from m where d.subject_id = m.id`,
    [id],
  );

// What two devices bring in after a day on site, and how far self-answers hold over all visits, each beside the bare work.
import { randomUUID } from "node:crypto";
import { audits } from "#modules/audits/contract.ts";
import type { Bench } from "../bench.ts";
import { type Line, median, quantile } from "../table.ts";
import { read } from "./reads.ts";

const turns = 15;
/** As T-17: sixty verdicts, a third of them with words. */
const verdicts = 60;

export async function onSite(bench: Bench): Promise<Line[]> {
  const { office } = bench;
  const id = await preparedVisit(bench);
  const { body: sheet } = await office.call(audits.getAuditSheet, { id });
  const checks = sheet.checks.slice(0, verdicts);
  const taken: number[] = [];
  const floors: number[] = [];
  const revisions = new Map<string, number>();
  for (let turn = 0; turn < turns; turn += 1) {
    const ops = checks.flatMap((check, nth) => {
      const op = (field: "verdict" | "seen", value: string) => {
        const key = `${check.id} ${field}`;
        const base = revisions.get(key) ?? 0;
        revisions.set(key, base + 1);
        return {
          id: randomUUID(),
          checkId: check.id,
          field,
          value,
          base,
          enteredAt: new Date().toISOString(),
        };
      };
      const verdict = op("verdict", turn % 2 === 0 ? "met" : "partly");
      return nth % 3 === 0 ? [verdict, op("seen", `Seen in turn ${turn}`)] : [verdict];
    });
    const { ms, body } = await office.call(audits.syncSheet, {
      id,
      waiting: 0,
      checks: [],
      ops,
      notes: [],
      withdrawn: [],
    });
    if (body.ops.some((one) => one.outcome !== "applied")) throw new Error("an entry was not applied");
    taken.push(ms);
    floors.push(await bareRows(bench, id, ops.length));
  }
  const [p50, floor] = [median(taken), median(floors)];
  return [
    {
      scenario: `sync of a day on site: ${verdicts} verdicts, ${Math.ceil(verdicts / 3)} with words`,
      p50,
      p95: quantile(taken, 0.95),
      ratio: p50 / floor,
      bar: "≤ 2×",
      isMet: p50 / floor <= 2,
      note: `bare inserts and the reading of the sheet ${floor.toFixed(1)} ms`,
    },
    await read(bench, {
      scenario: "over-claim by control over all visits of the year",
      user: office,
      operation: audits.getOverclaim,
      input: { by: "control" },
      bar: 1.5,
      most: 200 * 1024,
    }),
    await read(bench, {
      scenario: "the sheet of a visit, whole, as a device takes it",
      user: office,
      operation: audits.getAuditSheet,
      input: { id },
      bar: 1.5,
      most: 700 * 1024,
    }),
  ];
}

/** A visit of this year that a programme has planned, given a sheet with every control. */
async function preparedVisit({ office, place }: Bench): Promise<string> {
  const { rows } = await place.owner.query<{ id: string }>(
    `select v.id from audit_visits v join audit_programmes p on p.id = v.programme_id
     where v.state = 'planned' and p.state = 'approved' and not exists (select from audit_sheets s where s.visit_id = v.id)
       and exists (select from inspections i where i.company_id = v.company_id and i.submitted_at is not null) order by v.month, v.id limit 1`,
  );
  const id = rows[0]?.id;
  if (!id) throw new Error("no visit is planned");
  await office.call(audits.prepareSheet, {
    id,
    sharePercent: 100,
    seed: "measured",
    added: [],
    places: [
      { kind: "talks", name: "Talks", siteId: null },
      { kind: "server_room", name: "Server room", siteId: null },
    ],
  });
  return id;
}

/** The same rows once more into the same tables, and the sheet read, in one transaction. */
async function bareRows({ place: { owner } }: Bench, id: string, count: number): Promise<number> {
  await owner.query("drop table if exists bare_ops, bare_values");
  await owner.query(
    "create temp table bare_ops as select * from audit_ops where visit_id = $1 order by received_at desc, id desc limit $2",
    [id, count],
  );
  await owner.query("update bare_ops set id = gen_random_uuid()");
  await owner.query(
    "create temp table bare_values as select * from audit_values where visit_id = $1 limit $2",
    [id, count],
  );
  const began = performance.now();
  await owner.query("begin");
  await owner.query("insert into audit_ops select * from bare_ops");
  await owner.query(
    `insert into audit_values select * from bare_values on conflict (check_id, field) do update
     set value = excluded.value, revision = excluded.revision, op_id = excluded.op_id, is_shared = excluded.is_shared`,
  );
  for (const table of ["audit_checks", "audit_values", "audit_notes"])
    await owner.query(`select * from ${table} where visit_id = $1`, [id]);
  await owner.query("commit");
  const taken = performance.now() - began;
  await owner.query("delete from audit_ops where id in (select id from bare_ops)");
  return taken;
}

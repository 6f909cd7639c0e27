// What two devices bring in after a day on site, and how far self-answers hold over all visits, each beside the bare work.
import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Input } from "#core/contract.ts";
import { audits } from "#modules/audits/contract.ts";
import type { Bench } from "../bench.ts";
import { bareBytes, replay, statementsOf, withOther } from "../floor.ts";
import { type Line, median, quantile } from "../table.ts";
import { read } from "./reads.ts";

const turns = 15;
/** As T-17: sixty verdicts, a third of them with words. */
const verdicts = 60;

export async function onSite(bench: Bench): Promise<Line[]> {
  const { office } = bench;
  const id = await preparedVisit(bench);
  return [
    await syncDay(bench, id),
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

/** The day's entries in turns with the very statements of another visit's, and the very bytes that a device is sent back. */
async function syncDay(bench: Bench, id: string): Promise<Line> {
  const { office, place } = bench;
  const day = await dayOf(bench, id);
  const other = await preparedVisit(bench);
  const otherDay = await dayOf(bench, other);
  const [warm, counted] = [otherDay(), otherDay()];
  const statements = await statementsOf(place, office.token, audits.syncSheet, warm, counted);
  const first = await office.call(audits.syncSheet, day());
  const bare = await bareBytes(bench.bare, audits.syncSheet.name, first.text);
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  const [taken, floors]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn += 1) {
    const { ms, body } = await office.call(audits.syncSheet, day());
    if (body.ops.some((one) => one.outcome !== "applied")) throw new Error("an entry was not applied");
    taken.push(ms);
    const others = withOther(
      statements,
      counted.ops.map((one) => one.id),
    );
    floors.push((await replay(client, others, "begin")) + (await bare()));
  }
  await client.end();
  const ratio = median(taken) / median(floors);
  return {
    scenario: `sync of a day on site: ${verdicts} verdicts, ${Math.ceil(verdicts / 3)} with words`,
    p50: median(taken),
    p95: quantile(taken, 0.95),
    bytes: first.bytes,
    statements: statements.length,
    ratio,
    bar: "≤ 2×",
    isMet: ratio <= 2,
  };
}

/** One day after the other of the same checks, each over the revision that the day before left. */
async function dayOf({ office }: Bench, id: string): Promise<() => Input<typeof audits.syncSheet>> {
  const { body: sheet } = await office.call(audits.getAuditSheet, { id });
  const checks = sheet.checks.slice(0, verdicts);
  let base = -1;
  return () => {
    base += 1;
    const op = (checkId: string, field: "verdict" | "seen", value: string) => ({
      id: randomUUID(),
      checkId,
      field,
      value,
      base,
      enteredAt: new Date().toISOString(),
    });
    const ops = checks.flatMap(({ id: checkId }, nth) => {
      const verdict = op(checkId, "verdict", base % 2 === 0 ? "met" : "partly");
      return nth % 3 === 0 ? [verdict, op(checkId, "seen", `Seen on day ${base}`)] : [verdict];
    });
    return { id, waiting: 0, checks: [], ops, notes: [], withdrawn: [] };
  };
}

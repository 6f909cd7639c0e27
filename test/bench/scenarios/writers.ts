// Twenty officers answer at the same time; the overview is polled meanwhile, or is not.
import pg from "pg";
import { inspections } from "#modules/inspections/contract.ts";
import { overview } from "#modules/overview/contract.ts";
import { hashToken } from "#core/http/door.ts";
import type { Answering, Bench } from "../bench.ts";
import { userOf } from "../client.ts";
import { bareBytes } from "../floor.ts";
import { type Line, median, quantile } from "../table.ts";

const writers = 20;
const savesEach = 15;

/** Officers of companies whose inspection is open, with the controls they may answer. */
export async function answeringOf(
  { place, product }: Pick<Bench, "place" | "product">,
  count: number,
): Promise<Answering[]> {
  const { rows } = await place.owner.query<{
    login: string;
    inspection_id: string;
    company_id: string;
    controls: string[];
  }>(
    `select a.login_name as login, i.id as inspection_id, i.company_id,
       (select array_agg(c.control_id order by c.position) from controls c where c.edition_id = i.edition_id and c.applies_when = 'always' and c.tiers ->> i.tier = 'required') as controls
     from inspections i join rounds r on r.id = i.round_id and r.state = 'open'
     join accounts a on a.company_id = i.company_id and a.login_name like 'officer@%'
     where i.state in ('answering', 'not_begun') order by i.state, i.id limit $1`,
    [count],
  );
  const those: Answering[] = [];
  for (const row of rows) {
    those.push({
      user: await userOf(product.address, place, row.login),
      companyId: row.company_id,
      inspectionId: row.inspection_id,
      controlIds: row.controls,
    });
  }
  return those;
}

const answer = {
  verdict: "partly",
  missing: "The list of the branch is not complete yet.",
  owner: "IT manager",
  dueOn: "2099-03-31",
  coveragePercent: 80,
  exceptions: "Branch",
} as const;

async function saveAll(those: readonly Answering[]): Promise<number[]> {
  // All have opened their inspection before the first one saves: opening is work of another kind.
  const opened: { one: Answering; seen: Map<string, number | null> }[] = [];
  for (const one of those) {
    const { body } = await one.user.call(inspections.listAskedControls, { id: one.inspectionId });
    opened.push({ one, seen: new Map(body.rows.map((row) => [row.controlId, row.rowVersion])) });
  }
  const times = await Promise.all(
    opened.map(async ({ one: { user, inspectionId, controlIds }, seen }) => {
      const own: number[] = [];
      for (let turn = 0; turn < savesEach; turn += 1) {
        const controlId = controlIds[turn % controlIds.length] ?? "";
        const saved = await user.call(inspections.saveAnswer, {
          id: inspectionId,
          controlId,
          ...answer,
          rowVersion: seen.get(controlId) ?? null,
        });
        seen.set(controlId, saved.body.rowVersion);
        own.push(saved.ms);
      }
      return own;
    }),
  );
  return times.flat();
}

/** Asks for the overview again and again until told to stop, as a screen on the wall would. */
async function polling<T>(bench: Bench, work: () => Promise<T>): Promise<T> {
  const state = { isOver: false };
  const poll = (async () => {
    while (!state.isOver) {
      await bench.office.call(overview.getOverview, {});
      await new Promise((done) => setTimeout(done, 1000));
    }
  })();
  try {
    return await work();
  } finally {
    state.isOver = true;
    await poll;
  }
}

export async function saveAnswers(bench: Bench): Promise<Line[]> {
  const those = await answeringOf(bench, writers);
  await saveAll(those.slice(0, 4));
  const alone = await saveAll(those);
  const polled = await polling(bench, () => saveAll(those));
  const again = await saveAll(those);
  const floor = await bareSaves(bench, those);
  const quiet = [...alone, ...again];
  const ratio = median(quiet) / floor;
  const moved = quantile(polled, 0.95) / quantile(quiet, 0.95);
  return [
    {
      scenario: `save one answer, ${writers} writers`,
      p50: median(quiet),
      p95: quantile(quiet, 0.95),
      ratio,
      bar: "≤ 2×",
      isMet: ratio <= 2,
      note: `floor ${floor.toFixed(1)} ms`,
    },
    {
      scenario: "the same while the overview is polled each second",
      p50: median(polled),
      p95: quantile(polled, 0.95),
      bar: "p95 not moved",
      isMet: moved <= 1.15,
      note: `p95 ${moved.toFixed(2)}× of without`,
    },
  ];
}

/** The same rows by the driver alone: session, scope, answer, event and result within one BEGIN and COMMIT; then the bytes. */
async function bareSaves(bench: Bench, those: readonly Answering[]): Promise<number> {
  const bare = await bareBytes(
    bench.bare,
    "saved",
    JSON.stringify({ rowVersion: 2, problems: ["answer.needs_evidence"], state: "answering" }),
  );
  const times = await Promise.all(
    those.map(async ({ user, inspectionId, companyId, controlIds }) => {
      const client = new pg.Client({ connectionString: bench.place.url });
      await client.connect();
      const own: number[] = [];
      for (let turn = 0; turn < savesEach; turn += 1) {
        const began = performance.now();
        await bareSave(client, {
          token: user.token,
          personId: user.personId,
          inspectionId,
          companyId,
          controlId: controlIds[turn % controlIds.length] ?? "",
        });
        await bare();
        own.push(performance.now() - began);
      }
      await client.end();
      return own;
    }),
  );
  return median(times.flat());
}

type Save = { token: string; personId: string; inspectionId: string; companyId: string; controlId: string };

export async function bareSave(client: pg.Client, save: Save, withEvent = true): Promise<void> {
  await client.query("select * from open_session($1, $2::text[])", [
    hashToken(save.token),
    ["inspection.answer", "inspection.contribute"],
  ]);
  await client.query("begin");
  await client.query(
    "select set_config('app.actor', $1, true), set_config('app.permission', 'inspection.answer', true), set_config('app.now', '', true), set_config('role', 'yagura_scoped', true)",
    [save.personId],
  );
  const event = [
    save.personId,
    save.inspectionId,
    save.companyId,
    JSON.stringify({ controlId: save.controlId, verdict: "partly", before: "partly", origin: "entered" }),
    JSON.stringify({ before: answer, after: answer }),
  ];
  // The event in the statement that writes what it tells, as the product does.
  await client.query(
    `with written as (
       insert into answers (inspection_id, control_id, company_id, verdict, missing, owner, due_on, coverage_percent, exceptions, answered_by)
       values ($1, $2, $3, 'partly', $4, $5, $6, 80, 'Branch', $7)
       on conflict (inspection_id, control_id) do update set verdict = excluded.verdict, missing = excluded.missing, owner = excluded.owner,
         due_on = excluded.due_on, answered_at = now(), row_version = answers.row_version + 1
       returning row_version)
     select row_version ${withEvent ? ", record_event('answer.saved', $8, null, 'inspection', $9, $10, null, $11, $12)" : ""} from written`,
    [
      save.inspectionId,
      save.controlId,
      save.companyId,
      answer.missing,
      answer.owner,
      answer.dueOn,
      save.personId,
      ...(withEvent ? event : []),
    ],
  );
  await client.query(
    "update inspection_results set computed_at = now(), half_points = half_points where inspection_id = $1 and basis = 'live'",
    [save.inspectionId],
  );
  await client.query("commit");
}

/** What the trail costs: the same writes with and without its event, in turns, so that both meet the same machine. */
export async function trailCost(bench: Bench): Promise<Line> {
  const those = await answeringOf(bench, writers);
  const sittings = await Promise.all(
    those.map(async (one) => {
      const client = new pg.Client({ connectionString: bench.place.url });
      await client.connect();
      return { ...one, client };
    }),
  );
  const rounds: Record<"with" | "without", number[]> = { with: [], without: [] };
  for (let turn = 0; turn < 8; turn += 1) {
    const kind = turn % 2 === 0 ? "with" : "without";
    const began = performance.now();
    await Promise.all(
      sittings.map(async ({ client, controlIds, user, ...sitting }) => {
        for (let n = 0; n < savesEach; n += 1) {
          const controlId = controlIds[n % controlIds.length] ?? "";
          await bareSave(client, { ...sitting, ...user, controlId }, kind === "with");
        }
      }),
    );
    rounds[kind].push((performance.now() - began) / (writers * savesEach));
  }
  for (const { client } of sittings) await client.end();
  const ratio = median(rounds.with) / median(rounds.without);
  return {
    scenario: `trail under ${writers} writers, per write`,
    p50: median(rounds.with),
    p95: null,
    ratio,
    bar: "≤ 1.3×",
    isMet: ratio <= 1.3,
    note: `${median(rounds.without).toFixed(2)} ms without the event`,
  };
}

// A measurement goes on while the figure holds: shortly before a reading runs out the ledgers are read again, and where they say no
// less than the answer, the new reading is its proof. Where they say less, or a source is silent, the old one runs out, and the
// standing says so (T-12).
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { type Counted, measurementsOf } from "#modules/ledgers/measuring.ts";
import { bookOf } from "../book.ts";
import { inspectionsInScope } from "../loading.ts";
import { keepEach } from "../results.ts";
import { renewStanding } from "../standing.ts";
import { proveByReading, type Reading } from "./proving.ts";
import { isUsable, percentOf, verdictOf } from "./rules.ts";

/** Days before its end on which a reading is taken anew. */
const daysAhead = 7;
/** Inspections in one transaction. */
const atOnce = 20;

type Answer = {
  controlId: string;
  verdict: "met" | "partly" | "not_met";
  coveragePercent: number | null;
  /** What was read when it was answered, or last read since. */
  holds: number;
  all: number;
};
type Row = { inspectionId: string; language: "ja" | "en" | "zh"; answers: Answer[] };

/** Of what is in hand, handed in or stands: readings that run out within days. */
const dueAfter = (ctx: Ctx, after: string | null) => sql<Row>`
  select a.inspection_id, case when f.language in ('ja', 'en', 'zh') then f.language else 'en' end as language,
    jsonb_agg(jsonb_build_object('controlId', a.control_id, 'verdict', a.verdict, 'coveragePercent', a.coverage_percent,
      'holds', (last.reading ->> 'holds')::bigint, 'all', (last.reading ->> 'all')::bigint)) as answers
  from answers a join inspections i on i.id = a.inspection_id and i.left_on is null
  join rounds o on o.id = i.round_id and (o.state = 'open' or i.submitted_at is not null)
  join lateral (select e.reading, u.valid_until from evidence_uses u join evidence e on e.id = u.evidence_id and e.reading is not null
    where u.inspection_id = a.inspection_id and u.control_id = a.control_id order by u.valid_until desc, e.created_at desc limit 1) last on true
  left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())
  where a.assurance = 'measured' and a.verdict in ('met', 'partly', 'not_met') and a.inspection_id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
    and not exists (select from inspections n join rounds r on r.id = n.round_id
      where n.company_id = i.company_id and n.submitted_at is not null and r.previous_id = o.id)
    and last.valid_until < ${ctx.today}::date + ${daysAhead}::int
  group by a.inspection_id, 2 order by a.inspection_id limit ${atOnce}`;

const rank = { not_met: 0, partly: 1, met: 2 };

/** The readings that say no less than the answers do. */
function stillSo(
  { answers }: Row,
  counted: Counted | undefined,
  metricOf: (controlId: string) => string | null,
): Reading[] {
  return answers.flatMap(({ controlId, verdict, coveragePercent, holds: before, all }) => {
    const figure = counted?.measurements.get(metricOf(controlId) ?? "");
    if (!figure || !isUsable(figure)) return [];
    const holds =
      rank[verdictOf(figure)] >= rank[verdict] &&
      figure.holds * all >= before * figure.all &&
      (coveragePercent === null || percentOf(figure) >= coveragePercent);
    return holds ? [{ controlId, figure }] : [];
  });
}

/** @returns the last inspection looked at, and how many; null where none is left. */
async function renewSome(ctx: Ctx, after: string | null): Promise<string | null> {
  const { rows } = await dueAfter(ctx, after).execute(ctx.db);
  const inspections = new Map(
    (
      await inspectionsInScope(
        ctx,
        rows.map((row) => row.inspectionId),
      )
    ).map((one) => [one.id, one]),
  );
  const counted = await measurementsOf(
    ctx,
    [...inspections.values()].map((one) => one.companyId),
  );
  const renewed = [];
  for (const row of rows) {
    const inspection = inspections.get(row.inspectionId);
    if (!inspection) continue;
    const book = await bookOf(ctx, inspection.editionId);
    const readings = stillSo(
      row,
      counted.get(inspection.companyId),
      (id) => book.byId.get(id)?.metric ?? null,
    );
    if (readings.length === 0) continue;
    await proveByReading({ ...ctx, language: row.language }, inspection, book, readings);
    await renewStanding(ctx, inspection.id);
    renewed.push({
      subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
      data: { controlIds: readings.map((one) => one.controlId) },
    });
  }
  await recordEach(ctx, "evidence.measured_again", renewed);
  const renewedIds = new Set(renewed.map((one) => one.subject.id));
  await keepEach(
    ctx,
    [...inspections.values()]
      .filter((one) => renewedIds.has(one.id) && one.state !== "locked")
      .map((inspection) => ({ inspection, basis: "live" as const })),
  );
  return rows.length === atOnce ? (rows.at(-1)?.inspectionId ?? null) : null;
}

/** Where this process has come to in its pass over all; another process begins its own from the front, which only looks at some again. */
let reached: string | null = null;

export const readingsAnew: TimedWork = {
  name: "inspections.measure_again",
  everySeconds: 3600,
  run: async (ctx) => {
    reached = await renewSome(ctx, reached);
    return reached !== null;
  },
};

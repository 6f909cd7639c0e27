import { openDatabase } from "#core/db/pool.ts";
import { sealEvents } from "#core/events/seal.ts";
import type { Bench } from "../bench.ts";
import type { Line } from "../table.ts";

const events = 50_000;

/** Fifty thousand events that nobody has sealed yet. The product is stopped meanwhile: its own sealer would be faster. */
export async function sealing({ place }: Bench): Promise<Line> {
  const { db, close } = openDatabase({ connectionString: place.url, size: 2 });
  await sealEvents(db);
  await place.owner.query(
    `select count(record_event('answer.saved', null, null, 'inspection', new_id(), null, null, '{"verdict": "met", "before": "partly"}', '{"after": {"how": "Shown."}}'))
     from generate_series(1, $1)`,
    [events],
  );
  const began = performance.now();
  const seals = await sealEvents(db);
  const taken = performance.now() - began;
  await close();
  const sealed = seals.reduce((sum, seal) => sum + seal.eventCount, 0);
  return {
    scenario: `seal ${sealed.toLocaleString("en")} events`,
    p50: taken,
    p95: null,
    statements: seals.length * 2,
    bar: "≤ 1,000 ms",
    isMet: taken <= 1000,
  };
}

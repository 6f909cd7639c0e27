// A group that has just been loaded owes the clock five years of figures. What is measured is a group at rest.
import type { Kysely } from "kysely";
import { modules } from "#app/modules.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import { runTimed } from "#core/jobs/timed.ts";
import type { Log } from "#core/log.ts";
import { until } from "../until.ts";
import type { Place } from "./stage.ts";

const works = modules.flatMap((module) => module.timed ?? []);
const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (details, message) => console.error(message, details),
};

/** Does everything that is due now, in this process; it keeps no files. */
export async function settle(db: Kysely<Tables>): Promise<void> {
  const all = works.filter((work) => work.name !== "files.sweep");
  while (await runTimed(db, all, log));
}

/** Waits until the product has nothing due any more. */
export async function atRest({ owner }: Place): Promise<void> {
  const every = Object.fromEntries(works.map((work) => [work.name, work.everySeconds]));
  await until(
    "the product has nothing left over",
    async () => {
      const { rows } = await owner.query<{ left: number }>(
        `select count(*)::int as left from jsonb_each_text($1::jsonb) w left join timed_runs t on t.name = w.key
         where coalesce(t.ran_at <= now() - make_interval(secs => w.value::int), true)`,
        [JSON.stringify(every)],
      );
      return rows[0]?.left === 0 ? true : undefined;
    },
    600_000,
  );
}

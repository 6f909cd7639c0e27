// Makes the words of personal values findable, behind the seals: whoever writes an event does not wait for it.
import { sql } from "kysely";
import type { TimedWork } from "#core/jobs/timed.ts";

/** About a tenth of a second's work. */
const atOnce = 500;

export const indexWords: TimedWork = {
  name: "trail.words",
  everySeconds: 5,
  run: async (ctx) => {
    const { rows } = await sql<{ hasMore: boolean }>`select index_event_texts(${atOnce}) as has_more`.execute(
      ctx.db,
    );
    return rows[0]?.hasMore ?? false;
  },
};

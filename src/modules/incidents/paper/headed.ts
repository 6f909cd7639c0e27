// To which position at headquarters it was reported, who held it on that day, and who holds it now where that is another.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { positionThen } from "../heading.ts";
import { breakable, type Words } from "./words.ts";

type Row = {
  positionName: string;
  holderName: string;
  holderRank: string | null;
  reportedAt: string;
  nowName: string | null;
  isAnother: boolean;
};

/** The first report, and the last one where it reached another position or another holder. */
export async function reportedTo(
  ctx: Ctx,
  words: Words,
  { id }: { id: string },
  zone: string,
): Promise<string[][]> {
  const { rows } = await sql<Row>`
    select ${positionThen(ctx)} as position_name, r.holder_name, r.holder_rank, r.reported_at,
      nullif(concat_ws(' ', h.family_name, h.given_name), '') as now_name,
      h.position_id is not null and h.holder_id is distinct from r.holder_id as is_another
    from incident_reports r left join head_of_incidents() h on h.position_id = r.position_id where r.incident_id = ${id}::uuid order by r.nth limit 500`.execute(
    ctx.db,
  );
  const [first] = rows;
  const last = rows.at(-1);
  const { say } = words;
  if (!first || !last) return [[say("incident.paper.reportedTo"), say("incident.paper.notYetKnown")]];
  const isOther = last.positionName !== first.positionName || last.holderName !== first.holderName;
  const line = (one: Row) =>
    say("incident.paper.holderThen", {
      position: one.positionName || say("incident.paper.noPosition"),
      holder: [one.holderRank, one.holderName || say("incident.seatEmpty")].filter(Boolean).join(" "),
      moment: words.moment(one.reportedAt, zone),
    });
  const now = last.isAnother
    ? [say("incident.paper.holderNow", { holder: last.nowName ?? say("incident.seatEmpty") })]
    : [];
  return [
    [
      say("incident.paper.reportedTo"),
      breakable([line(first), ...(isOther ? [line(last)] : []), ...now].join("\n")),
    ],
  ];
}

// A timeline's lines, and who did what stands in them.
import type { ReactNode } from "react";
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import type { trail } from "../contract.ts";

export type TimelineEvent = Output<typeof trail.listTimeline>["rows"][number];

type TimelineRow = { id: number | string; at: string; what: ReactNode; said?: string | null };

/** What happened, in the order given: when, what, and the words that were said with it. */
export function TimelineList({ rows }: { rows: readonly TimelineRow[] }) {
  const format = useFormat();
  return (
    <ol className="timeline">
      {rows.map((row) => (
        <li key={row.id}>
          <time dateTime={row.at}>{format.moment(row.at, "short")}</time>
          <div>
            {row.what}
            {row.said ? (
              <p className="soft">
                <LangText text={row.said} />
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

const minute = (at: string) => at.slice(0, 16);

/** The same thing done by the same person within one minute is one line with its number; the order stays. */
export function bundled(events: readonly TimelineEvent[]): { event: TimelineEvent; times: number }[] {
  const bundles: { event: TimelineEvent; times: number }[] = [];
  for (const event of events) {
    const last = bundles.at(-1);
    if (last && isAgain(last.event, event)) last.times += 1;
    else bundles.push({ event, times: 1 });
  }
  return bundles;
}

const isAgain = (a: TimelineEvent, b: TimelineEvent) =>
  a.verb === b.verb &&
  a.isSealed === b.isSealed &&
  minute(a.at) === minute(b.at) &&
  a.actor?.id === b.actor?.id &&
  a.onBehalfOf?.id === b.onBehalfOf?.id;

/** Who did it, and for whom. */
export function useNameOf() {
  const t = useText();
  const format = useFormat();
  return ({ actor, onBehalfOf }: Pick<TimelineEvent, "actor" | "onBehalfOf">): string => {
    const name = actor ? format.person(actor) : t("trail.itself");
    return onBehalfOf ? `${name} ${t("trail.onBehalfOf", { name: format.person(onBehalfOf) })}` : name;
  };
}

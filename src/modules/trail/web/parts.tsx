// What happened to a record, for the page of that record.
import type { Output } from "#core/contract.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading } from "#web/ui/states.tsx";
import { trail } from "../contract.ts";

export type TimelineEvent = Output<typeof trail.listTimeline>["rows"][number];

/** `kind` as the record's events name it, e.g. "inspection". */
export function Timeline({ kind, id }: { kind: string; id: string }) {
  const t = useText();
  const format = useFormat();
  const say = useAnyText();
  const pages = usePages<TimelineEvent>(trail.listTimeline, { kind, id });
  const nameOf = useNameOf();
  if (pages.isError && (pages.error as { status?: number }).status !== 404)
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <Loading rows={4} />;
  const events = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  if (events.length === 0) return <p className="soft">{t("trail.timelineEmpty")}</p>;
  return (
    <>
      <ol className="timeline">
        {events.map((event) => (
          <li key={event.id}>
            <time dateTime={event.at}>{format.moment(event.at)}</time>
            <span>
              <b>{say(`events.${event.verb}`)}</b> <span className="soft">{nameOf(event)}</span>
              {event.isSealed ? null : <span className="badge tag"> {t("trail.notYetSealed")}</span>}
            </span>
          </li>
        ))}
      </ol>
      {pages.hasNextPage ? (
        <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("trail.older")}
        </Button>
      ) : null}
    </>
  );
}

/** Who did it, and for whom. */
export function useNameOf() {
  const t = useText();
  const format = useFormat();
  return ({ actor, onBehalfOf }: Pick<TimelineEvent, "actor" | "onBehalfOf">): string => {
    const name = actor ? format.person(actor) : t("trail.itself");
    return onBehalfOf ? `${name} ${t("trail.onBehalfOf", { name: format.person(onBehalfOf) })}` : name;
  };
}

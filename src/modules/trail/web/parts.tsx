// What happened to a record, for the page of that record.
import { useState } from "react";
import { useReadAfterCommands } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { usePages } from "#web/table/usePages.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading } from "#web/ui/states.tsx";
import { trail } from "../contract.ts";
import { bundled, type TimelineEvent, TimelineList, useNameOf } from "./timeline.tsx";

export { ServiceHistory } from "./ServiceHistory.tsx";
export { type TimelineEvent, TimelineList, useNameOf } from "./timeline.tsx";

type TimelineProps = {
  kind: string;
  id: string;
  controlId?: string;
  /** What was said with it, where the record keeps that: events hold no words. Some keep those of the newest of its kind alone. */
  saidWith?: (event: TimelineEvent, isNewest: boolean) => string | null;
};

/** `kind` as the record's events name it, e.g. "inspection". */
export function Timeline({ kind, id, controlId, saidWith }: TimelineProps) {
  const t = useText();
  const say = useAnyText();
  const pages = usePages<TimelineEvent>(trail.listTimeline, {
    kind,
    id,
    ...(controlId ? { controlId } : {}),
  });
  useReadAfterCommands(trail.listTimeline);
  const nameOf = useNameOf();
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <Loading rows={4} />;
  const events = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  if (events.length === 0) return <p className="soft">{t("trail.timelineEmpty")}</p>;
  return (
    <>
      <TimelineList
        rows={bundled(events).map(({ event, times }) => ({
          id: event.id,
          at: event.at,
          said: saidWith?.(event, events.find((one) => one.verb === event.verb) === event) ?? null,
          what: (
            <>
              <b>{say(`events.${event.verb}`)}</b>
              {times > 1 ? <span className="tn"> ×{times}</span> : null}{" "}
              <span className="soft">{nameOf(event)}</span>
              {event.isSealed ? null : <span className="badge tag"> {t("trail.notYetSealed")}</span>}
            </>
          ),
        }))}
      />
      {pages.hasNextPage ? (
        <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("trail.older")}
        </Button>
      ) : null}
    </>
  );
}

type HistoryProps = TimelineProps & { isOfGroup?: boolean };

/**
 * The timeline of a record whose page has much else to show: read when it is opened. Of records of the whole group
 * (rounds, editions) only those who reach the whole group see what happened.
 */
export function History({ kind, id, controlId, isOfGroup = false }: HistoryProps) {
  const t = useText();
  const { isGroupWide } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (isOfGroup && !isGroupWide) return null;
  return (
    <details className="past below" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("trail.history")}</summary>
      {isOpen ? <Timeline kind={kind} id={id} {...(controlId ? { controlId } : {})} /> : null}
    </details>
  );
}

// What happened to a record, for the page of that record.
import { type ReactNode, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useReadAfterCommands } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { trail } from "../contract.ts";

export type TimelineEvent = Output<typeof trail.listTimeline>["rows"][number];

type TimelineProps = { kind: string; id: string; controlId?: string };

/** `kind` as the record's events name it, e.g. "inspection". */
export function Timeline({ kind, id, controlId }: TimelineProps) {
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
        rows={events.map((event) => ({
          id: event.id,
          at: event.at,
          what: (
            <>
              <b>{say(`events.${event.verb}`)}</b> <span className="soft">{nameOf(event)}</span>
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

/** Who did it, and for whom. */
export function useNameOf() {
  const t = useText();
  const format = useFormat();
  return ({ actor, onBehalfOf }: Pick<TimelineEvent, "actor" | "onBehalfOf">): string => {
    const name = actor ? format.person(actor) : t("trail.itself");
    return onBehalfOf ? `${name} ${t("trail.onBehalfOf", { name: format.person(onBehalfOf) })}` : name;
  };
}

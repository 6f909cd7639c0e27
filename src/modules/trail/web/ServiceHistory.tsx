// What happened to a shared service: its providers, and the companies that were connected or not any more. Many companies
// of one act are one line.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { useReadAfterCommands } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { trail } from "../contract.ts";
import { TimelineList, useNameOf } from "./timeline.tsx";

type Event = Output<typeof trail.listServiceTimeline>["rows"][number];

export function ServiceHistory({ service }: { service: string }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="past below" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("trail.history")}</summary>
      {isOpen ? <ServiceTimeline service={service} /> : null}
    </details>
  );
}

function ServiceTimeline({ service }: { service: string }) {
  const t = useText();
  const pages = usePages<Event>(trail.listServiceTimeline, { service });
  useReadAfterCommands(trail.listServiceTimeline);
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <Loading rows={4} />;
  const events = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  if (events.length === 0) return <p className="soft">{t("trail.timelineEmpty")}</p>;
  return (
    <>
      <TimelineList
        rows={actsOf(events).map((act) => ({ id: act[0].id, at: act[0].at, what: <Act of={act} /> }))}
      />
      {pages.hasNextPage ? (
        <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("trail.older")}
        </Button>
      ) : null}
    </>
  );
}

type Act = [Event, ...Event[]];
const sameAct = ["from", "until", "sharePercent", "ended"];
const keyOf = ({ verb, actor, data }: Event) =>
  JSON.stringify([verb, actor?.id, ...sameAct.map((name) => data[name] ?? null)]);

/** The events of one act are written one after another. */
const oneGo = 3000;
const isOfOne = (one: Event, next: Event) =>
  keyOf(one) === keyOf(next) && Math.abs(Date.parse(one.at) - Date.parse(next.at)) <= oneGo;

/** Neighbours that one person wrote in one go, with the same days and share. */
function actsOf(events: readonly Event[]): Act[] {
  const acts: Act[] = [];
  for (const event of events) {
    const last = acts.at(-1);
    if (last && isOfOne(last.at(-1) ?? last[0], event)) last.push(event);
    else acts.push([event]);
  }
  return acts;
}

/** So many companies are named in a line. */
const mostNamed = 3;

function Act({ of }: { of: Act }) {
  const t = useText();
  const say = useAnyText();
  const format = useFormat();
  const nameOf = useNameOf();
  const [first] = of;
  const names = of.map((one) => one.companyName ?? "").filter(Boolean);
  const shown = format.list(names.slice(0, mostNamed));
  const { from, until, sharePercent } = first.data;
  const facts = [
    typeof sharePercent === "number" && sharePercent < 100
      ? t("trail.serviceShare", { percent: format.percent(sharePercent / 100) })
      : "",
    typeof from === "string" ? t("trail.serviceFrom", { day: format.day(from) }) : "",
    typeof until === "string" ? t("trail.serviceUntil", { day: format.day(addDays(until, -1)) }) : "",
  ].filter(Boolean);
  return (
    <>
      <b>{say(`events.${first.verb}`)}</b>{" "}
      <LangText
        text={
          names.length > mostNamed
            ? t("trail.serviceAnd", { names: shown, count: names.length - mostNamed })
            : shown
        }
      />{" "}
      <span className="soft">{[...facts, nameOf(first)].join(" · ")}</span>
      {first.isSealed ? null : <span className="badge tag"> {t("trail.notYetSealed")}</span>}
    </>
  );
}

// The story of an entry: every change, by whom or by which load, and what it said before and after.
import type { ReactNode } from "react";
import type { Output } from "#core/contract.ts";
import { TimelineList } from "#modules/trail/web/parts.tsx";
import { useReadAfterCommands } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import type { Value } from "../contract/words.ts";
import { type FieldName, fieldNames } from "../declared/fields.ts";
import type { LedgerName } from "../declared/ledgers.ts";
import { useClassName } from "./marks.tsx";
import { useFieldName, useValue } from "./values.tsx";

type Change = Output<typeof ledgers.listEntryChanges>["rows"][number];

/** As many as are counted; beyond it is only said that there were more. */
const mostCounted = 1000;

export function EntryStory({ ledger, id }: { ledger: LedgerName; id: string }) {
  const t = useText();
  const pages = usePages<Change>(ledgers.listEntryChanges, { ledger, id, limit: 20 });
  useReadAfterCommands(ledgers.listEntryChanges);
  const happened = useHappened();
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <Loading rows={3} />;
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <TimelineList
        rows={rows.map((change, nth) => ({
          id: change.at,
          at: change.at,
          what: (
            <>
              <b>{happened(change)}</b> <Differences changes={change.changes} />
              <span className="small">
                {change.load?.id ? (
                  <Go to="/ledgers/loads/$id" params={{ id: change.load.id }}>
                    {t("entryStory.load")} ›
                  </Go>
                ) : null}{" "}
                {nth > 0 ? (
                  <Go to="." search={{ asOf: change.day }}>
                    {t("entryStory.then")} ›
                  </Go>
                ) : null}
              </span>
            </>
          ),
        }))}
      />
      {pages.hasNextPage ? (
        <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("entryStory.older")}
        </Button>
      ) : null}
    </>
  );
}

function useHappened(): (change: Change) => string {
  const t = useText();
  const format = useFormat();
  return ({ isFirst, byName, load, others }) => {
    if (load) {
      const said = { source: load.sourceName, day: format.momentDay(load.saidAt) };
      return isFirst ? t("entryStory.firstSaid", said) : t("entryStory.loadSaid", said);
    }
    const name = byName ?? t("trail.itself");
    if (isFirst) return t("entryStory.addedBy", { name });
    if (others === 0) return t("entryStory.changedBy", { name });
    return others > mostCounted
      ? t("entryStory.changedWithMany", { name, most: format.number(mostCounted) })
      : t("entryStory.changedWith", { name, count: others });
  };
}

function Differences({ changes }: { changes: Change["changes"] }) {
  const named = useNamed();
  const said = useSaid();
  if (changes.length === 0) return null;
  return (
    <ul className="demands small altered">
      {changes.map(({ field, from, to }) => (
        <li key={field}>
          <span className="soft">{named(field)}</span> {said(field, from)} → {said(field, to)}
        </li>
      ))}
    </ul>
  );
}

/** What every entry has, under the texts of its columns. */
const common: Record<string, string> = {
  name: "entry.name",
  unit: "entry.unit",
  owner: "entry.owner",
  class: "entry.class",
  state: "entry.state",
  labels: "entry.labels",
  takenIn: "entry.registeredAt",
  reviewedOn: "entry.reviewedOn",
  retiredOn: "entry.retiredOn",
  conflicts: "entry.conflicts",
};

function useNamed(): (field: string) => string {
  const any = useAnyText();
  const fieldName = useFieldName();
  return (field) => (common[field] ? any(common[field]) : fieldName(field));
}

function useSaid(): (field: string, value: Value) => ReactNode {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const className = useClassName();
  const fieldName = useFieldName();
  const shown = useValue();
  const none = <span className="mute">–</span>;
  return (field, value) => {
    if (common[field] === undefined && fieldNames.includes(field as FieldName))
      return shown(field as FieldName, value);
    if (field === "class") return className(value as number | null);
    if (field === "takenIn") return value === true ? t("value.yes") : t("value.no");
    if (value === null || value === "") return none;
    if (field === "state") return any(`entry.state.${String(value)}`);
    if (field === "reviewedOn" || field === "retiredOn") return format.day(String(value));
    if (!Array.isArray(value)) return String(value);
    const words = (value as string[]).map((one) => (field === "conflicts" ? fieldName(one) : one));
    return words.length > 0 ? words.join(t("list.comma")) : none;
  };
}

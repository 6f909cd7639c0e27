// What each source says of an entry, side by side with its time; where they disagree the row is marked, and a word can be taken.
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import { ledgers } from "../contract.ts";
import type { FieldName } from "../declared/fields.ts";
import type { Ledger, LedgerName } from "../declared/ledgers.ts";
import type { Entry } from "./entry.ts";
import { useFieldName, useValue } from "./values.tsx";

type Sighting = Output<typeof ledgers.listSightings>["rows"][number];

export function SightingsPanel({ ledger, entry }: { ledger: Ledger; entry: Entry }) {
  const t = useText();
  const listed = useOperation(ledgers.listSightings, { ledger: ledger.name as LedgerName, id: entry.id });
  const rows = listed.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel
      title={
        entry.conflicts.length > 0
          ? t("sightings.conflicts", { count: entry.conflicts.length })
          : t("sightings.title", { count: rows.length })
      }
      isFlush
    >
      <Scroll className="scroll-x" label={t("sightings.table")}>
        <table className="grid sightings">
          <thead>
            <tr>
              <th scope="col">{t("sightings.field")}</th>
              {rows.map((row) => (
                <th scope="col" key={`${row.sourceId}${row.sourceKey}`}>
                  <SourceHead row={row} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ledger.fields
              .filter((name) => rows.some((row) => row.values[name] !== undefined))
              .map((name) => (
                <FieldRow key={name} name={name} rows={rows} ledger={ledger} entry={entry} />
              ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function SourceHead({ row }: { row: Sighting }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <LangText text={row.sourceName} />
      <span className="sub small soft">
        {row.absentSince
          ? t("sightings.absent", { at: format.momentDay(row.absentSince) })
          : row.silentSince
            ? t("sources.silentSince", { at: format.momentDay(row.silentSince) })
            : format.moment(row.seenAt ?? row.saidAt, "short")}
      </span>
    </>
  );
}

type FieldRowProps = { name: FieldName; rows: readonly Sighting[]; ledger: Ledger; entry: Entry };

function FieldRow({ name, rows, ledger, entry }: FieldRowProps) {
  const t = useText();
  const nameOf = useFieldName();
  const value = useValue();
  const change = useCommand(ledgers.changeEntry, [
    ledgers.getEntry,
    ledgers.listEntryChanges,
    ledgers.listEntries,
    ledgers.listSightings,
  ]);
  const isConflicting = entry.conflicts.includes(name);
  const held = JSON.stringify(entry.values[name] ?? null);
  return (
    <tr className={isConflicting ? "disagree" : undefined}>
      <th scope="row">
        {nameOf(name)}
        {isConflicting ? <span className="sub small serious-ink"> {t("list.conflicting")}</span> : null}
        <FormError error={change.error} />
      </th>
      {rows.map((row) => (
        <td key={`${row.sourceId}${row.sourceKey}`}>
          {row.values[name] === undefined ? "" : value(name, row.values[name])}
          {isConflicting && entry.can.change && row.values[name] !== undefined ? (
            <Button
              size="s"
              look="quiet"
              isBusy={change.isPending}
              onClick={() =>
                change.mutate({
                  ledger: ledger.name as LedgerName,
                  id: entry.id,
                  rowVersion: entry.rowVersion,
                  values: { [name]: row.values[name] },
                })
              }
            >
              {JSON.stringify(row.values[name]) === held ? t("sightings.keep") : t("sightings.take")}
            </Button>
          ) : null}
        </td>
      ))}
    </tr>
  );
}

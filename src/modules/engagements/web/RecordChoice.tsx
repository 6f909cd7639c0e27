// Which companies' inspections of a round an engagement covers: found by name, ticked, as many as there are.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";

type Row = Output<typeof engagements.listCoverable>["rows"][number];
export type Rounds = Output<typeof engagements.listCoverableRounds>["rows"];
/** Ids of inspections, or of companies where no round is chosen. */
export type Chosen = { inspectionIds: readonly string[]; companyIds: readonly string[] };

type Props = { rounds: Rounds; chosen: Chosen; onChange: (chosen: Chosen) => void; withCompanies?: boolean };

export function RecordChoice({ rounds, chosen, onChange, withCompanies = true }: Props) {
  const t = useText();
  const [roundId, setRound] = useState(rounds[0]?.id ?? "");
  const [search, setSearch] = useState("");
  const pages = usePages<Row>(
    engagements.listCoverable,
    { ...(roundId ? { roundId } : {}), ...(search ? { search } : {}) },
    { size: 50, enabled: withCompanies || roundId !== "" },
  );
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const isOn = (row: Row) =>
    row.inspectionId
      ? chosen.inspectionIds.includes(row.inspectionId)
      : chosen.companyIds.includes(row.companyId);
  const withRows = (of: readonly Row[], on: boolean): Chosen => {
    const inspections = of.flatMap((row) => row.inspectionId ?? []);
    const companies = of.flatMap((row) => (row.inspectionId ? [] : row.companyId));
    const join = (before: readonly string[], ids: readonly string[]) =>
      on ? [...new Set([...before, ...ids])] : before.filter((id) => !ids.includes(id));
    return {
      inspectionIds: join(chosen.inspectionIds, inspections),
      companyIds: join(chosen.companyIds, companies),
    };
  };
  const count = chosen.inspectionIds.length + chosen.companyIds.length;
  return (
    <>
      <div className="two">
        <SelectField
          label={t("outside.round")}
          value={roundId}
          {...(withCompanies ? { emptyLabel: t("outside.companiesAlone") } : {})}
          choices={rounds.map((round) => ({ value: round.id, label: `${round.name} · ${round.fiscalYear}` }))}
          onChange={setRound}
        />
        <TextField
          label={t("outside.find")}
          type="search"
          value={search}
          maxLength={100}
          onChange={setSearch}
        />
      </div>
      {pages.isError ? (
        <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
      ) : !pages.data ? (
        <Loading rows={3} />
      ) : (
        <fieldset className="people" aria-label={t("outside.records")}>
          {rows.map((row) => (
            <Tick
              key={row.companyId}
              label={row.companyName}
              isOn={isOn(row)}
              onChange={(on) => onChange(withRows([row], on))}
            />
          ))}
        </fieldset>
      )}
      <div className="row">
        <b>{t("outside.chosen", { count })}</b>
        <Button size="s" onClick={() => onChange(withRows(rows, true))}>
          {t("outside.chooseShown")}
        </Button>
        <Button size="s" onClick={() => onChange({ inspectionIds: [], companyIds: [] })}>
          {t("outside.clear")}
        </Button>
        {pages.hasNextPage ? (
          <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("action.more")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

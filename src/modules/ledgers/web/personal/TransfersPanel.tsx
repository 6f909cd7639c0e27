// Where the personal data of an entry go, on what that rests, and what seems to be missing from the list.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { EndDialog } from "#web/forms/EndDialog.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../../contract.ts";
import type { Entry } from "../entry.ts";
import { type Transfer, TransferDialog, transferReads } from "./TransferDialog.tsx";

type Asked =
  | { what: "record"; transfer: { fromCountry: string; toCountry: string } }
  | { what: "change" | "end"; transfer: Transfer };

export function TransfersPanel({ entry }: { entry: Entry }) {
  const t = useText();
  const read = useOperation(ledgers.listTransfers, { id: entry.id });
  const [asked, ask] = useState<Asked | null>(null);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={3} />;
  const { rows, country, proposed, can } = read.data;
  const running = rows.filter((row) => row.endedOn === null);
  const record = (fromCountry: string, toCountry: string) =>
    ask({ what: "record", transfer: { fromCountry, toCountry } });
  return (
    <Panel
      title={running.length === 0 ? t("transfer.titleNone") : t("transfer.title", { count: running.length })}
      more={
        can.record ? (
          <Button size="s" onClick={() => record(country ?? "", "")}>
            {t("transfer.record")}
          </Button>
        ) : null
      }
    >
      {rows.length === 0 && proposed.length === 0 ? (
        <p className="small soft">{t("transfer.noneHelp")}</p>
      ) : null}
      {proposed.length > 0 ? (
        <Proposed countries={proposed} onRecord={can.record ? (from) => record(from, country ?? "") : null} />
      ) : null}
      <TransferList
        rows={running}
        mayChange={can.record}
        onAsk={(what, transfer) => ask({ what, transfer })}
      />
      <Ended rows={rows.filter((row) => row.endedOn !== null)} />
      {asked?.what === "record" || asked?.what === "change" ? (
        <TransferDialog entry={entry} transfer={asked.transfer} onClose={() => ask(null)} />
      ) : null}
      {asked?.what === "end" ? <EndTransfer transfer={asked.transfer} onClose={() => ask(null)} /> : null}
    </Panel>
  );
}

type ProposedProps = { countries: string[]; onRecord: ((from: string) => void) | null };

function Proposed({ countries, onRecord }: ProposedProps) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="note">
      <p>{t("transfer.proposed", { countries: format.list(countries.map((one) => format.country(one))) })}</p>
      {onRecord ? (
        <span className="row wrap">
          {countries.slice(0, 6).map((one) => (
            <Button key={one} size="s" onClick={() => onRecord(one)}>
              {t("transfer.recordFrom", { country: format.country(one) })}
            </Button>
          ))}
        </span>
      ) : null}
    </div>
  );
}

type ListProps = {
  rows: Transfer[];
  mayChange: boolean;
  onAsk: (what: "change" | "end", transfer: Transfer) => void;
};

function TransferList({ rows, mayChange, onAsk }: ListProps) {
  const t = useText();
  const format = useFormat();
  return (
    <ul className="statements">
      {rows.map((row) => (
        <li key={row.id}>
          <div className="grow">
            <b>
              {format.country(row.fromCountry)} → {format.country(row.toCountry)}
            </b>{" "}
            <LangText text={row.recipientName} />
            {row.categories ? (
              <div className="small soft">
                <LangText text={row.categories} />
              </div>
            ) : null}
            <div className="small">
              {row.basis ? t(`transfer.basis.${row.basis}`) : null}
              {row.reference ? (
                <>
                  {row.basis ? " · " : null}
                  <LangText text={row.reference} />
                </>
              ) : null}
              {row.basis
                ? ` · ${row.validUntil ? `${t("transfer.validUntil")} ${format.day(row.validUntil)}` : t("transfer.unlimited")}`
                : ""}
              {row.fileId ? (
                <Button size="s" look="quiet" onClick={() => void downloadFile(row.fileId ?? "")}>
                  {row.fileName ?? t("proof.file")}
                </Button>
              ) : null}
            </div>
          </div>
          {row.lacks ? <span className="badge serious">{t(`transfer.lacks.${row.lacks}`)}</span> : null}
          {mayChange ? (
            <ActionMenu
              label={`${format.country(row.toCountry)}: ${t("transfer.change")}`}
              actions={[
                { label: t("transfer.change"), onClick: () => onAsk("change", row) },
                { label: t("transfer.end"), isDanger: true, onClick: () => onAsk("end", row) },
              ]}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Ended({ rows }: { rows: Transfer[] }) {
  const t = useText();
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <details className="earlier">
      <summary>{t("transfer.ended", { count: rows.length })}</summary>
      <ul className="statements">
        {rows.map((row) => (
          <li key={row.id} className="small soft">
            {format.country(row.fromCountry)} → {format.country(row.toCountry)} {row.recipientName} ·{" "}
            {t("transfer.endedOn", { day: row.endedOn ? format.day(row.endedOn) : "" })}
          </li>
        ))}
      </ul>
    </details>
  );
}

function EndTransfer({ transfer, onClose }: { transfer: Transfer; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const end = useCommand(ledgers.endTransfer, transferReads);
  return (
    <EndDialog
      title={t("transfer.end")}
      effect={(day) => t("transfer.endEffect", { day: day ? format.day(day) : "–" })}
      dayLabel={t("transfer.endOn")}
      action={(day) => t("transfer.endDo", { day })}
      isBusy={end.isPending}
      error={end.error}
      onEnd={(on, reason) => end.mutate({ id: transfer.id, on, reason }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

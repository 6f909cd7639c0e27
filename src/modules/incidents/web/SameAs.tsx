// What was reported around then and may be the same, to choose from when a report is judged.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../contract.ts";
import { StateMark } from "./marks.tsx";
import type { Incident } from "./incident.ts";

type Alike = Output<typeof incidents.listAlike>["rows"][number];

type ChoiceProps = { incident: Incident; value: string; onChange: (row: Alike) => void };

/** The suggested ones; whoever knows a number or a word looks for another. */
export function SameAsChoice({ incident, value, onChange }: ChoiceProps) {
  const t = useText();
  const [search, setSearch] = useState("");
  const alike = useOperation(incidents.listAlike, {
    id: incident.id,
    ...(search.trim() ? { search: search.trim() } : {}),
  });
  return (
    <fieldset className="inc-same-choice">
      <legend>{t("incident.same.which")}</legend>
      {alike.isError ? <ErrorState error={alike.error} onRetry={() => void alike.refetch()} /> : null}
      {alike.isPending ? <Loading rows={2} /> : null}
      {alike.data?.rows.length === 0 ? <p className="mute">{t("incident.same.none")}</p> : null}
      {alike.data?.rows.map((row) => (
        <label key={row.id} className={row.id === value ? "inc-pick on" : "inc-pick"}>
          <input type="radio" name="same-as" checked={row.id === value} onChange={() => onChange(row)} />
          <AlikeLine row={row} />
        </label>
      ))}
      <TextField
        label={t("incident.same.search")}
        isOptional
        value={search}
        maxLength={100}
        onChange={setSearch}
      />
    </fieldset>
  );
}

export function AlikeLine({ row, isLink = false }: { row: Alike; isLink?: boolean }) {
  const t = useText();
  const format = useFormat();
  const title = row.title === "–" ? t(`incident.kind.${row.kind}`) : <LangText text={row.title} />;
  return (
    <span className="inc-same-line">
      <span>
        {isLink ? (
          <Go to="/incidents/$id" params={{ id: row.id }}>
            {row.reference}
          </Go>
        ) : (
          <b>{row.reference}</b>
        )}{" "}
        {title} <StateMark state={row.state} />
      </span>
      <span className="small mute">
        <span className="tn">{format.moment(row.discoveredAt)}</span> {row.byName ?? ""}{" "}
        {row.because.map((one) => (
          <Tag key={one}>{t(`incident.same.by.${one}`)}</Tag>
        ))}
      </span>
    </span>
  );
}

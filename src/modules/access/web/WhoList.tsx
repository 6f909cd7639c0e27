// Who can see or do something at a company: everybody who reaches it, with the reason and until when; to be kept as a list.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { DateField, SelectField } from "#web/forms/fields.tsx";
import { Go } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { useVia } from "./RightsList.tsx";
import { inAreas, useRoleName } from "./words.ts";
import "./access.css";

export type Asked = { permission: string; on: string };
type Props = { companyId: string; asked: Asked; onAsk: (part: Partial<Asked>) => void };
type Row = Output<typeof access.askWho>["rows"][number];

const atOnce = 100;

export function WhoList({ companyId, asked, onAsk }: Props) {
  const t = useText();
  const any = useAnyText();
  const { today } = useSession();
  const input = {
    companyId,
    ...(asked.permission ? { permission: asked.permission } : {}),
    ...(asked.on && asked.on !== today ? { asOf: asked.on } : {}),
  };
  const who = useOperation(access.askWho, input, { keep: true });
  const [failed, fail] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const save = () => {
    setSaving(true);
    fail(null);
    void downloadFrom(access.exportWho, { format: "csv", ...input })
      .catch(fail)
      .finally(() => setSaving(false));
  };
  if (who.isError) return <ErrorState error={who.error} onRetry={() => void who.refetch()} />;
  if (!who.data) return <Loading rows={6} />;
  const { rows, people, permissions } = who.data;
  return (
    <div className="stack s">
      <div className="form wide">
        <div className="two">
          <SelectField
            label={t("rights.canWhat")}
            value={asked.permission}
            emptyLabel={t("rights.anything")}
            choices={inAreas(permissions).flatMap((area) =>
              area.permissions.map((value) => ({ value, label: any(`permission.${value}`) })),
            )}
            onChange={(permission) => onAsk({ permission })}
          />
          <DateField
            label={t("rights.asOf")}
            value={asked.on || today}
            onChange={(on) => onAsk({ on: on === today ? "" : on })}
          />
        </div>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t("rights.whoEmpty")}>{t("rights.whoEmptyHelp")}</EmptyState>
      ) : (
        <>
          <p className="row wrap">
            <b>{t("rights.whoCount", { count: people })}</b>
            <Button size="s" icon="download" isBusy={isSaving} onClick={save}>
              {t("rights.export")}
            </Button>
          </p>
          <Rows rows={rows} />
        </>
      )}
      <FormError error={failed} />
      <p className="small mute">
        {asked.on && asked.on !== today ? `${t("rights.asOfHelp")} ` : ""}
        {t("rights.asked")}
      </p>
    </div>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  const [most, setMost] = useState(atOnce);
  return (
    <>
      <div className="who-list">
        <table className="grid roomy" aria-label={t("rights.whoTitle")}>
          <thead>
            <tr>
              <th scope="col">{t("account.person")}</th>
              <th scope="col">{t("grant.role")}</th>
              <th scope="col" className="wide-only">
                {t("rights.where")}
              </th>
              <th scope="col" className="wide-only">
                {t("grant.to")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row, index) => (
              // One person may hold the same role by two ways at one unit.
              // oxlint-disable-next-line react/no-array-index-key
              <WhoRow key={index} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most ? (
        <p>
          <Button size="s" onClick={() => setMost(most + atOnce * 5)}>
            {t("rights.showMore", { count: rows.length - most })}
          </Button>
        </p>
      ) : null}
    </>
  );
}

function WhoRow({ row }: { row: Row }) {
  const t = useText();
  const format = useFormat();
  const roleName = useRoleName();
  const via = useVia();
  const until = row.validTo ? format.day(addDays(row.validTo, -1), "plain") : t("rights.noEnd");
  return (
    <tr>
      <td>
        {row.personId ? (
          <Go to="/rights/people/$id" params={{ id: row.personId }}>
            <LangText text={row.personName} />
          </Go>
        ) : (
          <LangText text={row.personName} />
        )}
      </td>
      <td>
        <span className="row wrap">
          <LangText text={roleName(row)} />
          {row.roleName ? <Tag>{t("role.own")}</Tag> : null}
        </span>
        <small>
          <LangText text={via(row)} />
        </small>
        <span className="narrow-only small">
          <LangText text={row.unitName} /> · {until}
        </span>
      </td>
      <td className="wide-only">
        <LangText text={row.unitName} />
      </td>
      <td className="wide-only">{until}</td>
    </tr>
  );
}

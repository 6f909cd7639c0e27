// Procedures for the case, with the day on which each was tried out last: what nobody has tried stands first.
import { useState } from "react";
import { CompanyChoice, CompanyFilter } from "#modules/organization/web/parts.tsx";
import { duties } from "#modules/duties/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { nextTrialOn, procedureKinds, trialHows, worked } from "../rules.ts";
import "../../web/incidents.css";

type Row = Output<typeof incidents.listProcedures>["rows"][number];
type Url = { companyId: string; divisionId: string };
const refreshed = [incidents.listProcedures, duties.getMyWork, duties.listMyDuties];

export default function ProceduresPage() {
  const t = useText();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const may = [useMay("incident.manage"), useMay("incident.assess")].some(Boolean);
  const [isAdding, setAdding] = useState(false);
  const [tried, setTried] = useState<Row | null>(null);
  const end = useCommand(incidents.endProcedure, refreshed);
  const list = useOperation(
    incidents.listProcedures,
    {
      ...(url.companyId ? { companyId: url.companyId } : {}),
      ...(url.divisionId ? { divisionId: url.divisionId } : {}),
    },
    { keep: true },
  );
  const counts = list.data?.counts;
  const open = counts ? counts.never + counts.due : 0;
  return (
    <Page
      title={
        !counts
          ? t("procedures.title")
          : open > 0
            ? t("procedures.titleOpen", { count: open })
            : t("procedures.titleTried")
      }
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("procedures.title") }]}
      after={
        counts ? (
          <span className="age">{t("procedures.without", { count: counts.companiesWithout })}</span>
        ) : null
      }
      actions={
        may ? (
          <Button look="main" onClick={() => setAdding(true)}>
            {t("procedures.add")}
          </Button>
        ) : null
      }
    >
      <div className="filters">
        <CompanyFilter companyId={url.companyId} onChange={(companyId) => set({ companyId })} />
      </div>
      <FormError error={end.error} />
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Loading rows={6} /> : null}
      {list.data && list.data.rows.length === 0 ? (
        <EmptyState title={t("procedures.none")}>{t("procedures.noneHelp")}</EmptyState>
      ) : null}
      {list.data && list.data.rows.length > 0 ? (
        <Panel title={t("procedures.list", { count: list.data.counts.all })}>
          <ul className="inc-moments">
            {list.data.rows.map((row) => (
              <Line
                key={row.id}
                row={row}
                onTry={() => setTried(row)}
                onEnd={() => end.mutate({ id: row.id })}
              />
            ))}
          </ul>
        </Panel>
      ) : null}
      {isAdding ? <AddDialog onClose={() => setAdding(false)} /> : null}
      {tried ? <TryDialog row={tried} onClose={() => setTried(null)} /> : null}
    </Page>
  );
}

function Line({ row, onTry, onEnd }: { row: Row; onTry: () => void; onEnd: () => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <li>
      <b>
        <LangText text={row.title} />
      </b>
      <span className="small mute">{t(`procedures.kind.${row.kind}`)}</span>
      <LangText text={row.companyName} />
      <span className={row.standing === "never" || row.standing === "due" ? "inc-state open" : "inc-state"}>
        {t(`procedures.standing.${row.standing}`)}
      </span>
      <span className="small soft tn">
        {row.triedOn
          ? t("procedures.tried", {
              day: format.day(row.triedOn, "plain"),
              how: row.lastHow ? t(`procedures.how.${row.lastHow}`) : "",
            })
          : ""}{" "}
        {t("procedures.next", { day: format.day(row.nextOn, "plain") })}
      </span>
      {row.lastWorked && row.lastWorked !== "yes" ? (
        <Tag>{t(`procedures.worked.${row.lastWorked}`)}</Tag>
      ) : null}
      {row.place ? <span className="small soft">{row.place}</span> : null}
      {row.mayChange ? (
        <span className="row">
          <Button size="s" onClick={onTry}>
            {t("procedures.try")}
          </Button>
          <Button size="s" look="quiet" onClick={onEnd}>
            {t("procedures.end")}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [companyId, setCompanyId] = useState("");
  const [kind, setKind] = useState<(typeof procedureKinds)[number]>("incident");
  const [title, setTitle] = useState("");
  const [place, setPlace] = useState("");
  const [months, setMonths] = useState<number | null>(12);
  const add = useCommand(incidents.addProcedure, refreshed);
  const lack = !companyId
    ? t("incidents.company")
    : !title.trim()
      ? t("procedures.name")
      : !months
        ? t("procedures.every")
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("procedures.add")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(
            { companyId, kind, title: title.trim(), place: place.trim(), everyMonths: months ?? 12 },
            { onSuccess: onClose },
          );
        }}
      >
        <CompanyChoice
          label={t("incidents.company")}
          value={companyId}
          onChange={(id) => setCompanyId(id ?? "")}
        />
        <SelectField
          label={t("incidents.kind")}
          value={kind}
          choices={procedureKinds.map((value) => ({ value, label: t(`procedures.kind.${value}`) }))}
          onChange={setKind}
        />
        <TextField label={t("procedures.name")} value={title} maxLength={300} onChange={setTitle} />
        <TextField
          label={t("procedures.place")}
          hint={t("procedures.placeHint")}
          isOptional
          value={place}
          maxLength={500}
          onChange={setPlace}
        />
        <NumberField label={t("procedures.every")} value={months} onChange={setMonths} />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={lack ? t("forms.first", { field: lack }) : null}
          onClose={onClose}
        >
          {t("procedures.add")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

function TryDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const [triedOn, setTriedOn] = useState(today);
  const [how, setHow] = useState<(typeof trialHows)[number]>("table_top");
  const [result, setResult] = useState<(typeof worked)[number]>("yes");
  const [learned, setLearned] = useState("");
  const say = useCommand(incidents.tryProcedure, refreshed);
  return (
    <Dialog isOpen onClose={onClose} title={t("procedures.tryTitle", { title: row.title })}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          say.mutate(
            { id: row.id, triedOn, how, worked: result, learned: learned.trim(), rowVersion: row.rowVersion },
            { onSuccess: onClose },
          );
        }}
      >
        <DateField label={t("procedures.triedOn")} value={triedOn} onChange={setTriedOn} />
        <SelectField
          label={t("procedures.howField")}
          value={how}
          choices={trialHows.map((value) => ({ value, label: t(`procedures.how.${value}`) }))}
          onChange={setHow}
        />
        <SelectField
          label={t("procedures.workedField")}
          value={result}
          choices={worked.map((value) => ({ value, label: t(`procedures.worked.${value}`) }))}
          onChange={setResult}
        />
        <TextArea
          label={t("procedures.learned")}
          isOptional={result === "yes"}
          value={learned}
          maxLength={4000}
          onChange={setLearned}
        />
        {triedOn ? (
          <p className="note">
            {t("procedures.nextThen", {
              day: format.day(nextTrialOn(triedOn, row.everyMonths, how), "plain"),
            })}
          </p>
        ) : null}
        <FormEnds
          error={say.error}
          isBusy={say.isPending}
          offBecause={
            result !== "yes" && !learned.trim() ? t("forms.first", { field: t("procedures.learned") }) : null
          }
          onClose={onClose}
        >
          {t("procedures.try")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

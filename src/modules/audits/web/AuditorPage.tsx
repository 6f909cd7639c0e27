// One auditor: what they can, where they go, whom they advised.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { audits } from "../contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { type Able, AbleFields, AdviceDialog, refreshed } from "./AuditorDialogs.tsx";
import { useMonth } from "./words.tsx";

type Auditor = Output<typeof audits.getAuditor>;

export default function AuditorPage() {
  const t = useText();
  const id = useParam("id");
  const [open, setOpen] = useState<"change" | "advice" | null>(null);
  const read = useOperation(audits.getAuditor, { id });
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={6} />;
  const one = read.data;
  return (
    <Page
      title={t("audits.auditor.title", { name: one.name, used: one.usedDays, days: one.daysAYear })}
      crumbs={[
        { label: t("rail.audits"), to: "/audits" },
        { label: t("audits.auditors"), to: "/audits/auditors" },
        { label: one.name },
      ]}
      actions={
        one.mayPlan ? (
          <>
            <Button onClick={() => setOpen("advice")}>{t("audits.advice.add")}</Button>
            <Button look="main" onClick={() => setOpen("change")}>
              {t("audits.auditor.change")}
            </Button>
          </>
        ) : null
      }
    >
      <div className="record">
        <aside>
          <Properties one={one} />
        </aside>
        <div>
          <Visits one={one} />
          <Advice one={one} />
        </div>
      </div>
      {open === "change" ? <ChangeDialog one={one} onClose={() => setOpen(null)} /> : null}
      {open === "advice" ? <AdviceDialog id={one.id} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
}

function Properties({ one }: { one: Auditor }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <Panel title={t("audits.visit.properties")}>
      <KeyValue
        rows={[
          [t("audits.auditors.from"), <LangText key="from" text={one.companyName} />],
          [
            t("audits.competences"),
            format.list(one.competences.map((of) => t(`audits.competence.${of}`))) || "–",
          ],
          [t("audits.languages"), format.list(one.languages.map(format.tongue))],
          [t("audits.homeRegion"), any(`region.${one.homeRegion}`)],
          [t("audits.daysAYear"), format.number(one.daysAYear)],
          [t("audits.auditors.since"), format.day(one.validFrom, "plain")],
          [t("audits.auditors.until"), one.validTo ? format.day(addDays(one.validTo, -1), "plain") : "–"],
        ]}
      />
    </Panel>
  );
}

function Visits({ one }: { one: Auditor }) {
  const t = useText();
  const month = useMonth();
  return (
    <Panel title={t("audits.auditor.visits", { count: one.visitsOf.length })}>
      <ul className="fit">
        {one.visitsOf.map((visit) => (
          <li key={visit.id}>
            <span>
              <Go to="/audits/visits/$id" params={{ id: visit.id }}>
                <LangText text={visit.companyName} />
              </Go>{" "}
              <span className="soft small">
                {month(visit.month)} · {t("audits.daysOf", { count: visit.days })}
                {visit.isLead ? ` · ${t("audits.lead")}` : ""}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Advice({ one }: { one: Auditor }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("audits.advice.title", { count: one.advice.length })}>
      {one.advice.length === 0 ? <p className="soft">{t("audits.advice.none")}</p> : null}
      <ul className="fit">
        {one.advice.map((advice) => (
          <li key={`${advice.companyName}${advice.toOn}${advice.about}`}>
            <span>
              <LangText text={advice.companyName} />{" "}
              <span className="soft small">
                {format.day(advice.fromOn, "plain")} – {format.day(advice.toOn, "plain")}
              </span>
              <span className="why block">
                <LangText text={advice.about} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ChangeDialog({ one, onClose }: { one: Auditor; onClose: () => void }) {
  const t = useText();
  const [able, setAble] = useState<Able>({
    homeRegion: one.homeRegion,
    daysAYear: one.daysAYear,
    competences: one.competences,
    languages: one.languages,
  });
  const [lastDay, setLastDay] = useState(one.validTo ? addDays(one.validTo, -1) : "");
  const change = useCommand(audits.changeAuditor, [...refreshed, audits.listFitting]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { id: one.id, rowVersion: one.rowVersion, ...able, lastDay: lastDay || null },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.auditor.change")}>
      <form className="form" onSubmit={submit}>
        <AbleFields value={able} onChange={setAble} />
        <DateField label={t("audits.auditors.until")} isOptional value={lastDay} onChange={setLastDay} />
        <FormEnds
          error={change.error}
          isBusy={change.isPending}
          offBecause={able.languages.length === 0 ? t("forms.first", { field: t("audits.languages") }) : null}
          onClose={onClose}
        >
          {t("action.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

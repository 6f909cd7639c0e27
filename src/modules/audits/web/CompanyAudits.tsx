// On the company's page: the last audits, the next one, and by when it is due.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { audits } from "../contract.ts";
import { PlanDialog, refreshedByVisits } from "./PlanDialog.tsx";
import { MaybeResult, StateBadge, useWhen } from "./words.tsx";

export default function CompanyAudits({ companyId, asOf }: CompanySectionProps) {
  const t = useText();
  const format = useFormat();
  const when = useWhen();
  const [open, setOpen] = useState<"plan" | "earlier" | null>(null);
  const read = useOperation(audits.getCompanyAudits, { companyId }, { enabled: asOf === undefined });
  const takeBack = useCommand(audits.takeBackEarlierDay, refreshedByVisits);
  if (!read.data || asOf !== undefined) return null;
  const { held, planned, dueOn, state, earlier, can } = read.data;
  const last = held[0];
  return (
    <Panel
      className="c6"
      title={
        last ? t("audits.panel.last", { day: format.day(last.heldOn, "plain") }) : t("audits.panel.never")
      }
      more={state ? <StateBadge state={state} /> : null}
      footer={
        can.plan ? (
          <div className="row">
            <Button onClick={() => setOpen("plan")}>{t("audits.plan")}</Button>
            {earlier ? (
              <Button look="quiet" isBusy={takeBack.isPending} onClick={() => takeBack.mutate({ companyId })}>
                {t("audits.earlierBack")}
              </Button>
            ) : dueOn ? (
              <Button look="quiet" onClick={() => setOpen("earlier")}>
                {t("audits.earlierSet")}
              </Button>
            ) : null}
          </div>
        ) : null
      }
    >
      <FormError error={takeBack.error} />
      {dueOn ? (
        <p className={state === "overdue" ? "late-ink" : undefined}>
          {t("audits.panel.due", { day: format.day(dueOn, "plain") })}
        </p>
      ) : null}
      {earlier ? (
        <p className="small soft">
          {t("audits.panel.earlier", { name: earlier.setByName ?? "" })} <LangText text={earlier.reason} />
        </p>
      ) : null}
      <ul className="fit">
        {planned.map((visit) => (
          <li key={visit.id}>
            <span>
              <Go to="/audits/visits/$id" params={{ id: visit.id }}>
                {when(visit)}
              </Go>{" "}
              <span className="soft small">
                {t(`audits.kind.${visit.kind}`)} · {t(`audits.why.${visit.why}`)}
              </span>
            </span>
            <span className="badge">
              {t(visit.isAnnounced ? "audits.visitState.announced" : "audits.visitState.planned")}
            </span>
          </li>
        ))}
        {held.slice(0, 6).map((audit) => (
          <li key={`${audit.heldOn}${audit.visitId ?? ""}`}>
            <span>
              {audit.visitId ? (
                <Go to="/audits/visits/$id" params={{ id: audit.visitId }}>
                  {format.day(audit.heldOn, "plain")}
                </Go>
              ) : (
                format.day(audit.heldOn, "plain")
              )}{" "}
              {audit.isImported ? <Tag>{t("audits.imported")}</Tag> : null}
              <span className="why block">
                {[
                  t(`audits.kind.${audit.kind}`),
                  audit.findings === null ? "" : t("audits.findingsOf", { count: audit.findings }),
                  audit.auditors,
                  audit.report,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <MaybeResult result={audit.result} />
          </li>
        ))}
      </ul>
      {open === "plan" ? <PlanDialog companyId={companyId} onClose={() => setOpen(null)} /> : null}
      {open === "earlier" ? <EarlierDialog companyId={companyId} onClose={() => setOpen(null)} /> : null}
    </Panel>
  );
}

function EarlierDialog({ companyId, onClose }: { companyId: string; onClose: () => void }) {
  const t = useText();
  const [form, setForm] = useState({ dueOn: "", reason: "" });
  const set = useCommand(audits.setEarlierDay, refreshedByVisits);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ companyId, dueOn: form.dueOn, reason: form.reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.earlierSet")} size="s">
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("audits.earlierHelp")}</p>
        <DateField
          label={t("audits.dueOn")}
          value={form.dueOn}
          onChange={(dueOn) => setForm({ ...form, dueOn })}
        />
        <ReasonField isRequired value={form.reason} onChange={(reason) => setForm({ ...form, reason })} />
        <FormEnds
          error={set.error}
          isBusy={set.isPending}
          offBecause={form.dueOn && form.reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("audits.earlierSet")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

// How often each tier is audited, and how that was before; changed from a day on, with a reason.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { audits } from "../contract.ts";
import { tiers } from "../programme/rules.ts";

type Cycle = Output<typeof audits.getAuditCycle>;

export function CycleDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const read = useOperation(audits.getAuditCycle, {});
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.cycle")}>
      {read.data ? <CycleForm kept={read.data} onClose={onClose} /> : <Loading rows={4} />}
    </Dialog>
  );
}

function CycleForm({ kept, onClose }: { kept: Cycle; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({ ...kept, from: today, reason: "" });
  const change = useCommand(audits.changeAuditCycle, [
    audits.getAuditCycle,
    audits.listAuditCoverage,
    audits.countAuditCoverage,
    audits.listAuditYears,
  ]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { months, acquiredMonths, days, staffedWeeks, from, reason } = form;
    change.mutate(
      { months, acquiredMonths, days, staffedWeeks, from, reason: reason.trim() },
      { onSuccess: onClose },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">{t("audits.cycle.lead")}</p>
      {tiers.map((tier) => (
        <div key={tier} className="two">
          <NumberField
            label={t("audits.cycle.months", { tier })}
            value={form.months[tier]}
            onChange={(value) => setForm({ ...form, months: { ...form.months, [tier]: value ?? 1 } })}
          />
          <NumberField
            label={t("audits.cycle.days", { tier })}
            value={form.days[tier]}
            onChange={(value) => setForm({ ...form, days: { ...form.days, [tier]: value ?? 1 } })}
          />
        </div>
      ))}
      <div className="two">
        <NumberField
          label={t("audits.cycle.acquired")}
          value={form.acquiredMonths}
          onChange={(value) => setForm({ ...form, acquiredMonths: value ?? 1 })}
        />
        <NumberField
          label={t("audits.cycle.staffed")}
          value={form.staffedWeeks}
          onChange={(value) => setForm({ ...form, staffedWeeks: value ?? 1 })}
        />
      </div>
      <DateField
        label={t("audits.cycle.from")}
        value={form.from}
        onChange={(from) => setForm({ ...form, from })}
      />
      <ReasonField isRequired value={form.reason} onChange={(reason) => setForm({ ...form, reason })} />
      <Before kept={kept} />
      <FormEnds
        error={change.error}
        isBusy={change.isPending}
        offBecause={
          kept.mayChange ? (form.reason.trim() ? null : t("dialog.reasonFirst")) : t("audits.cycle.notYours")
        }
        onClose={onClose}
      >
        {t("audits.cycle.change")}
      </FormEnds>
    </form>
  );
}

function Before({ kept }: { kept: Cycle }) {
  const t = useText();
  const format = useFormat();
  if (kept.history.length < 2) return null;
  return (
    <ul className="small soft">
      {kept.history.map((one) => (
        <li key={one.from}>
          {t("audits.cycle.was", {
            day: format.day(one.from, "plain"),
            months: tiers.map((tier) => one.months[tier]).join(" / "),
          })}{" "}
          {one.reason ? <LangText text={one.reason} /> : null}
        </li>
      ))}
    </ul>
  );
}

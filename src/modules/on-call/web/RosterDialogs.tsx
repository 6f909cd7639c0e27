// What whoever keeps a roster does with it: a shift for somebody, a number, other words, the end.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { useFormat } from "#web/text/format.ts";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { useNow } from "#web/ui/now.ts";
import { toast } from "#web/ui/Toasts.tsx";
import { dayIn } from "#modules/duties/rules.ts";
import { onCall } from "../contract.ts";
import { CandidateChoice } from "./CandidateChoice.tsx";
import { MomentField, saidAt } from "./MomentField.tsx";
import { type Draft, lackOf, RosterFields, sentOf } from "./RosterFields.tsx";
import { nameIn, refreshed, type Roster, unitOf } from "./rows.ts";

type Props = { of: Roster; onClose: () => void };

export function ShiftDialog({ of, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const [person, setPerson] = useState({ id: "", name: "" });
  const [tier, setTier] = useState<"1" | "2">("1");
  const [from, setFrom] = useState({
    day: dayIn(now, of.timeZone),
    time: format.moment(now.toISOString(), "time", of.timeZone),
  });
  const [until, setUntil] = useState({ day: "", time: "09:00" });
  const [reason, setReason] = useState("");
  const set = useCommand(onCall.setOnCallShift, refreshed);
  const [startsAt, endsAt] = [saidAt(from, of.timeZone), saidAt(until, of.timeZone)];
  const lack = !person.id
    ? t("onCall.who")
    : !startsAt
      ? t("onCall.fromDayField")
      : !endsAt
        ? t("onCall.untilDayField")
        : !reason.trim()
          ? t("onCall.reason")
          : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (startsAt && endsAt)
      set.mutate(
        { id: of.id, tier: Number(tier), personId: person.id, startsAt, endsAt, reason: reason.trim() },
        {
          onSuccess: () => {
            toast(t("onCall.shiftSet", { name: person.name }));
            onClose();
          },
        },
      );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("onCall.setShift")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("onCall.shiftHelp", { zone: of.timeZone })}</p>
        <CandidateChoice unitId={of.unitId} label={t("onCall.who")} chosen={person.id} onChoose={setPerson} />
        <SelectField
          label={t("onCall.tier")}
          value={tier}
          choices={(["1", "2"] as const).map((value) => ({ value, label: t(`onCall.tier.${value}`) }))}
          onChange={setTier}
        />
        <MomentField
          dayLabel={t("onCall.fromDayField")}
          timeLabel={t("onCall.fromTimeField")}
          value={from}
          onChange={setFrom}
        />
        <MomentField
          dayLabel={t("onCall.untilDayField")}
          timeLabel={t("onCall.untilTimeField")}
          value={until}
          onChange={setUntil}
        />
        <TextArea label={t("onCall.reason")} value={reason} maxLength={500} onChange={setReason} />
        <FormEnds
          error={set.error}
          isBusy={set.isPending}
          offBecause={lack ? t("forms.first", { field: lack }) : null}
          onClose={onClose}
        >
          {t("onCall.setShift")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function RemoveShiftDialog({ shiftId, onClose }: { shiftId: string; onClose: () => void }) {
  const t = useText();
  const remove = useCommand(onCall.removeOnCallShift, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("onCall.removeShift")}
      effect={t("onCall.removeShiftEffect")}
      action={t("onCall.removeShift")}
      reason={{ label: t("onCall.reason"), isRequired: true }}
      isBusy={remove.isPending}
      error={<FormError error={remove.error} />}
      onConfirm={(reason) =>
        remove.mutate({ id: shiftId, reason: reason.slice(0, 500) }, { onSuccess: onClose })
      }
    />
  );
}

export function ContactDialog({ of, personId, onClose }: Props & { personId: string }) {
  const t = useText();
  const [telephone, setTelephone] = useState("");
  const [remark, setRemark] = useState("");
  const set = useCommand(onCall.setOnCallContact, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ id: of.id, personId, telephone: telephone.trim() || null, remark }, { onSuccess: onClose });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("onCall.numberOf", { name: nameIn(of.people, personId) })}
      size="s"
    >
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("onCall.numberHelp")}</p>
        <TextField
          label={t("onCall.telephone")}
          type="tel"
          value={telephone}
          maxLength={60}
          onChange={setTelephone}
        />
        <TextField
          label={t("onCall.remark")}
          isOptional
          value={remark}
          maxLength={200}
          onChange={setRemark}
        />
        <FormEnds error={set.error} isBusy={set.isPending} offBecause={null} onClose={onClose}>
          {t(telephone.trim() ? "onCall.saveNumber" : "onCall.clearNumber")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function RosterDialog({ of, onClose }: Props) {
  const t = useText();
  const [draft, setDraft] = useState<Draft>({
    name: of.name,
    timeZone: of.timeZone,
    purposes: of.purposes,
    served: of.served.map((one) => ({ id: one.id, name: unitOf(one) })),
    isContinuous: of.isContinuous,
  });
  const change = useCommand(onCall.changeOnCallRoster, refreshed);
  const lack = lackOf(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ id: of.id, rowVersion: of.rowVersion, ...sentOf(draft) }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("onCall.change")}>
      <form className="form" onSubmit={submit}>
        <RosterFields
          of={draft}
          isOfCompany={false}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <FormEnds
          error={change.error}
          isBusy={change.isPending}
          offBecause={lack ? t("forms.first", { field: t(lack) }) : null}
          onClose={onClose}
        >
          {t("onCall.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function EndRosterDialog({ of, onClose }: Props) {
  const t = useText();
  const end = useCommand(onCall.endOnCallRoster, refreshed);
  return (
    <ConfirmDialog
      isOpen
      isDanger
      onClose={onClose}
      title={t("onCall.end")}
      effect={t("onCall.endEffect")}
      action={t("onCall.end")}
      reason={{ label: t("onCall.reason"), isRequired: true }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(reason) =>
        end.mutate(
          { id: of.id, rowVersion: of.rowVersion, reason: reason.slice(0, 500) },
          { onSuccess: onClose },
        )
      }
    />
  );
}

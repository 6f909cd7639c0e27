// What is changed in an engagement that goes on: its people, its records, its end.
import { type FormEvent, type ReactNode, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { Loading } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import type { Engagement } from "./rows.ts";
import { PeopleChoice } from "./PeopleChoice.tsx";
import { type Chosen, RecordChoice } from "./RecordChoice.tsx";

type Props = { of: Engagement; onClose: () => void };
const refreshed = [
  engagements.getEngagement,
  engagements.listOutsidePeople,
  engagements.listCovered,
  engagements.listEngagements,
];

type ReasonedProps = {
  title: string;
  /** What has to be chosen first. */
  offBecause: string | null;
  isBusy: boolean;
  error: unknown;
  onSave: (reason: string) => void;
  onClose: () => void;
  children: ReactNode;
};

function Reasoned({ title, offBecause, isBusy, error, onSave, onClose, children }: ReasonedProps) {
  const t = useText();
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(reason.trim());
  };
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <form className="form" onSubmit={submit}>
        {children}
        <TextField label={t("outside.reason")} value={reason} maxLength={500} onChange={setReason} />
        <FormEnds
          error={error}
          isBusy={isBusy}
          offBecause={offBecause ?? (reason.trim() ? null : t("dialog.reasonFirst"))}
          onClose={onClose}
        >
          {t("outside.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function AddPeopleDialog({ of, onClose }: Props) {
  const t = useText();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const inIt = useOperation(engagements.listOutsidePeople, { engagementId: of.id, limit: 500 });
  const change = useCommand(engagements.changeEngagement, refreshed);
  return (
    <Reasoned
      title={t("outside.addPeople")}
      offBecause={chosen.length === 0 ? t("forms.first", { field: t("outside.people") }) : null}
      isBusy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSave={(reason) =>
        change.mutate(
          { id: of.id, addPersonIds: [...chosen], reason, rowVersion: of.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      {inIt.data ? (
        <PeopleChoice
          firmId={of.firmId}
          besides={inIt.data.rows.map((one) => one.id)}
          chosen={chosen}
          onChange={setChosen}
        />
      ) : (
        <Loading rows={2} />
      )}
    </Reasoned>
  );
}

export function AddRecordsDialog({ of, onClose }: Props) {
  const t = useText();
  const offer = useOperation(engagements.listCoverableRounds, {});
  const [chosen, setChosen] = useState<Chosen>({ inspectionIds: [], companyIds: [] });
  const change = useCommand(engagements.changeEngagement, refreshed);
  return (
    <Reasoned
      title={t("outside.addRecords")}
      offBecause={chosen.inspectionIds.length === 0 ? t("outside.recordsFirst") : null}
      isBusy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSave={(reason) =>
        change.mutate(
          { id: of.id, addInspectionIds: [...chosen.inspectionIds], reason, rowVersion: of.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      {offer.data ? (
        <RecordChoice rounds={offer.data.rows} chosen={chosen} onChange={setChosen} withCompanies={false} />
      ) : (
        <Loading rows={3} />
      )}
    </Reasoned>
  );
}

export function EndDateDialog({ of, onClose }: Props) {
  const t = useText();
  const [lastDay, setLastDay] = useState(of.lastDay);
  const change = useCommand(engagements.setEngagementEnd, refreshed);
  return (
    <Reasoned
      title={t("outside.changeEnd")}
      offBecause={lastDay ? null : t("outside.daysFirst")}
      isBusy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSave={(reason) =>
        change.mutate({ id: of.id, lastDay, reason, rowVersion: of.rowVersion }, { onSuccess: onClose })
      }
    >
      <DateField
        label={t("outside.lastDay")}
        hint={`${t("outside.zoneHelp")} (${of.timeZone})`}
        value={lastDay}
        onChange={setLastDay}
      />
    </Reasoned>
  );
}

export function EndNowDialog({ of, onClose }: Props) {
  const t = useText();
  const end = useCommand(engagements.endEngagement, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("outside.endTitle", { title: of.title })}
      effect={t("outside.endEffect")}
      action={t("outside.endNow")}
      isDanger
      reason={{ label: t("outside.reason") }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(reason) =>
        end.mutate(
          { id: of.id, reason: reason.slice(0, 500), rowVersion: of.rowVersion },
          { onSuccess: onClose },
        )
      }
    />
  );
}

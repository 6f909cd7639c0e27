// What may be done with a lateral check that runs: more are asked, findings are raised, it is closed.
import { type FormEvent, useState } from "react";
import { findings } from "#modules/findings/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { lateralChecks } from "../contract.ts";
import { type Check, refreshed, unitOf } from "./rows.ts";

type Props = { of: Check; onClose: () => void };

/** Those whom the rules pick today and who are not asked yet stand first; any other is found by name. */
export function AddDialog({ of, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [search, setSearch] = useState("");
  const [companyIds, setCompanyIds] = useState<string[]>([]);
  const [dueOn, setDueOn] = useState(of.dueOn < today ? today : of.dueOn);
  const seen = useOperation(
    lateralChecks.previewLateralCheck,
    {
      issuerUnitId: of.issuerUnitId,
      rules: of.rules,
      needsAll: of.needsAll,
      exceptions: of.exceptions,
      checkId: of.id,
      ...(search ? { search } : {}),
    },
    { keep: true },
  );
  const add = useCommand(lateralChecks.addLateralMembers, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { id: of.id, companyIds, dueOn },
      {
        onSuccess: ({ added }) => {
          toast(t("lateral.added", { count: added }));
          onClose();
        },
      },
    );
  };
  const rows = (seen.data?.rows ?? []).filter((row) => row.isIn || search !== "").slice(0, 60);
  return (
    <Dialog isOpen onClose={onClose} title={t("lateral.add")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">
          {t(seen.data?.asked === 0 ? "lateral.addNone" : "lateral.addHelp", {
            count: seen.data?.asked ?? 0,
          })}
        </p>
        <FindBox label={t("lateral.findCompany")} value={search} onFind={setSearch} />
        <div className="told-picks">
          {rows.map((row) => (
            <Tick
              key={row.companyId}
              label={`${unitOf(row)} · ${row.unitCode}`}
              isOn={companyIds.includes(row.companyId)}
              onChange={(isOn) =>
                setCompanyIds(
                  isOn ? [...companyIds, row.companyId] : companyIds.filter((one) => one !== row.companyId),
                )
              }
            />
          ))}
        </div>
        <DateField label={t("lateral.dueOn")} value={dueOn} onChange={setDueOn} />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={companyIds.length === 0 ? t("lateral.companyFirst") : null}
          onClose={onClose}
        >
          {t("lateral.addDo", { count: companyIds.length })}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function RaiseDialog({ of, onClose }: Props) {
  const t = useText();
  const raise = useCommand(lateralChecks.raiseLateralFindings, [...refreshed, findings.listFindings]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("lateral.raise", { count: of.toRaise })}
      effect={t("lateral.raiseEffect", { count: of.toRaise })}
      action={t("lateral.raise", { count: of.toRaise })}
      isBusy={raise.isPending}
      error={<FormError error={raise.error} />}
      onConfirm={() =>
        raise.mutate(
          { id: of.id, rowVersion: of.rowVersion },
          {
            onSuccess: ({ raised }) => {
              toast(t("lateral.raisedToast", { count: raised }));
              onClose();
            },
          },
        )
      }
    />
  );
}

export function CloseDialog({ of, onClose }: Props) {
  const t = useText();
  const close = useCommand(lateralChecks.closeLateralCheck, [...refreshed, findings.listFindings]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("lateral.close")}
      effect={
        <>
          <p>{t("lateral.closeEffect", { count: of.open + of.notKnown })}</p>
          {of.toRaise > 0 ? <p>{t("lateral.raiseEffect", { count: of.toRaise })}</p> : null}
        </>
      }
      action={t("lateral.close")}
      reason={{ label: t("change.reason"), isRequired: of.open > 0 }}
      isBusy={close.isPending}
      error={<FormError error={close.error} />}
      onConfirm={(reason) =>
        close.mutate(
          { id: of.id, reason: reason.slice(0, 1000), rowVersion: of.rowVersion },
          { onSuccess: onClose },
        )
      }
    />
  );
}

/** Whoever was reminded within the last hours is left in peace. */
export function RemindDialog({ of, onClose }: Props) {
  const t = useText();
  const remind = useCommand(lateralChecks.remindLateralMembers, refreshed);
  const count = of.open + of.notKnown;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("lateral.remind")}
      effect={t("lateral.remindEffect", { count })}
      action={t("lateral.remind")}
      isBusy={remind.isPending}
      error={<FormError error={remind.error} />}
      onConfirm={() =>
        remind.mutate(
          { id: of.id },
          {
            onSuccess: ({ reminded, rested }) => {
              toast(t("lateral.reminded", { count: reminded, rested }));
              onClose();
            },
          },
        )
      }
    />
  );
}

export function WithdrawDialog({ of, onClose }: Props) {
  const t = useText();
  const withdraw = useCommand(lateralChecks.withdrawLateralCheck, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      isDanger
      title={t("lateral.withdraw")}
      effect={t("lateral.withdrawEffect", { count: of.asked - of.left })}
      action={t("lateral.withdraw")}
      reason={{ label: t("lateral.withdrawWhy"), isRequired: true }}
      isBusy={withdraw.isPending}
      error={<FormError error={withdraw.error} />}
      onConfirm={(reason) =>
        withdraw.mutate(
          { id: of.id, reason: reason.slice(0, 1000), rowVersion: of.rowVersion },
          { onSuccess: onClose },
        )
      }
    />
  );
}

// What is done with a report that waits: into the register, to its company, or aside.
import { type FormEvent, useState } from "react";
import { CompanyChoice } from "#modules/organization/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { SelectField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { type Kind, kinds } from "../../rules.ts";
import { intake } from "../contract.ts";
import { type Intake, refreshed } from "./intake.ts";

export function IntakeActs({ one }: { one: Intake }) {
  const t = useText();
  const [act, setAct] = useState<"take" | "aside" | null>(null);
  const close = () => setAct(null);
  const isUnassigned = one.state === "to_assign";
  const isOpen = one.state === "held" || isUnassigned;
  const mayTake = isUnassigned ? one.mayAssign : ["held", "same", "set_aside"].includes(one.state);
  return (
    <>
      {isOpen ? <Button onClick={() => setAct("aside")}>{t("intake.one.aside")}</Button> : null}
      {mayTake ? (
        <Button {...(isOpen ? { look: "main" as const } : {})} onClick={() => setAct("take")}>
          {t(isUnassigned ? "intake.one.assign" : "intake.one.enter")}
        </Button>
      ) : null}
      {act === "take" ? <Take one={one} onClose={close} /> : null}
      {act === "aside" ? <Aside one={one} onClose={close} /> : null}
    </>
  );
}

type Props = { one: Intake; onClose: () => void };

function Take({ one, onClose }: Props) {
  const t = useText();
  const { id, number, rowVersion } = one;
  const isAssigning = one.state === "to_assign";
  const [kind, setKind] = useState<Kind>(one.kind);
  const [companyId, setCompany] = useState("");
  const enter = useCommand(intake.enterIntake, refreshed);
  const assign = useCommand(intake.assignIntake, refreshed);
  const done = {
    onSuccess: ({ reference }: { reference: string }) => {
      toast(t("intake.one.entered", { reference }));
      onClose();
    },
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isAssigning) assign.mutate({ id, companyId, kind, rowVersion }, done);
    else enter.mutate({ id, kind, rowVersion }, done);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(isAssigning ? "intake.one.assignTitle" : "intake.one.enterTitle", { number })}
    >
      <form className="form wide" onSubmit={submit}>
        {isAssigning ? (
          <CompanyChoice label={t("intake.list.company")} value={companyId} onChange={setCompany} />
        ) : null}
        <SelectField<Kind>
          label={t("intake.one.kind")}
          value={kind}
          choices={kinds.map((value) => ({ value, label: t(`incident.kind.${value}`) }))}
          onChange={setKind}
        />
        <p className="soft">{t("intake.one.enterEffect")}</p>
        {isAssigning ? <p className="soft">{t("intake.one.assignEffect")}</p> : null}
        <FormEnds
          error={enter.error ?? assign.error}
          isBusy={enter.isPending || assign.isPending}
          offBecause={
            isAssigning && !companyId ? t("forms.first", { field: t("intake.list.company") }) : null
          }
          onClose={onClose}
        >
          {t(isAssigning ? "intake.one.assign" : "intake.one.enter")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

function Aside({ one, onClose }: Props) {
  const t = useText();
  const { id, number, rowVersion } = one;
  const aside = useCommand(intake.setIntakeAside, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("intake.one.asideTitle", { number })}
      effect={t("intake.one.asideEffect")}
      action={t("intake.one.aside")}
      reason={{ label: t("intake.one.asideBecause") }}
      isBusy={aside.isPending}
      error={<FormError error={aside.error} />}
      onConfirm={(because) =>
        aside.mutate(
          { id, because, rowVersion },
          {
            onSuccess: () => {
              toast(t("intake.one.asideDone"));
              onClose();
            },
          },
        )
      }
    />
  );
}

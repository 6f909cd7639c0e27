// What is said of a procedure: that there is one, and how its trial went.
import { useState } from "react";
import { CompanyChoice } from "#modules/organization/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { incidents } from "../../contract.ts";
import { nextTrialOn, procedureKinds, trialHows, worked } from "../rules.ts";
import { type Procedure as Row, refreshed } from "./procedure.ts";

export function AddDialog({ onClose }: { onClose: () => void }) {
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

export function TryDialog({ row, onClose }: { row: Row; onClose: () => void }) {
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

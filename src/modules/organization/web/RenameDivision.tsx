import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { DateField } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { organization } from "../contract.ts";
import { NameFields } from "./ChangeFields.tsx";
import { namesOf, refreshes, UnitForm } from "./UnitForm.tsx";

type Division = { id: string; rowVersion: number } & Parameters<typeof nameFor>[0];

/** New names from a day on; what was written under the old one stays. */
export function RenameDivision({ division, onClose }: { division: Division; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({
    names: {
      name: division.name,
      nameEn: division.nameEn ?? "",
      nameJa: division.nameJa ?? "",
      nameZh: division.nameZh ?? "",
    },
    from: today,
    reason: "",
  });
  const rename = useCommand(organization.renameUnit, refreshes);
  const isBackdated = beginsInThePast(form.from, today);
  const missing = !form.names.name.trim()
    ? t("forms.first", { field: t("place.name") })
    : !form.from
      ? t("forms.first", { field: t("change.from") })
      : isBackdated && !form.reason.trim()
        ? t("dialog.reasonFirst")
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("group.rename", { name: nameFor(division) })} size="l">
      <UnitForm
        error={rename.error}
        isBusy={rename.isPending}
        missing={missing}
        action={t("group.renameAct")}
        onClose={onClose}
        onSubmit={() =>
          rename.mutate(
            {
              id: division.id,
              ...namesOf(form.names),
              from: form.from,
              rowVersion: division.rowVersion,
              ...(form.reason.trim() ? { reason: form.reason.trim() } : {}),
            },
            { onSuccess: onClose },
          )
        }
      >
        <NameFields draft={form} set={({ names }) => setForm({ ...form, names })} />
        <DateField
          label={t("change.from")}
          value={form.from}
          onChange={(from) => setForm({ ...form, from })}
        />
        <ReasonField
          isBackdated={isBackdated}
          value={form.reason}
          onChange={(reason) => setForm({ ...form, reason })}
        />
      </UnitForm>
    </Dialog>
  );
}

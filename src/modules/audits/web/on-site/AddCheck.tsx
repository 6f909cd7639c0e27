// A control that turns out to matter here: it is looked at in this place as well.
import { useState } from "react";
import { SelectField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import type { Check, Whole } from "./entries.ts";
import { textIn } from "./useWords.ts";
import { keep } from "./work.ts";

type Props = { sheet: Whole; checks: readonly Check[]; placeId: string; onAdded: (checkId: string) => void };

export function AddCheck({ sheet, checks, placeId, onAdded }: Props) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const here = new Set(
    checks.flatMap((one) => (one.placeId === placeId && one.point === null ? [one.controlId] : [])),
  );
  const left = sheet.controls.filter((one) => !here.has(one.id));
  const [controlId, setControl] = useState("");
  if (left.length === 0) return null;
  const add = async () => {
    const id = crypto.randomUUID();
    await keep({ kind: "check", id, at: new Date().toISOString(), placeId, controlId });
    setOpen(false);
    setControl("");
    onAdded(id);
  };
  if (!isOpen)
    return (
      <Button look="quiet" icon="plus" onClick={() => setOpen(true)}>
        {t("audits.onSite.addCheck")}
      </Button>
    );
  return (
    <div className="add-check">
      <SelectField
        label={t("audits.onSite.addCheck")}
        value={controlId}
        choices={[
          { value: "", label: t("audits.onSite.chooseControl") },
          ...left.map((one) => ({ value: one.id, label: `${one.id} ${textIn(one.title)}` })),
        ]}
        onChange={setControl}
      />
      <Button
        look="accent"
        offBecause={controlId ? null : t("audits.onSite.chooseControl")}
        onClick={() => void add()}
      >
        {t("audits.onSite.addHere")}
      </Button>
    </div>
  );
}

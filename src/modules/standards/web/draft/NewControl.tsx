// A control of the group's own: its id for life, its area and its title; everything else is written beside the list.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { type Control, standards } from "../../contract.ts";
import { textIn } from "../../rules.ts";
import { type Draft, draftReads } from "./reads.ts";

type Props = {
  id: string;
  draft: Draft;
  behind: string | undefined;
  onAdded: (controlId: string) => void;
  onClose: () => void;
};

export function NewControl({ id, draft, behind, onAdded, onClose }: Props) {
  const t = useText();
  const { language } = useFormat();
  const { frame, original } = draft;
  const [area, setArea] = useState(
    draft.controls.find((one) => one.id === behind)?.area ?? frame.areas[0]?.id ?? "",
  );
  const [typed, setTyped] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const save = useCommand(standards.saveControl, draftReads);
  const controlId = typed ?? nextId(draft, area);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const control = blank(draft, { id: controlId, area, title: title.trim() });
    const isBeside = draft.controls.some((one) => one.id === behind && one.area === area);
    save.mutate(
      { id, controlId, control, rowVersion: null, ...(behind && isBeside ? { after: behind } : {}) },
      { onSuccess: () => onAdded(controlId) },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("draft.addControl")}>
      <form className="form" onSubmit={submit}>
        <SelectField
          label={t("draft.area")}
          value={area}
          choices={frame.areas.map((one) => ({
            value: one.id,
            label: `${one.id} · ${textIn(one.name, language)}`,
          }))}
          onChange={setArea}
        />
        <TextField
          label={t("draft.id")}
          hint={t("draft.idHint")}
          value={controlId}
          maxLength={40}
          isCode
          onChange={setTyped}
        />
        <TextField
          label={t("draft.titleIn", { language: languageNames[original] })}
          value={title}
          maxLength={400}
          onChange={setTitle}
        />
        <FormEnds
          error={save.error}
          isBusy={save.isPending}
          offBecause={controlId.trim() === "" ? t("draft.id") : title.trim() ? null : t("draft.titleOf")}
          onClose={onClose}
        >
          {t("draft.addControl")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

/** The number after the highest of the area, withdrawn ones included: an id is never given twice. */
function nextId(draft: Draft, area: string): string {
  const ids = [...draft.controls, ...draft.withdrawn].map((one) => one.id);
  const numbers = ids.flatMap((one) => {
    const found = /^(.*?)-(\d+)$/.exec(one);
    return found?.[1] === area ? [Number(found[2])] : [];
  });
  return `${area}-${String(Math.max(0, ...numbers) + 1).padStart(2, "0")}`;
}

/** Asked of every tier until its author says otherwise, so that a forgotten choice asks too much and not nothing. */
function blank({ frame, original }: Draft, one: { id: string; area: string; title: string }): Control {
  return {
    id: one.id,
    area: one.area,
    topic: frame.topics[0]?.id ?? "",
    title: { [original]: one.title },
    requirement: { [original]: one.title },
    evidence: [],
    tiers: Object.fromEntries(frame.tiers.map((tier) => [tier.id, "required"])),
    mandatory: false,
    weight: 1,
    functions: [],
    harms: [],
    appliesWhen: frame.scopeConditions[0]?.id ?? "",
    cadence: frame.cadences[0]?.id ?? "",
    asksCoverage: false,
    references: {},
  };
}

// A control of the group's own: its id for life, where it belongs and what it asks; the rest is written beside the list.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { type Control, standards } from "../../contract.ts";
import { textIn } from "../../rules.ts";
import { fieldNames } from "./fields.ts";
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
  const say = useAnyText();
  const { language } = useFormat();
  const { frame, original } = draft;
  const [area, setArea] = useState(
    draft.controls.find((one) => one.id === behind)?.area ?? frame.areas[0]?.id ?? "",
  );
  const [typed, setTyped] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const [topic, setTopic] = useState("");
  const [asked, setAsked] = useState("");
  const save = useCommand(standards.saveControl, draftReads);
  const bringBack = useCommand(standards.bringBackControl, draftReads);
  const controlId = typed ?? nextId(draft, area);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const control = blank(draft, { id: controlId, area, topic, title: title.trim(), asked: asked.trim() });
    const isBeside = draft.controls.some((one) => one.id === behind && one.area === area);
    save.mutate(
      { id, controlId, control, rowVersion: null, ...(behind && isBeside ? { after: behind } : {}) },
      { onSuccess: () => onAdded(controlId) },
    );
  };
  const withdrawn = draft.withdrawn.find((one) => isSame(one.id, controlId));
  const idWrong = withdrawn
    ? t("draft.idWithdrawn", { control: withdrawn.id, title: withdrawn.title.text })
    : draft.controls.some((one) => isSame(one.id, controlId))
      ? t("draft.idIsThere", { control: controlId })
      : draft.usedIds.some((one) => isSame(one, controlId))
        ? t("draft.idUsed", { control: controlId })
        : controlId !== "" && !isId(controlId)
          ? t("draft.idForm")
          : null;
  const missing = [
    controlId.trim() === "" || idWrong ? t("forms.first", { field: t("draft.id") }) : null,
    topic === "" ? t("forms.first", { field: t("draft.topic") }) : null,
    title.trim() === "" ? t("forms.first", { field: t("draft.titleOf") }) : null,
    asked.trim() === "" ? t("forms.first", { field: t("draft.requirement") }) : null,
  ].find((one) => one !== null);
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
          error={idWrong}
          onChange={setTyped}
        />
        {withdrawn ? (
          <Button
            isBusy={bringBack.isPending}
            onClick={() =>
              bringBack.mutate({ id, controlId: withdrawn.id }, { onSuccess: () => onAdded(withdrawn.id) })
            }
          >
            {t("draft.bringBack")}
          </Button>
        ) : null}
        <SelectField
          label={t("draft.topic")}
          value={topic}
          emptyLabel={t("draft.chooseOne")}
          choices={frame.topics.map((one) => ({ value: one.id, label: textIn(one.name, language) }))}
          onChange={setTopic}
        />
        <TextField
          label={t("draft.titleIn", { language: languageNames[original] })}
          value={title}
          maxLength={400}
          onChange={setTitle}
        />
        <TextArea
          label={t("draft.requirementIn", { language: languageNames[original] })}
          value={asked}
          maxLength={4000}
          lang={original}
          onChange={setAsked}
        />
        <FormEnds
          error={save.error ?? bringBack.error}
          nameOf={fieldNames(say)}
          isBusy={save.isPending}
          offBecause={missing ?? null}
          onClose={onClose}
        >
          {t("draft.addControl")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

const isId = (typed: string) => /^[A-Za-z0-9][A-Za-z0-9_.()-]*$/.test(typed.normalize("NFKC").trim());
const isSame = (one: string, other: string) =>
  one.toLowerCase() === other.normalize("NFKC").trim().toLowerCase();

/** The first number behind the area's own that no edition ever gave: an id is never given twice. */
function nextId(draft: Draft, area: string): string {
  const numberOf = (id: string) => {
    const found = /^(.*?)-(\d+)$/.exec(id);
    return found?.[1] === area ? Number(found[2]) : 0;
  };
  const gone = new Set([...draft.withdrawn.map((one) => one.id), ...draft.usedIds].map(numberOf));
  let next = Math.max(0, ...draft.controls.map((one) => numberOf(one.id))) + 1;
  while (gone.has(next)) next += 1;
  return `${area}-${String(next).padStart(2, "0")}`;
}

type Said = Pick<Control, "id" | "area" | "topic"> & { title: string; asked: string };

/** Asked of every tier until its author says otherwise, so that a forgotten choice asks too much and not nothing. */
function blank({ frame, original }: Draft, { title, asked, ...one }: Said): Control {
  return {
    ...one,
    title: { [original]: title },
    requirement: { [original]: asked },
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

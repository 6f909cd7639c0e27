// Values of the group's own in a control's words: put in where one was writing, or made on the spot, with how the text then reads.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { type Control, type Frame, standards, type TextLanguage, type Texts } from "../../contract.ts";
import { filledTexts, insertedIn, textIn, valuesOf } from "../../rules.ts";
import { type Draft, draftReads } from "./reads.ts";
import { type Caret, textsAt, type Words, withInserted } from "./tidy.ts";

type Props = {
  id: string;
  draft: Draft;
  control: Control;
  caret: Caret | null;
  offBecause: string | null;
  onChange: (part: Partial<Words>) => void;
};
type Parameter = NonNullable<Frame["parameters"]>[number];

const insertion = (id: string) => `{{ insert: param, ${id} }}`;

export function Values({ id, draft, control, caret, offBecause, onChange }: Props) {
  const t = useText();
  const { language } = useFormat();
  const [chosen, choose] = useState("");
  const [isNew, make] = useState(false);
  const parameters = draft.frame.parameters ?? [];
  const end = (control.requirement[draft.original] ?? "").length;
  const at: Caret = caret ?? { part: "requirement", language: draft.original, at: end };
  const insert = (parameter: string) => onChange(withInserted(control, at, insertion(parameter)));
  const texts = textsAt(control, at);
  const reads = filledTexts(texts, valuesOf(draft.frame))[at.language];
  return (
    <div className="draft-part">
      <h3>{t("draft.values")}</h3>
      <div className="row wrap">
        {parameters.length > 0 ? (
          <>
            <SelectField
              label={t("draft.value")}
              value={chosen}
              emptyLabel="–"
              choices={parameters.map((one) => ({
                value: one.id,
                label: `${one.id}: ${textIn(one.value ?? one.label, language)}`,
              }))}
              onChange={choose}
            />
            <Button
              size="s"
              offBecause={
                offBecause ?? (chosen === "" ? t("forms.first", { field: t("draft.value") }) : null)
              }
              onClick={() => insert(chosen)}
            >
              {t("draft.valueInsert", { language: languageNames[at.language] })}
            </Button>
          </>
        ) : null}
        <Button size="s" icon="plus" offBecause={offBecause} onClick={() => make(true)}>
          {t("draft.valueNew")}
        </Button>
      </div>
      {insertedIn(texts).length > 0 && reads ? (
        <p className="soft wrap-any" lang={at.language}>
          {t("draft.valueReads", { text: reads })}
        </p>
      ) : null}
      {isNew ? (
        <NewValue
          id={id}
          draft={draft}
          control={control}
          at={at}
          onMade={insert}
          onClose={() => make(false)}
        />
      ) : null}
    </div>
  );
}

type NewProps = {
  id: string;
  draft: Draft;
  control: Control;
  at: Caret;
  onMade: (parameter: string) => void;
  onClose: () => void;
};

function NewValue({ id, draft, control, at, onMade, onClose }: NewProps) {
  const t = useText();
  const [name, setName] = useState("");
  const [value, setValue] = useState<Texts>({});
  const save = useCommand(standards.saveFrame, draftReads);
  const parameters = draft.frame.parameters ?? [];
  const key = name.normalize("NFKC").trim();
  const written = Object.fromEntries(Object.entries(value).filter(([, text]) => text.trim() !== "")) as Texts;
  const made: Parameter = {
    id: key,
    label: { [draft.original]: key },
    ...(Object.keys(written).length > 0 ? { value: written } : {}),
  };
  const wrong =
    key === ""
      ? t("forms.first", { field: t("draft.id") })
      : !/^[A-Za-z0-9][A-Za-z0-9_.()-]{0,39}$/.test(key)
        ? t("draft.idForm")
        : parameters.some((one) => one.id === key)
          ? t("frameOf.taken")
          : null;
  const frame = { ...draft.frame, parameters: [...parameters, made] };
  const then = { ...control, ...withInserted(control, at, insertion(key)) };
  const reads = filledTexts(textsAt(then, at), valuesOf(frame))[at.language] ?? "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { id, frame, rowVersion: draft.rowVersion },
      {
        onSuccess: () => {
          toast(t("draft.valueMade", { id: key }));
          onMade(key);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("draft.valueNew")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("draft.valueHelp")}</p>
        <TextField label={t("draft.id")} value={name} isCode maxLength={40} onChange={setName} />
        {draft.languages.map((language: TextLanguage) => (
          <TextField
            key={language}
            label={t("frameOf.valueIn", { language: languageNames[language] })}
            value={value[language] ?? ""}
            maxLength={1000}
            onChange={(text) => setValue((before) => ({ ...before, [language]: text }))}
          />
        ))}
        {wrong ? null : (
          <p className="wrap-any" lang={at.language}>
            {t("draft.valueReads", { text: reads })}
          </p>
        )}
        <FormEnds error={save.error} isBusy={save.isPending} offBecause={wrong} onClose={onClose}>
          {t("draft.valueMake", { language: languageNames[at.language] })}
        </FormEnds>
      </form>
    </Dialog>
  );
}

// The step after the look: under which name the items are known, which levels, and whether a standard is made of them.
import { type FormEvent, useState } from "react";
import type { Input, Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Note } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";

type Props = {
  of: Output<typeof mappings.previewCheckSheet>;
  fileId: string;
  sheet: Input<typeof mappings.previewCheckSheet>["sheet"];
  also: readonly number[];
  items: number;
};
const languages = ["ja", "en", "zh"] as const;
const own: Record<string, string> = { ja: "日本語", en: "English", zh: "中文" };

const idFrom = (name: string) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 40);

export function TakeSheet({ of, fileId, sheet, also, items }: Props) {
  const t = useText();
  const format = useFormat();
  const first = of.fileName.replace(/\.[^.]*$/, "");
  const [name, setName] = useState(first);
  const [setId, setSetId] = useState(idFrom(first));
  const [language, setLanguage] = useState<(typeof languages)[number]>(format.language);
  const [without, setWithout] = useState<readonly string[]>([]);
  const [isDraft, setDraft] = useState(false);
  const [code, setCode] = useState("");
  const [edition, setEdition] = useState("1");
  const take = useCommand(mappings.takeCheckSheet, [mappings.listMappings]);
  const missing =
    items === 0
      ? t("mapping.nothing")
      : name.trim() === ""
        ? t("forms.first", { field: t("checkSheet.name") })
        : setId.trim() === ""
          ? t("forms.first", { field: t("checkSheet.setId") })
          : isDraft && code.trim() === ""
            ? t("forms.first", { field: t("checkSheet.code") })
            : isDraft && edition.trim() === ""
              ? t("forms.first", { field: t("checkSheet.edition") })
              : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take.mutate({
      fileId,
      ...(sheet ? { sheet } : {}),
      also: [...also],
      setId: setId.trim(),
      name: name.trim(),
      language,
      withoutLevels: [...without],
      draft: isDraft ? { code: code.trim(), edition: edition.trim() } : null,
    });
  };
  if (take.data) return <Taken done={take.data} name={name} setId={setId} />;
  return (
    <Panel title={t("checkSheet.take")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("checkSheet.takeHelp", { count: items })}</p>
        <TextField label={t("checkSheet.name")} value={name} maxLength={300} onChange={setName} />
        <TextField
          label={t("checkSheet.setId")}
          hint={t(of.spaces.includes(setId.trim()) ? "checkSheet.setIdKnown" : "checkSheet.setIdHint")}
          value={setId}
          maxLength={40}
          isCode
          onChange={setSetId}
        />
        <SelectField
          label={t("checkSheet.language")}
          value={language}
          choices={languages.map((value) => ({ value, label: own[value] ?? value }))}
          onChange={setLanguage}
        />
        {of.levels.length > 0 ? (
          <fieldset className="field">
            <legend className="small soft">{t("checkSheet.levels")}</legend>
            {of.levels.map((level) => (
              <Tick
                key={level}
                label={level}
                isOn={!without.includes(level)}
                onChange={(isOn) =>
                  setWithout(isOn ? without.filter((one) => one !== level) : [...without, level])
                }
              />
            ))}
          </fieldset>
        ) : null}
        <Tick label={t("checkSheet.asDraft")} isOn={isDraft} onChange={setDraft} />
        {isDraft ? (
          <>
            <TextField label={t("checkSheet.code")} value={code} maxLength={40} isCode onChange={setCode} />
            <TextField
              label={t("checkSheet.edition")}
              value={edition}
              maxLength={40}
              isCode
              onChange={setEdition}
            />
          </>
        ) : null}
        <FormError error={take.error} />
        <div className="ends">
          <Button type="submit" look="main" isBusy={take.isPending} offBecause={missing}>
            {t("checkSheet.button", { count: items })}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

type TakenProps = { done: Output<typeof mappings.takeCheckSheet>; name: string; setId: string };

function Taken({ done, name, setId }: TakenProps) {
  const t = useText();
  return (
    <Panel title={t("checkSheet.done", { count: done.items, name })}>
      <div className="stack s">
        <Note kind="good">{t("checkSheet.takeHelp", { count: done.items })}</Note>
        <div className="row">
          {done.editionId ? (
            <GoButton to="/standards/$id/draft" params={{ id: done.editionId }} look="main">
              {t("checkSheet.doneDraft")}
            </GoButton>
          ) : null}
          <GoButton to="/standards/chains" search={{ space: `set:${setId}` }}>
            {t("checkSheet.doneChains")}
          </GoButton>
          <GoButton to="/standards/mappings">{t("mapping.tab")}</GoButton>
        </div>
      </div>
    </Panel>
  );
}

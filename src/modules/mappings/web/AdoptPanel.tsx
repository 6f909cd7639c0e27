// Adopting a mapping: under which name, and on what.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { mappings } from "../contract.ts";
import type { Choices, Preview } from "./preview.ts";

type Props = { of: Preview; fileId: string; choices: Choices; taken: number; isOpen: boolean };

export function AdoptPanel({ of, fileId, choices, taken, isOpen }: Props) {
  const t = useText();
  const go = useGo();
  const [title, setTitle] = useState(of.title);
  const [version, setVersion] = useState(of.version);
  const [basis, setBasis] = useState("");
  const adopt = useCommand(mappings.adoptMapping, [mappings.listMappings]);
  const offBecause = of.adoptedId
    ? t("mapping.already")
    : isOpen
      ? t("mapping.endsMissing")
      : taken === 0
        ? t("mapping.nothing")
        : title.trim() === ""
          ? t("mapping.adoptTitle")
          : basis.trim() === ""
            ? t("mapping.basisMissing")
            : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const ends = of.parts.map(({ source, target }) => ({ source, target }));
    adopt.mutate(
      {
        fileId,
        ends,
        ...(choices.sheet ? { sheet: choices.sheet } : {}),
        title: title.trim(),
        version: version.trim(),
        basis: basis.trim(),
      },
      { onSuccess: ({ id }) => go({ to: "/standards/mappings/$id", params: { id } }) },
    );
  };
  return (
    <Panel title={t("mapping.adopt")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("mapping.adoptHelp", { count: taken })}</p>
        <TextField label={t("mapping.adoptTitle")} value={title} maxLength={300} onChange={setTitle} />
        <TextField
          label={t("mapping.adoptVersion")}
          value={version}
          maxLength={100}
          isOptional
          onChange={setVersion}
        />
        <TextArea
          label={t("mapping.basis")}
          hint={t("mapping.basisHint")}
          value={basis}
          maxLength={1000}
          onChange={setBasis}
        />
        <FormError error={adopt.error} />
        <div className="ends">
          <Button type="submit" look="main" isBusy={adopt.isPending} offBecause={offBecause}>
            {t("mapping.adoptButton", { count: taken })}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

// A catalogue that was taken over becomes a standard of its own, so that a round can be run on it.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { catalogues } from "../contract.ts";

export function DraftPanel({ of }: { of: Output<typeof catalogues.getCatalogue> }) {
  const t = useText();
  const go = useGo();
  const [code, setCode] = useState(of.offered.code);
  const [edition, setEdition] = useState(of.offered.edition);
  const draft = useCommand(catalogues.draftFromCatalogue);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    draft.mutate(
      { id: of.id, code: code.trim(), edition: edition.trim() },
      { onSuccess: ({ id }) => go({ to: "/standards/$id/draft", params: { id } }) },
    );
  };
  const missing =
    code.trim() === "" ? t("catalogue.code") : edition.trim() === "" ? t("catalogue.edition") : null;
  return (
    <Panel className="c6" title={t("catalogue.draft")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("catalogue.draftHelp", { items: of.items })}</p>
        <TextField label={t("catalogue.code")} value={code} maxLength={40} isCode onChange={setCode} />
        <TextField
          label={t("catalogue.edition")}
          value={edition}
          maxLength={40}
          isCode
          onChange={setEdition}
        />
        <FormError error={draft.error} />
        <div className="ends">
          <Button type="submit" look="main" isBusy={draft.isPending} offBecause={missing}>
            {t("catalogue.makeDraft")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

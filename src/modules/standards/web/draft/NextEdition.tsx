// The next edition begins as a copy of this one, under a name of its own.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { standards } from "../../contract.ts";

type Props = { from: { id: string; edition: string; name: { text: string } }; onClose: () => void };

export function NextEdition({ from, onClose }: Props) {
  const t = useText();
  const go = useGo();
  const { today } = useSession();
  const [edition, setEdition] = useState(nameAfter(from.edition, today));
  const draft = useCommand(standards.draftEdition, [standards.listEditions]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    draft.mutate(
      { from: "edition", editionId: from.id, edition: edition.trim() },
      { onSuccess: ({ id }) => go({ to: "/standards/$id/draft", params: { id } }) },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("draft.nextOf", { name: from.name.text, edition: from.edition })}
    >
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("draft.nextHelp")}</p>
        <TextField
          label={t("draft.edition")}
          hint={t("draft.editionHint")}
          value={edition}
          maxLength={40}
          isCode
          onChange={setEdition}
        />
        <FormEnds
          error={draft.error}
          isBusy={draft.isPending}
          offBecause={edition.trim() ? null : t("forms.first", { field: t("draft.edition") })}
          onClose={onClose}
        >
          {t("draft.begin")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

/** 2026.1 becomes 2027.1; a name without a year gets the coming one. */
function nameAfter(edition: string, today: string): string {
  const next = String(Number(today.slice(0, 4)) + 1);
  return /^\d{4}/.test(edition) ? edition.replace(/^\d{4}/, next) : next;
}

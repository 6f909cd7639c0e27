// An edition of a file. One that is not whole is refused with the places that are wrong, and nothing of it is taken; one whose
// name is taken is asked for another.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { uploadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { standards } from "../contract.ts";

type Sent = { fileId: string; edition?: string };

export function BringIn() {
  const t = useText();
  const go = useGo();
  const [fileId, setFileId] = useState<string | null>(null);
  const draft = useCommand(standards.draftEdition, [standards.listEditions]);
  const begin = useMutation({
    mutationFn: (sent: Sent) => draft.mutateAsync({ from: "file", ...sent }),
    onSuccess: ({ id, rulesLeft }) => {
      if (rulesLeft > 0) toast(t("editions.rulesLeft", { count: rulesLeft }), undefined, { stays: true });
      go({ to: "/standards/$id/draft", params: { id } });
    },
  });
  const send = useMutation({
    mutationFn: async (file: File) => {
      begin.reset();
      const { id } = await uploadFile({ purpose: "edition", file });
      setFileId(id);
      begin.mutate({ fileId: id });
    },
  });
  const isTaken = begin.error instanceof ApiError && begin.error.code === "editions_unique";
  return (
    <Panel title={t("editions.bring")}>
      <div className="stack s">
        <p className="soft small">{t("editions.bringHelp")}</p>
        <FileDrop isSmall accept=".yaml,.yml,.json" onFiles={([file]) => file && send.mutate(file)}>
          {t("editions.bringDrop")}
        </FileDrop>
        <FormError error={send.error ?? begin.error} />
        {isTaken && fileId !== null ? (
          <OtherName
            isBusy={begin.isPending}
            onName={(edition) => begin.mutate({ fileId, edition })}
            key={fileId}
          />
        ) : null}
      </div>
    </Panel>
  );
}

function OtherName({ isBusy, onName }: { isBusy: boolean; onName: (edition: string) => void }) {
  const t = useText();
  const [edition, setEdition] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (edition.trim()) onName(edition.trim());
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        label={t("draft.edition")}
        hint={t("draft.editionHint")}
        value={edition}
        maxLength={40}
        isCode
        onChange={setEdition}
      />
      <div className="row">
        <Button
          type="submit"
          look="main"
          isBusy={isBusy}
          offBecause={edition.trim() ? null : t("forms.first", { field: t("draft.edition") })}
        >
          {t("editions.bringUnder")}
        </Button>
      </div>
    </form>
  );
}
